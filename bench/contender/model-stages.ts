import { glueGraphs } from '@lacuna/core/inference/device/graphs.ts';
import { MODEL_KEYS, type WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { median } from '../statistics.ts';
import type { StageTimed } from './messages.ts';
import { type RawRun, signatureOf } from './raw-clock.ts';

/** Which of the runtime's calls are which model, and which graph of our own between two models. */
function stageNames(manifest: WeightsManifest): ReadonlyMap<string, string> {
  const graphs = Object.values(glueGraphs(manifest)).map((graph) => [`graph ${graph.name}`, graph] as const);
  const models = MODEL_KEYS.map((key) => [key, manifest.models[key]] as const);
  return new Map(
    [...models, ...graphs].map(([stage, { inputs, outputs }]) => [
      signatureOf(
        inputs.map(({ name }) => name),
        outputs.map(({ name, shape }) => [name, shape] as const),
      ),
      stage,
    ]),
  );
}

/** Each model, and each graph between them, as the engine called it: the models first. */
export function modelStages(runs: readonly RawRun[], manifest: WeightsManifest): StageTimed[] {
  return [...stageNames(manifest)].flatMap(([signature, stage]): StageTimed[] => {
    const all = runs.filter((run) => run.signature === signature);
    const batch = all.at(-1)?.batch; // a page may still have warmed up with another one
    if (batch === undefined) return [];
    const mine = all.filter((run) => run.batch === batch);
    return [{ stage, batch, ms: median(mine.map((r) => r.ms)), rawMs: median(mine.map((r) => r.rawMs)) }];
  });
}

export function denoiserCalls(runs: readonly RawRun[], manifest: WeightsManifest): number {
  const names = stageNames(manifest);
  return runs.filter(({ signature }) => names.get(signature) === 'denoiser').length;
}
