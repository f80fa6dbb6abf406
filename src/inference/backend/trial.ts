import { LacunaError, throwIfCancelled } from '../../errors.ts';
import { parseManifest } from '../manifest.ts';
import type { SessionFactory } from '../session.ts';
import { verifyModelBytes } from '../weights.ts';
import type { WeightsSource } from '../weights-source.ts';
import type { Trial } from './choose.ts';
import { goldenDifference, noiseInputs, parseGolden } from './golden.ts';

/** Time for the timed runs, without opening and first run. */
const BUDGET_MS = 1500;
const MOST_RUNS = 5;

/**
 * Opens one model of the bundle on a back-end, runs it on fixed noise and compares with the golden output; owns the
 * sessions and frees them.
 * @throws LacunaError
 */
export async function runTrial(
  sessions: SessionFactory,
  weights: WeightsSource,
  signal?: AbortSignal,
): Promise<Trial> {
  try {
    const manifest = parseManifest(await weights.readManifest(signal));
    const golden = parseGolden(await readJson(weights, 'self-test.json', signal), manifest);
    const spec = manifest.models[golden.model];
    const bytes = await weights.readFile(spec.file, undefined, signal);
    await verifyModelBytes(bytes, spec);
    throwIfCancelled(signal);
    const session = await sessions.create(bytes, spec);
    const inputs = noiseInputs(spec);
    const timed = async () => {
      const started = performance.now();
      const outputs = await session.run(inputs, signal);
      return { outputs, ms: performance.now() - started };
    };
    const first = await timed();
    const difference = goldenDifference(golden, spec, first.outputs);
    const times: number[] = [];
    const end = performance.now() + BUDGET_MS;
    while (times.length < MOST_RUNS && (times.length === 0 || performance.now() < end)) {
      throwIfCancelled(signal);
      times.push((await timed()).ms);
    }
    await session.dispose();
    return { ms: middle(times), firstMs: first.ms, difference };
  } finally {
    await sessions.dispose();
  }
}

async function readJson(weights: WeightsSource, name: string, signal?: AbortSignal): Promise<unknown> {
  const text = new TextDecoder().decode(await weights.readFile(name, undefined, signal));
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new LacunaError(
      'weights-invalid',
      `The ${name} of the weights is not JSON. Install the weights again.`,
      {},
      {
        cause,
      },
    );
  }
}

function middle(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}
