/**
 * Runs repeated from exported files with the weights that are shipped: identical on the same back-end, and how far the
 * masks of native and WebAssembly runs agree.
 * @jest-environment ./test/inference/support/native-arrays-environment.cjs
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { OUTPUT_IDS, type OutputId } from '@lacuna/core/inference/detector.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { recordedResults, reproduce } from '@lacuna/core/reproduction/reproduce.ts';
import { consensusOutcome } from '../../cli/src/consensus-outcome.ts';
import { planRun, resolveThreshold } from '../../cli/src/detect-options.ts';
import { readDicomFolder } from '../../cli/src/dicom-folder.ts';
import { folderWeights } from '../../cli/src/folder-weights.ts';
import { runMethods } from '../../cli/src/run-methods.ts';
import { type DicomExport, segmentationOf } from '../../cli/src/segmentation-output.ts';

jest.setTimeout(600_000);

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const WEIGHTS = path.join(ROOT, 'models/weights/flair-small');

const open = async (backend: 'cpu' | 'wasm') =>
  Engine.open(await openNodeSessions({ backend, threads: 2 }), folderWeights(WEIGHTS));
const read = async (name: string) => {
  const { series } = await readDicomFolder(path.join(ROOT, 'viewer/studies', name));
  return series[0]!;
};

let engine: Engine;
let studies: Awaited<ReturnType<typeof read>>[];
beforeAll(async () => {
  engine = await open('cpu');
  studies = [await read('synthetic-a'), await read('synthetic-b')];
});
afterAll(() => engine.dispose());

/** As `lacuna detect` exports it. */
async function exported(study: number, output: OutputId, seed: number, share: number, indices: number[]) {
  const { source, instances } = studies[study]!;
  const { methods } = planRun(output, engine.manifest);
  const threshold = share * resolveThreshold(engine.manifest, output, 'fpr10').value;
  const run = { series: source, methods, seed, threshold, indices };
  const outcomes = await runMethods(engine, run, () => undefined);
  const outcome = output === 'consensus' ? consensusOutcome(outcomes, engine.manifest, run) : outcomes[0]!;
  const context: DicomExport = {
    instances,
    engine,
    seed,
    contentDate: new Date(2026, 0, 2),
    outcomes,
    pixels: (z) => source.slices[z]!.pixels,
    earlier: new Map(),
  };
  const released = segmentationOf([outcome], context, 'seg.dcm');
  if (released.kind === 'empty') throw new Error(`${output} ${seed}: ${released.sentence}`);
  return released.bytes;
}

/** Shares of the threshold at 10 % healthy pixels: the built-in studies have little above stricter ones. */
const SHARES = [1, 0.8765432109, 0.7310987654321];
/** Series, method, seed, threshold and slices all vary. */
const CASES = Array.from({ length: 20 }, (_, i) => {
  const output = OUTPUT_IDS[i % 3]!;
  const slices = i % 4 === 0 ? [6, 7, 8] : i % 2 ? [7] : [6, 8];
  return [i % 2, output, 7 * i + 1, SHARES[Math.floor(i / 3) % 3]!, slices] as const;
});

describe('with the shipped weights', () => {
  test.each(CASES)(
    'study %d, %s, seed %d, share %d of the threshold, slices %j: the identical mask',
    async (study, output, seed, share, slices) => {
      const bytes = await exported(study, output, seed, share, [...slices]);
      const { source, instances } = studies[study]!;
      const [recorded] = recordedResults(bytes, instances);
      const result = await reproduce(engine, source, recorded!);
      expect(result).toMatchObject({ kind: 'identical', differing: 0, notes: [] });
      expect(result.recordedVoxels).toBeGreaterThan(0);
    },
  );

  test('WebAssembly gives the mask of the native runtime within the stated tolerance', async () => {
    const wasm = await open('wasm');
    let [voxels, differing] = [0, 0];
    for (const [i, output] of OUTPUT_IDS.entries()) {
      const bytes = await exported(0, output, 5 + i, 1, [6, 7, 8]);
      const { source, instances } = studies[0]!;
      const [recorded] = recordedResults(bytes, instances);
      const result = await reproduce(wasm, source, recorded!);
      expect(result.notes).toEqual([expect.stringMatching(/computed on cpu, this run on wasm/)]);
      voxels += result.recordedVoxels;
      differing += result.differing;
    }
    await wasm.dispose();
    process.stderr.write(`cpu against wasm: ${differing} of ${voxels} voxels differ\n`);
    // docs/dicom-conformance.md states one voxel in a thousand
    expect(differing).toBeLessThanOrEqual(voxels / 1000);
  });
});
