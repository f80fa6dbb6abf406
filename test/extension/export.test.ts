/**
 * Exports as the panel asks for them, through the worker's own code: every kind, to files and to a server.
 * @jest-environment jsdom
 */
import './support/browser-globals.ts';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decodeSegmentation } from '@lacuna/core/dicom/decode-segmentation.ts';
import { readMeasurementReport } from '@lacuna/core/dicom/measurement-report-file.ts';
import { decodeParametricMap } from '@lacuna/core/dicom/parametric-map-file.ts';
import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import dicomParser from 'dicom-parser';
import { ExportController } from '../../extension/src/export/export-controller.ts';
import { EXPORT_KINDS, type ExportKind } from '../../extension/src/export/export-kinds.ts';
import { startInWorker } from '../../extension/src/export/job-runner.ts';
import { layerId } from '../../extension/src/layers/method-layers.ts';
import { Review } from '../../extension/src/review/review.ts';
import { localWorker } from './support/export-worker.ts';
import { FakeClient, settle, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, COLUMNS, displaySetOf, ROWS, SERIES_UID } from './support/series.ts';

const heights = [30, 20, 10, 0];
const displaySet = displaySetOf(heights.map((z) => axialInstance(z)));
/** Feet to head, as the core counts. */
const source = [...heights].reverse().map((z) => sourceFromMetadata(axialInstance(z)));
jest.setTimeout(120_000);

let viewer: FakeViewer;
let review: Review;
let exports: ExportController;
let stored: Uint8Array[];
let workers: ReturnType<typeof localWorker>[];
/** When the next worker does its work; undefined for at once. */
let begin: ((work: () => void) => void) | undefined;

beforeEach(async () => {
  viewer = new FakeViewer();
  const client = new FakeClient();
  viewer.show('default', displaySet);
  [stored, workers, begin] = [[], [], undefined];
  URL.createObjectURL = jest.fn(() => 'blob:x');
  URL.revokeObjectURL = jest.fn();
  HTMLAnchorElement.prototype.click = jest.fn();
  viewer.dataSource = {
    getConfig: () => ({ supportsStow: true }),
    store: { dicom: async (part10: ArrayBuffer) => void stored.push(new Uint8Array(part10.slice(0))) },
    retrieve: {
      getWadoDicomWebClient: () => ({ retrieveInstance: async () => stored.at(-1)!.slice().buffer }),
    },
  };
  review = new Review(viewer.host(), client.start);
  const start = startInWorker(() => {
    workers.push(localWorker(begin));
    return workers.at(-1)!;
  });
  exports = new ExportController(viewer.host(), review, start);
  await settle();
  await client.complete(() => review.runSeries());
});
afterEach(() => review.dispose());

const status = () => review.store.getState().export;
/** What was stored by one export, parsed. */
async function store(kind: ExportKind): Promise<Uint8Array[]> {
  const before = stored.length;
  await exports.store(kind, 'diffusion-ad');
  expect(status()).toMatchObject({ kind: 'finished', sentence: expect.stringMatching(/^Stored, read back/) });
  return stored.slice(before);
}
const uidOf = (bytes: Uint8Array) => dicomParser.parseDicom(bytes).string('x00080018')!;

