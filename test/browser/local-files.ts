/** Files of this computer at /local: a series with its SEG, dropped together, shows the same voxels on the same slices. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { launchViewer } from './support/launch.ts';
import { REPOSITORY } from './support/page-server.ts';
import { settled, until } from './support/until.ts';
import { maskFromText, sourcesIn } from './whole-path/exported-file.ts';
import { labelMasks, segmentationIds } from './whole-path/page-probes.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';

const METHOD = 'diffusion-ad';
const folder = path.join(STUDIES, firstBuiltInStudy().folder);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-local-'));
const checks = new Checks();

console.log('Files of this computer');
const out = path.join(scratch, 'out');
const command = path.join(REPOSITORY, 'cli/bin/lacuna.mjs');
const made = spawnSync(
  process.execPath,
  [command, 'detect', folder, '--out', out, '--method', METHOD, '--format', 'seg'],
  { encoding: 'utf8' },
);
assert.equal(made.status, 0, made.stderr);
const [name] = fs.readdirSync(out).filter((file) => file.endsWith('.dcm'));
assert.ok(name, 'the command line wrote no SEG');
const viewer = await launchViewer({});
const { page, address } = viewer;

await checks.check('a series and its SEG from the command line open together in Anomaly Review', async () => {
  const images = fs.readdirSync(folder).filter((file) => file.endsWith('.dcm'));
  await page.goto(`${address}local`);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...images.map((file) => path.join(folder, file)), path.join(out, name)]);
  const row = page.getByRole('row').filter({ hasText: 'Synthetic A' });
  await row.first().waitFor();
  await row.first().click();
  await page.getByRole('button', { name: 'Anomaly Review' }).click();
  await new PanelDriver(page).ready();
});

await checks.check('the SEG shows the voxels of its file on the slices of its file', async () => {
  await page
    .getByText(/Anomaly candidates DiffusionAD/)
    .first()
    .dblclick();
  const [id] = await until(
    'SEG loaded',
    () => segmentationIds(page),
    (ids) => ids.length > 0,
  );
  const shown = await settled(
    'SEG masks',
    () => labelMasks(page, id!),
    (masks) => Object.keys(masks).length > 0,
  );
  const sources = sourcesIn(folder);
  const [segment] = decodeSegmentation(new Uint8Array(fs.readFileSync(path.join(out, name))), sources);
  const written = sources.flatMap(({ sopInstanceUID }, i) => {
    const mask = segment!.masks[i];
    return mask?.some((value) => value !== 0) ? [[sopInstanceUID, Buffer.from(mask)] as const] : [];
  });
  assert.ok(written.length > 0, 'an empty mask would prove nothing');
  assert.deepEqual(Object.keys(shown).sort(), written.map(([uid]) => uid).sort());
  for (const [uid, mask] of written) assert.ok(mask.equals(maskFromText(shown[uid]!)), uid);
  await viewer.screenshot('local-reloaded');
});

await viewer.close();
fs.rmSync(scratch, { recursive: true, force: true });
checks.finish();
