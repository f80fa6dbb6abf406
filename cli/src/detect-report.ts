import { withoutTypedText } from '@lacuna/core/imaging/sequence-headers.ts';
import type { OutputId } from '@lacuna/core/inference/detector.ts';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import { MODEL_KEYS, type WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { recordedSettings } from '@lacuna/core/inference/recorded-settings.ts';
import type { MethodOutcome } from './run-methods.ts';
import type { SourceCase } from './source-case.ts';
import { LACUNA_VERSION, RESEARCH_NOTICE } from './version.ts';

const REPORT_SCHEMA = 'lacuna-detect/1';

export interface ReportInput {
  source: SourceCase;
  engine: Engine;
  seed: number;
  indices: readonly number[];
  outcomes: readonly MethodOutcome[];
  /** File names by method; a method without candidate regions has no SEG but a sentence. */
  outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** File name of the SEG with a segment for each output, where one was asked for and is not empty. */
  combined?: string;
  warnings: readonly string[];
  createdAt: Date;
  totalMs: number;
}

/** The contents of detect.json; fields in docs/cli.md. Holds UIDs but no patient attribute, description or path. */
export function detectReport(input: ReportInput): Record<string, unknown> {
  const { source, engine, outcomes } = input;
  const { manifest, backend } = engine;
  return {
    schema: REPORT_SCHEMA,
    notice: RESEARCH_NOTICE,
    createdAt: input.createdAt.toISOString(),
    software: {
      lacuna: LACUNA_VERSION,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
    backend,
    weights: {
      id: manifest.id,
      version: manifest.version,
      sequence: manifest.sequence,
      sha256: engine.weightsSha256,
      files: Object.fromEntries(
        MODEL_KEYS.map((key) => [manifest.models[key].file, manifest.models[key].sha256]),
      ),
    },
    ...(manifest.calibrationFile !== undefined && {
      calibration: { ...manifest.calibration, sha256: manifest.calibrationFile },
    }),
    input: describeInput(source, input.indices),
    seed: input.seed,
    minimumRegionAreaMm2: manifest.minimumRegionAreaMm2,
    methods: Object.fromEntries(outcomes.map((outcome) => [outcome.method, describeMethod(input, outcome)])),
    ...(input.combined !== undefined && { combined: { segmentation: input.combined } }),
    timings: { totalMs: Math.round(input.totalMs) },
    warnings: input.warnings,
    notUsed: source.refusals,
  };
}

function describeInput(
  { kind, source, instances, sequence, view }: SourceCase,
  indices: readonly number[],
): Record<string, unknown> {
  const { geometry } = source.slices[0]!;
  return {
    kind,
    seriesKey: source.key,
    ...(instances && {
      studyInstanceUID: instances[0]?.studyInstanceUID,
      frameOfReferenceUID: instances[0]?.frameOfReferenceUID,
    }),
    sequence: { ...sequence, rule: withoutTypedText(sequence.rule) },
    slices: source.slices.length,
    ...(view && { readAs: { plane: 'axial', of: view.plane, slices: view.geometries.length } }),
    slicesRun: { first: indices[0]! + 1, last: indices.at(-1)! + 1 },
    rows: geometry.rows,
    columns: geometry.columns,
    rowSpacingMm: geometry.rowSpacingMm,
    columnSpacingMm: geometry.columnSpacingMm,
    imageOrientationPatient: geometry.imageOrientationPatient,
    imagePositionsPatient: source.slices.map((slice) => slice.geometry.imagePositionPatient),
  };
}

function describeMethod(
  { engine, outputs }: ReportInput,
  { method, threshold, scores }: MethodOutcome,
): Record<string, unknown> {
  const { manifest } = engine;
  const times = scores.filter(({ status }) => status === 'done').map(({ elapsedMs }) => elapsedMs);
  return {
    ...describeSettings(manifest, method),
    threshold,
    candidatePixels: scores.reduce((sum, { candidatePixels }) => sum + candidatePixels, 0),
    meanSliceMs: times.length ? Math.round(times.reduce((a, b) => a + b, 0) / times.length) : null,
    outputs: outputs[method] ?? {},
    slices: scores,
  };
}

/** A method's settings as the manifest has them; the consensus as an exported object records it, tables included. */
function describeSettings(manifest: WeightsManifest, output: OutputId): Record<string, unknown> {
  if (output === 'consensus') {
    const { thresholds, mapRange } = manifest.consensus ?? {};
    return { settings: recordedSettings(output, manifest), mapRange, thresholdsOfWeights: thresholds };
  }
  const { thresholds, mapRange, calibration, ...settings } = manifest.methods[output];
  const { calibratedSteps } = manifest;
  return {
    settings,
    mapRange,
    thresholdsOfWeights: thresholds,
    ...(calibration && { calibration }),
    ...(output === 'latent-bernoulli' && calibratedSteps !== undefined && { calibratedSteps }),
  };
}
