import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { OPERATING_POINTS, type Thresholds } from '@lacuna/core/inference/manifest-types.ts';
import { readCalibration } from '../calibration-input.ts';
import { folderWeights } from '../folder-weights.ts';
import { BASELINE_IDS, type BaselineThresholds } from './case-types.ts';

const BUNDLES = fileURLToPath(new URL('../../../models/weights', import.meta.url));

/** How to open the engine: plain JSON, so that it can be handed to a worker. */
export interface EngineChoice {
  /** Folder of the bundle. */
  weights: string;
  /** Path of a calibration file. */
  calibration?: string;
  backend: 'auto' | 'cpu' | 'wasm';
  /** Threads of the runtime in one process. */
  threads: number;
}

/**
 * The folder of a bundle: a path, or the id of one that comes with Lacuna; without either, the only one there is.
 * @throws LacunaError `invalid-argument`
 */
export async function weightsFolder(choice: string | undefined): Promise<string> {
  const ids = await fs.readdir(BUNDLES).catch(() => []);
  const bundles: string[] = [];
  for (const id of ids.sort()) if (await exists(path.join(BUNDLES, id, 'manifest.json'))) bundles.push(id);
  if (choice !== undefined) {
    if (bundles.includes(choice)) return path.join(BUNDLES, choice);
    if (await exists(path.join(choice, 'manifest.json'))) return path.resolve(choice);
    throw new LacunaError(
      'invalid-argument',
      `There are no weights ${choice}: neither a folder with a manifest.json nor one of ${bundles.join(', ')}.`,
    );
  }
  if (bundles.length === 1) return path.join(BUNDLES, bundles[0]!);
  throw new LacunaError(
    'invalid-argument',
    `Choose the weights with --weights: ${bundles.join(', ') || 'none come with this installation'}.`,
  );
}

const exists = (file: string) =>
  fs.access(file).then(
    () => true,
    () => false,
  );

/** The engine as chosen, and the thresholds that a calibration file has for the baselines. @throws LacunaError */
export async function openEngine(
  choice: EngineChoice,
  signal?: AbortSignal,
): Promise<{
  engine: Engine;
  baselines: BaselineThresholds | undefined;
  calibration: CalibrationInput | undefined;
}> {
  const file = choice.calibration === undefined ? undefined : await readCalibration(choice.calibration);
  const sessions = await openNodeSessions({ backend: choice.backend, threads: choice.threads });
  const engine = await Engine.open(sessions, folderWeights(choice.weights), {
    signal,
    ...(file && { calibration: file }),
  });
  return { engine, baselines: file && baselinesOf(file.json), calibration: file };
}

/** The part of a calibration file that only the evaluation knows: thresholds of the baselines. */
function baselinesOf(json: unknown): BaselineThresholds | undefined {
  const { baselines } = json as { baselines?: Record<string, { thresholds?: Partial<Thresholds> }> };
  if (typeof baselines !== 'object' || baselines === null) return undefined;
  const found: Partial<Record<(typeof BASELINE_IDS)[number], Thresholds>> = {};
  for (const id of BASELINE_IDS) {
    const thresholds = baselines[id]?.thresholds;
    if (!thresholds) continue;
    const valid = OPERATING_POINTS.every(
      (point) =>
        typeof thresholds[point] === 'number' && Number.isFinite(thresholds[point]) && thresholds[point] >= 0,
    );
    if (!valid || !OPERATING_POINTS.some((point) => point === thresholds.default))
      throw new LacunaError(
        'weights-invalid',
        `The calibration file is not valid: baselines.${id}.thresholds.`,
      );
    found[id] = thresholds as Thresholds;
  }
  return found;
}
