/** The same path on a real patient: a development case of real FLAIR, turned into DICOM here, compared with the expert's mask. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import { readDicomFolder } from '../../cli/src/dicom-folder.ts';
import { readNifti } from '../../cli/src/nifti-volume.ts';
import { dataFolder, findPython } from '../../scripts/environment.mjs';
import { Checks } from './support/checks.ts';
import { finish } from './support/finish.ts';
import { launchViewer } from './support/launch.ts';
import { allowed } from './support/time-limits.ts';
import { settled, until } from './support/until.ts';
import { dciodvfyErrors } from './whole-path/exported-file.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';

const PATIENT = 'TCGA_DU_6399_19830416';
/** Far below what the weights' card reports for such a patient: a floor that a wrong slice order or a flip would break. */
const DICE_FLOOR = 0.4;
const TIME_LIMIT_MS_PER_SLICE = 2_500; // 60 s for 24 slices with both methods

const data = dataFolder();
const python = findPython('nibabel', 'pydicom', 'numpy');
if (!data || !python) {
  console.log(`real patient: not run, no ${data ? 'Python with nibabel and pydicom' : '../shared/data'}`);
  // Everywhere but in continuous integration a machine may lack them.
  console.log(process.env.CI === 'true' ? '0 passed, 1 failed' : '0 passed, 0 failed, 1 skipped');
  process.exit(process.env.CI === 'true' ? 1 : 0);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-patient-'));
const folder = path.join(scratch, 'series');
const volume = (kind: string) => path.join(data, 'lgg-flair/dev', PATIENT, `${PATIENT}_${kind}.nii.gz`);
const converted = spawnSync(python, ['test/support/nifti_to_dicom.py', volume('flair'), folder], {
  encoding: 'utf8',
});
assert.equal(converted.status, 0, converted.stderr);
const { studyInstanceUID } = JSON.parse(converted.stdout) as { studyInstanceUID: string };
const [series] = (await readDicomFolder(folder)).series;
assert.ok(series);
const truth = (await readNifti(volume('seg'))).source.slices.map(({ pixels }) => pixels); // feet to head, as `series`

const viewer = await launchViewer({ studyFolders: [folder] });
const panel = new PanelDriver(viewer.page);
const checks = new Checks();
console.log(`real patient: ${truth.length} slices`);

await checks.check('the series opens, runs within the time of the budget and shows both layers', async () => {
  await panel.open(viewer.address, studyInstanceUID);
  const start = Date.now();
  assert.equal(await panel.run('series'), 'done');
  const elapsed = Date.now() - start;
  console.log(`       ${(elapsed / truth.length / 1000).toFixed(2)} s a slice for both methods`);
  assert.ok(elapsed <= allowed(TIME_LIMIT_MS_PER_SLICE) * truth.length, `${elapsed} ms`);
  for (const method of METHOD_IDS)
    await until(
      `${method}: a candidate slice`,
      () => panel.candidates(method),
      (list) => list.length > 0,
    );
  const slices = await settled('candidate slices', () => panel.candidates('diffusion-ad'));
  await panel.goToSlice(slices[Math.floor(slices.length / 2)]!);
  await viewer.screenshot('patient-1-layers');
  await panel.hook('compare').check();
  await viewer.page.waitForFunction(
    () => document.querySelectorAll('[data-cy="viewport-pane"]').length === 4, // source, both methods, consensus
  );
  await viewer.screenshot('patient-2-compare');
});

for (const method of METHOD_IDS)
  await checks.check(
    `${method}: the exported SEG is verified and lies where the expert's mask lies`,
    async () => {
      await panel.hook('export-method').selectOption(method);
      const file = path.join(scratch, `${method}.dcm`);
      await panel.download(file);
      const bytes = new Uint8Array(fs.readFileSync(file));
      const verified = verifySegmentation(bytes, series.instances);
      assert.equal(verified.kind, 'verified', JSON.stringify(verified));
      assert.deepEqual(dciodvfyErrors(file) ?? [], []);
      const [segment] = decodeSegmentation(bytes, series.instances);
      let [both, marked, expert] = [0, 0, 0];
      for (const [index, slice] of truth.entries()) {
        const mask = segment!.masks[index];
        for (let i = 0; i < slice.length; i++) {
          const inTruth = slice[i]! > 0;
          const inMask = mask?.[i] === 1;
          if (inTruth) expert++;
          if (inMask) marked++;
          if (inTruth && inMask) both++;
        }
      }
      const dice = (2 * both) / (marked + expert);
      console.log(`       Dice ${dice.toFixed(3)} with the expert's mask over the whole series`);
      assert.ok(dice > DICE_FLOOR);
    },
  );

await finish(checks, viewer);
fs.rmSync(scratch, { recursive: true, force: true });