describe('an export', () => {
  test.each(EXPORT_KINDS)('of %s is stored, read back and found equal; its worker ends', async (kind) => {
    const objects = await store(kind);
    expect(objects).toHaveLength({ sr: 2, 'key-images': 1 }[kind as string] ?? 1);
    expect(workers.map(({ ended }) => ended)).toEqual([true]);
  });

  test('holds what the layers show', async () => {
    const [seg] = await store('seg');
    const [segment] = decodeSegmentation(seg!, source);
    const pixels = viewer.labelPixels(layerId('diffusion-ad', SERIES_UID), 'display-set/image-3');
    expect(segment!.masks[0]).toEqual(Uint8Array.from(pixels));
    expect(segment!.algorithmType).toBe('AUTOMATIC');
    const [both] = await store('seg-combined');
    expect(decodeSegmentation(both!, source)).toHaveLength(2);
    const [map] = await store('pmap');
    expect(decodeParametricMap(map!, source)[0]).toHaveLength(ROWS * COLUMNS);
    const [regions, report] = await store('sr');
    expect(readMeasurementReport(report!).groups[0]!.segmentation).toBe(uidOf(regions!));
  });

  test('is of one threshold, also when it moves while the layers are read', async () => {
    let moved = false;
    const stop = review.store.subscribe(() => {
      const { export: now } = review.store.getState();
      if (moved || now.kind !== 'busy' || !now.share) return;
      moved = true;
      review.thresholds.set('diffusion-ad', 0.1); // the whole slice
    });
    const [seg] = await store('seg');
    stop();
    expect(moved).toBe(true);
    const [segment] = decodeSegmentation(seg!, source);
    const areas = segment!.masks.map((mask) => mask?.reduce((sum, value) => sum + value, 0));
    expect(areas).toEqual([624, 624, 624, 624]);
    expect(segment!.algorithmType).toBe('AUTOMATIC');
  });

  test('gives the worker copies, not what the page goes on using', async () => {
    for (const kind of EXPORT_KINDS) await store(kind);
    const { results } = review.workspace()!;
    const own = [0, 1, 2, 3].flatMap((z) => [
      results.get('diffusion-ad', z)!.anomalyMap.buffer,
      viewer.labelPixels(layerId('diffusion-ad', SERIES_UID), `display-set/image-${z}`).buffer,
    ]);
    const taken = new Set(workers.flatMap((worker) => worker.taken));
    expect(taken.size).toBeGreaterThan(20);
    expect(own.filter((buffer) => taken.has(buffer))).toEqual([]);
  });

  test('of a drawn mask says SEMIAUTOMATIC, and what was drawn', async () => {
    viewer.labelPixels(layerId('diffusion-ad', SERIES_UID), 'display-set/image-3').fill(1, 0, 7);
    const [seg] = await store('seg');
    expect(decodeSegmentation(seg!, source)[0]!.algorithmType).toBe('SEMIAUTOMATIC');
    const item = dicomParser.parseDicom(seg!).elements.x0018a001!.items![0]!.dataSet!;
    expect(item.string('x0018a003')).toMatch(/7 voxels added, 0 removed; 1 slices, .*: 1$/);
  });

  test('again names the first, and never takes its place', async () => {
    const [first] = await store('seg');
    const [second] = await store('seg');
    const dataSet = dicomParser.parseDicom(second!);
    expect(uidOf(second!)).not.toBe(uidOf(first!));
    const reference = dataSet.elements.x00081140!.items![0]!.dataSet!;
    expect(reference.string('x00081155')).toBe(uidOf(first!));
  });

  test('names the object that the study brought along', async () => {
    const instance = {
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.66.4',
      SOPInstanceUID: '2.25.1',
      Manufacturer: 'Lacuna',
      SeriesDescription: 'Anomaly candidates DiffusionAD (research use only)',
      ReferencedSeriesSequence: [{ SeriesInstanceUID: SERIES_UID }],
    };
    const old = { ...displaySetOf([], 'old'), SeriesInstanceUID: '2.25.2', Modality: 'SEG', instance };
    viewer.displaySets.set('old', old);
    const [seg] = await store('seg');
    const reference = dicomParser.parseDicom(seg!).elements.x00081140!.items![0]!.dataSet!;
    expect(reference.string('x00081155')).toBe('2.25.1');
  });

  test('is saved as files', async () => {
    await exports.download('sr', 'diffusion-ad');
    expect(status()).toMatchObject({
      sentence: expect.stringMatching(/^Saved as lacuna-seg-\S+, lacuna-sr-/),
    });
    expect(HTMLAnchorElement.prototype.click).toHaveBeenCalledTimes(2);
  });

  test('is not said to be stored when the server gives something else', async () => {
    const [seg] = await store('seg');
    const changed = seg!.slice();
    changed[changed.length - 1]! ^= 1;
    viewer.dataSource = {
      ...(viewer.dataSource as object),
      retrieve: { getWadoDicomWebClient: () => ({ retrieveInstance: async () => changed.buffer }) },
    };
    await exports.store('seg', 'diffusion-ad');
    expect(status()).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/another object/) });
    expect(viewer.notices).toHaveLength(1);
  });

  test('ends at once when it is cancelled, and the next one starts', async () => {
    const running = exports.store('pmap', 'diffusion-ad');
    exports.cancel();
    await running;
    expect(status()).toMatchObject({ kind: 'finished', sentence: expect.stringMatching(/cancelled/) });
    expect(stored).toEqual([]);
    await store('seg');
  });

  test('says so when there is nothing', async () => {
    review.workspace()!.results.clear();
    await exports.store('pmap', 'diffusion-ad');
    expect(status()).toMatchObject({ sentence: 'There are no results of DiffusionAD to export.' });
  });
});

describe('leaving the mode', () => {
  const ended = () => workers.map((worker) => worker.ended);
  const clicks = () => HTMLAnchorElement.prototype.click;

  test('while an export is collected begins no worker', async () => {
    const running = exports.download('pmap', 'diffusion-ad');
    review.dispose();
    await running;
    expect([ended(), viewer.notices]).toEqual([[], []]);
    expect(clicks()).not.toHaveBeenCalled();
  });

  test('while it is written ends its worker; nothing is saved afterwards', async () => {
    let goOn: (() => void) | undefined;
    begin = (work) => void (goOn = work);
    const running = exports.download('pmap', 'diffusion-ad');
    await until(() => goOn !== undefined);
    expect(ended()).toEqual([false]);
    review.dispose();
    expect(ended()).toEqual([true]);
    goOn?.();
    await running;
    await settle();
    expect(clicks()).not.toHaveBeenCalled();
    expect(URL.createObjectURL).not.toHaveBeenCalled();
    expect(viewer.notices).toEqual([]);
    expect(status()).toMatchObject({ kind: 'finished', sentence: expect.stringMatching(/cancelled/) });
  });

  test('while it is sent ends its worker; what the server gives back then is waited for by nobody', async () => {
    let take: (() => void) | undefined;
    const sent = new Promise<void>((resolve) => (take = resolve));
    viewer.dataSource = { ...(viewer.dataSource as object), store: { dicom: () => sent } };
    const running = exports.store('pmap', 'diffusion-ad');
    await until(() => /Storing/.test(JSON.stringify(status())));
    stored.push(new Uint8Array(8));
    review.dispose();
    take?.();
    await running;
    expect([ended(), viewer.notices]).toEqual([[true], []]);
    expect(status()).toMatchObject({ kind: 'finished', sentence: expect.stringMatching(/cancelled/) });
  });
});
