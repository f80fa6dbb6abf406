import { LacunaError } from '../errors.ts';
import type { ForwardNoiseKind, LatentMapKind, LatentSettings } from '../latent/settings.ts';
import type { PixelSettings } from '../pixel/settings.ts';
import { METHOD_IDS, type MethodId, OUTPUT_IDS, OUTPUT_NAMES, type OutputId } from './detector.ts';

/** A run as an exported object records it; the settings are checked by the engine when they are used. */
export interface RecordedRun {
  readonly output: OutputId;
  readonly weightsId: string;
  readonly weightsSha256: string;
  readonly seed: number;
  readonly threshold: number;
  readonly minimumRegionAreaMm2: number;
  /** Back-ends that computed. */
  readonly backends: readonly string[];
  /** Indices from 0, feet to head; undefined where the object does not say which slices were run, but only how many. */
  readonly analysedSlices: readonly number[] | undefined;
  readonly sliceCount: number | undefined;
  /** Of a series read as axial slices: masks were made on its own images, not on the slices that were run. */
  readonly masksOnSource: boolean;
  readonly latentBernoulli: Partial<LatentSettings>;
  readonly diffusionAd: Partial<PixelSettings>;
  /** Of a consensus: weight, tail table and end of range of each method. */
  readonly consensus: readonly RecordedPart[];
}

export interface RecordedPart {
  readonly method: MethodId;
  readonly weight: number;
  readonly healthyTail: readonly (readonly [rate: number, value: number])[];
  readonly rangeEnd: number;
}

/**
 * Reads what `recordedRun` wrote.
 * @param text `k=v,k=v`
 * @param name of the algorithm, for objects that do not record the method's id
 * @throws LacunaError `invalid-argument` naming what is missing or no number
 */
export function parseRecordedRun(text: string, name: string): RecordedRun {
  const values = new Map(
    text.split(',').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
  const output = OUTPUT_IDS.find((id) => id === values.get('method') || OUTPUT_NAMES[id] === name);
  if (!output) throw missing('the method');
  const need = (key: string): string => values.get(key) ?? fail(key);
  const number = (key: string): number => finite(need(key), key);
  const prefix = (method: MethodId) => (output === 'consensus' ? `${method}.` : '');
  const [, count] = (values.get('slices') ?? '').split('/');
  return {
    output,
    weightsId: need('weights'),
    weightsSha256: need('weightsSha256'),
    seed: number('seed'),
    threshold: number('threshold'),
    minimumRegionAreaMm2: number('minimumRegionAreaMm2'),
    backends: need('backend').split('+'),
    analysedSlices: parseRanges(values.get('slicesRun')),
    sliceCount: count === undefined ? undefined : finite(count, 'slices'),
    masksOnSource: values.get('masksOn') === 'source',
    latentBernoulli: output === 'diffusion-ad' ? {} : latentSettings(values, prefix('latent-bernoulli')),
    diffusionAd: output === 'latent-bernoulli' ? {} : pixelSettings(values, prefix('diffusion-ad')),
    consensus: output === 'consensus' ? METHOD_IDS.map((method) => consensusPart(values, method)) : [],
  };
}

type Values = ReadonlyMap<string, string>;

function latentSettings(values: Values, prefix: string): Partial<LatentSettings> {
  const number = (key: string) => finite(values.get(prefix + key) ?? fail(key), key);
  const p = values.get(`${prefix}P`) ?? fail('P');
  const settledSteps = values.has(`${prefix}settledSteps`) ? { settledSteps: number('settledSteps') } : {};
  const forwardNoise = values.get(`${prefix}forwardNoise`) as ForwardNoiseKind | undefined;
  return {
    noiseLevel: number('L'),
    steps: number('steps'),
    probabilityThreshold: p === 'off' ? null : finite(p, 'P'),
    maskLastStep: values.get(`${prefix}maskLastStep`) === 'true',
    anomalyMap: (values.get(`${prefix}anomalyMap`) ?? fail('anomalyMap')) as LatentMapKind,
    medianFilter: number('medianFilter'),
    ...(forwardNoise === undefined ? {} : { forwardNoise }),
    ...settledSteps,
  };
}

function pixelSettings(values: Values, prefix: string): Partial<PixelSettings> {
  const number = (key: string) => finite(values.get(prefix + key) ?? fail(key), key);
  return { tNoisier: number('ts'), tLessNoisy: number('tn'), guidance: number('w') };
}

function consensusPart(values: Values, method: MethodId): RecordedPart {
  const text = (key: string) => values.get(`${method}.${key}`) ?? fail(`${method}.${key}`);
  return {
    method,
    weight: finite(text('weight'), 'weight'),
    rangeEnd: finite(text('rangeEnd'), 'rangeEnd'),
    healthyTail: text('tail')
      .split(';')
      .filter((point) => point !== '')
      .map((point) => {
        const [rate, value] = point.split(':');
        return [finite(rate ?? '', 'tail'), finite(value ?? '', 'tail')] as const;
      }),
  };
}

/** `1-3;6` is 0,1,2,5. */
function parseRanges(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  return text.split(';').flatMap((range) => {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(range);
    const first = Number(match?.[1]);
    const last = Number(match?.[2] ?? match?.[1]);
    if (!match || first < 1 || last < first) throw missing('which slices were run');
    return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
  });
}

function finite(text: string, key: string): number {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : fail(key);
}

function fail(key: string): never {
  throw missing(key);
}

function missing(what: string): LacunaError {
  return new LacunaError(
    'invalid-argument',
    `The object does not record ${what}, so the run cannot be repeated from it. It was written by other software or an older version.`,
    { what },
  );
}
