/** A real DICOM server behind the same-origin proxy: read a study, run, store the SEG, and find it there bit-equal. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { referencedSegmentation } from '@lacuna/core/dicom/measurement-report-file.ts';
import { verifyMeasurementReport } from '@lacuna/core/dicom/measurement-report-verifier.ts';
import { decodeParametricMap } from '@lacuna/core/dicom/parametric-map-file.ts';
import { verifyParametricMap } from '@lacuna/core/dicom/parametric-map-verifier.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { PARAMETRIC_MAP_STORAGE } from '@lacuna/core/dicom/storage.ts';
import { firstBuiltInStudy, STUDIES } from './support/built-in-studies.ts';
import { Checks } from './support/checks.ts';
import { launchViewer } from './support/launch.ts';
import { findOrthanc, startOrthanc } from './support/orthanc.ts';
import { LIMIT_MS, settled, until } from './support/until.ts';
import { maskFromText, sourcesIn } from './whole-path/exported-file.ts';
import { labelMasks, segmentationIds } from './whole-path/page-probes.ts';
import { PanelDriver } from './whole-path/panel-driver.ts';

const METHOD = 'diffusion-ad';
const classOf = (bytes: Uint8Array) =>
  dicomParser.parseDicom(bytes, { untilTag: 'x00080018' }).string('x00080016');
const uidOf = (bytes: Uint8Array) =>
  dicomParser.parseDicom(bytes, { untilTag: 'x00080020' }).string('x00080018');
const installed = findOrthanc();
if (!installed) {
  console.log('Orthanc: not run, Orthanc with its DICOMweb plugin is not installed');
  console.log(process.env.CI === 'true' ? '0 passed, 1 failed' : '0 passed, 0 failed, 1 skipped');
  process.exit(process.env.CI === 'true' ? 1 : 0);
}

const study = firstBuiltInStudy();
const folder = path.join(STUDIES, study.folder);
const orthanc = await startOrthanc(installed);
for (const file of fs.readdirSync(folder)) await orthanc.upload(path.join(folder, file));
const viewer = await launchViewer({ dicomWebUrl: orthanc.dicomWebUrl });
const panel = new PanelDriver(viewer.page);
const checks = new Checks();
const openStudy = async () => {
  await viewer.page.goto(`${viewer.address}anomaly/pacs?StudyInstanceUIDs=${study.studyInstanceUID}`);
  await panel.ready();
};
const store = () => panel.exportStatus(() => panel.hook('store-seg').click());

console.log('Orthanc behind the proxy');
let shown: Record<string, string> = {};
await checks.check(
  'a study of the server opens, runs and its SEG is stored, read back and found equal',
  async () => {
    await openStudy();
    assert.equal(await panel.run('series'), 'done');
    await panel.hook('export-method').selectOption(METHOD);
    assert.match(await store(), /^Stored, read back and found equal/);
    shown = await settled('masks', () => labelMasks(viewer.page, METHOD));
    assert.ok(Object.keys(shown).length > 0, 'no candidate region: the round trip would prove nothing');
  },
);

await checks.check(
  "the server's own copy passes the verifier and holds the masks of the screen",
  async () => {
    const [bytes, ...more] = await orthanc.instancesOf('SEG');
    assert.ok(bytes && more.length === 0, 'not exactly one SEG on the server');
    const sources = sourcesIn(folder);
    const masks = sources.map(({ sopInstanceUID: uid }) => (shown[uid] ? maskFromText(shown[uid]) : null));
    const verified = verifySegmentation(bytes, sources, [{ masks }]);
    assert.equal(verified.kind, 'verified', JSON.stringify(verified));
    const [segment] = decodeSegmentation(bytes, sources);
    console.log(`       ${segment!.masks.filter(Boolean).length} slices, ${bytes.length} bytes`);
  },
);

await checks.check('Parametric Map and report are stored and read back equal too', async () => {
  for (const kind of ['pmap', 'sr'] as const) {
    await panel.hook('export-kind').selectOption(kind);
    await panel.hook('export-method').selectOption(METHOD);
    assert.match(await store(), /^Stored, read back and found equal/);
  }
  const sources = sourcesIn(folder);
  const [map] = (await orthanc.instancesOf('MR')).filter(
    (bytes) => classOf(bytes) === PARAMETRIC_MAP_STORAGE,
  );
  assert.equal(verifyParametricMap(map!, sources).kind, 'verified');
  assert.equal(decodeParametricMap(map!, sources).filter(Boolean).length, sources.length);
  const [report] = await orthanc.instancesOf('SR');
  const segs = await orthanc.instancesOf('SEG');
  const regions = segs.find((bytes) => uidOf(bytes) === referencedSegmentation(report!));
  assert.ok(regions, 'the server does not hold the SEG of the report');
  const verified = verifyMeasurementReport(report!, sources, regions);
  assert.equal(verified.kind, 'verified', JSON.stringify(verified));
});

await checks.check('a fresh page loads the stored SEG from the server on the same slices', async () => {
  await openStudy();
  await viewer.page
    .getByText(/Anomaly candidates DiffusionAD \(research/)
    .first()
    .dblclick();
  const [id] = await until(
    'SEG loaded',
    () => segmentationIds(viewer.page),
    (ids) => ids.length > 0,
  );
  const again = await settled(
    'SEG masks',
    () => labelMasks(viewer.page, id!),
    (masks) => Object.keys(masks).length > 0,
  );
  assert.deepEqual(again, shown);
  await viewer.screenshot('orthanc-reloaded');
});

await checks.check('the stored SEG, run again from the panel, gives the identical mask', async () => {
  const list = panel.hook('reproduce-object');
  const title = list.locator('option', { hasText: 'Anomaly candidates DiffusionAD (' }).first();
  await title.waitFor({ state: 'attached' });
  await list.selectOption((await title.getAttribute('value'))!);
  await panel.hook('reproduce').click();
  const said = await until(
    'run again',
    () => panel.text('reproduce-status'),
    (text) => /identical|differ|not/.test(text),
    3 * LIMIT_MS,
  );
  assert.match(said, /^DiffusionAD: identical, \d+ voxels/);
  await viewer.screenshot('orthanc-reproduced');
});

await viewer.close();
await orthanc.stop();
checks.finish();
