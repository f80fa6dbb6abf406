/** The viewer's shell in a real browser: isolation, policy, no foreign requests, every entrance, and what is shown when a part is missing. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { dataFolder } from '../../scripts/environment.mjs';
import { Checks } from './support/checks.ts';
import { launchViewer, type Viewer } from './support/launch.ts';
import { settled } from './support/until.ts';

const STUDY_LIST = 'table tbody tr';
const NEMA = path.join(dataFolder() ?? '', 'dicom/edge-cases/nema-wg04');
const checks = new Checks();

interface Cornerstone {
  getRenderingEngines(): { getViewports(): { getImageData?(): unknown }[] }[];
  imageLoader: {
    loadAndCacheImage(id: string): Promise<{ voxelManager: { getScalarData(): ArrayLike<number> } }>;
  };
}
interface HostWindow {
  cornerstone: Cornerstone;
  services: {
    displaySetService: {
      getActiveDisplaySets(): {
        imageIds?: string[];
        instances?: { SOPInstanceUID: string; AvailableTransferSyntaxUID: string }[];
      }[];
    };
  };
}

/** Until a viewport holds an image. */
const firstImage = ({ page }: Viewer): Promise<unknown> =>
  page.waitForFunction(
    () =>
      (globalThis as unknown as Partial<HostWindow>).cornerstone
        ?.getRenderingEngines()[0]
        ?.getViewports()[0]
        ?.getImageData?.() !== undefined,
  );

async function studyUIDs({ page, address }: Viewer): Promise<string[]> {
  const studies = (await (await page.request.get(`${address}dicomweb/studies`)).json()) as Record<
    string,
    { Value: string[] }
  >[];
  return studies.map((study) => study['0020000D']!.Value[0]!);
}

function assertQuiet(viewer: Viewer): void {
  assert.deepEqual(viewer.errors, []);
  assert.deepEqual(viewer.failedRequests, []);
  assert.deepEqual(viewer.externalRequests, []);
}

const viewer = await launchViewer({ studyFolders: fs.existsSync(NEMA) ? [NEMA] : [] });
const { page, address } = viewer;

await checks.check('the study list opens, isolated, with the notice', async () => {
  await page.goto(address);
  await page.locator(STUDY_LIST).filter({ hasText: 'Synthetic A' }).waitFor();
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  assert.equal(await page.locator('[data-cy=lacuna-brand]').innerText(), 'Lacuna\nResearch use only');
  await viewer.screenshot('shell-study-list');
  assertQuiet(viewer);
});

await checks.check('the page reaches no other origin and runs no script that is added to it', async () => {
  const outcomes = await page.evaluate(async (url) => {
    const tried: string[] = [];
    await fetch(url, { mode: 'no-cors' }).then(
      () => tried.push('fetch'),
      () => undefined,
    );
    navigator.sendBeacon(url, 'beacon');
    await new Promise((resolve) =>
      Object.assign(new Image(), { onload: resolve, onerror: resolve, src: `${url}image` }),
    );
    await new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws'));
      socket.onopen = () => resolve(tried.push('socket'));
      socket.onerror = resolve;
    }).catch(() => undefined);
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.lacunaInjected = true';
    document.head.append(inline);
    if ('lacunaInjected' in globalThis) tried.push('inline script');
    return tried;
  }, viewer.canary.url);
  // The tries themselves are the errors that the policy reports; a beacon leaves when the browser likes.
  await settled(
    'what the policy reports',
    async () => viewer.errors,
    (errors) =>
      errors.length >= 3 && errors.every((error) => /Content Security Policy|Refused|violates/.test(error)),
  );
  assert.deepEqual(outcomes, []);
  assert.deepEqual(viewer.canary.hits, []);
  viewer.errors.length = viewer.externalRequests.length = 0;
});

await checks.check('a built-in study opens in OHIF’s own viewer', async () => {
  const [uid] = (await studyUIDs(viewer)).filter((candidate) => candidate.startsWith('2.25.'));
  await page.goto(`${address}viewer?StudyInstanceUIDs=${uid}`);
  await firstImage(viewer);
  await viewer.screenshot('shell-viewer');
  assertQuiet(viewer);
});

await checks.check('files of this computer open at /local', async () => {
  const folder = path.resolve('viewer/studies/synthetic-a');
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.dcm'));
  await page.goto(`${address}local`);
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(files.map((name) => path.join(folder, name)));
  const row = page.locator(STUDY_LIST).filter({ hasText: 'Synthetic A' });
  await row.waitFor();
  assertQuiet(viewer);
});

if (fs.existsSync(NEMA))
  await checks.check(
    'JPEG, JPEG-LS and JPEG 2000 decode to the uncompressed pixels under the policy',
    async () => {
      const uid = '1.3.6.1.4.1.5962.1.2.4.20040826185059.5457';
      await page.goto(`${address}viewer?StudyInstanceUIDs=${uid}`);
      await firstImage(viewer);
      const sums = await page.evaluate(async () => {
        const { cornerstone, services } = globalThis as unknown as HostWindow;
        const result: Record<string, number> = {};
        for (const { imageIds = [], instances = [] } of services.displaySetService.getActiveDisplaySets())
          for (const id of imageIds) {
            const image = await cornerstone.imageLoader.loadAndCacheImage(id);
            const syntax = instances.find(({ SOPInstanceUID }) =>
              id.includes(`/${SOPInstanceUID}/`),
            )?.AvailableTransferSyntaxUID;
            result[syntax ?? id] = Array.from(image.voxelManager.getScalarData()).reduce(
              (sum, value) => sum + value,
              0,
            );
          }
        return result;
      });
      const reference = sums['1.2.840.10008.1.2.1'];
      for (const lossless of ['70', '80', '90'])
        assert.equal(sums[`1.2.840.10008.1.2.4.${lossless}`], reference);
      for (const lossy of ['81', '91'])
        assert.ok(Math.abs(sums[`1.2.840.10008.1.2.4.${lossy}`]! / reference! - 1) < 0.001);
      assertQuiet(viewer);
    },
  );

await checks.check('a missing extension gives a message, not an empty page', async () => {
  await page.route(/\/plugins\/index-/, (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(address);
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /Lacuna could not start[\s\S]*could not be loaded[\s\S]*npm start/);
  await viewer.screenshot('shell-missing-extension');
  await page.unroute(/\/plugins\/index-/);
});

await checks.check('a missing OHIF bundle gives a message, not an empty page', async () => {
  await page.route(/\/app\.bundle\..*\.js/, (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(address);
  await page.getByRole('alert').waitFor();
});

await viewer.close();
checks.finish();
