import { LacunaError, throwIfCancelled } from '@lacuna/core/errors.ts';
import { OUTPUT_IDS, type OutputId } from '@lacuna/core/inference/detector.ts';
import { withoutTypedText } from '@lacuna/core/imaging/sequence-headers.ts';
import { Engine } from '@lacuna/core/inference/engine.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { SessionFactory } from '@lacuna/core/inference/session.ts';
import { openSessionsBeside, queueBeside } from './beside/sessions-beside.ts';
import { readCalibration } from './calibration-input.ts';
import { consensusOutcome } from './consensus-outcome.ts';
import {
  type Format,
  type MethodChoice,
  planRun,
  sliceIndices,
  type SliceRange,
  type ThresholdChoice,
} from './detect-options.ts';
import { detectReport } from './detect-report.ts';
import { DICOM_FORMATS, dicomNames, stageCombined, stageDicom } from './dicom-outputs.ts';
import { earlierObjects } from './earlier-objects.ts';
import { folderWeights } from './folder-weights.ts';
import { encodeNifti, type NiftiKind } from './nifti-writer.ts';
import { OutputFiles } from './output-files.ts';
import { Progress } from './progress.ts';
import type { ProgressOutput } from './progress-line.ts';
import { onSourceImages } from './reformatted-outcome.ts';
import { type MethodOutcome, runMethods } from './run-methods.ts';
import { checkSequence } from './sequence-check.ts';
import { openCase, type SourceCase } from './source-case.ts';

export interface DetectRequest {
  input: string;
  out: string;
  method: MethodChoice;
  seed: number;
  /** Denoiser calls of latent Bernoulli; as many as the weights use when not given. */
  steps?: number | undefined;
  /** NIfTI and SEG for DICOM, NIfTI alone for NIfTI when not given. */
  formats: readonly Format[] | undefined;
  threshold: ThresholdChoice | undefined;
  weights: string;
  /** A calibration file that takes the place of the weights' own. */
  calibration: string | undefined;
  backend: 'auto' | 'cpu' | 'wasm';
  slices: SliceRange | undefined;
  series: string | undefined;
  /** From 1, where a series or folder holds several stacks. */
  subseries: number | undefined;
  /** Run although the header names another sequence than the weights know. */
  forceSequence: boolean;
  threads: number;
}

const REPORT_FILE = 'detect.json';
const NIFTI_OUTPUTS = [
  ['anomalyMap', 'anomaly-map', 'float32', 'maps'],
  ['mask', 'mask', 'uint8', 'masks'],
  ['reconstruction', 'reconstruction', 'float32', 'reconstructions'],
] as const satisfies readonly (readonly [string, string, NiftiKind, keyof MethodOutcome])[];

const niftiName = (method: OutputId, part: string) => `${method}-${part}.nii.gz`;

/**
 * Runs the detectors on one case and writes the results into a folder, all or nothing.
 * @param tell takes one sentence for the user
 * @throws LacunaError
 */
export async function detect(
  request: DetectRequest,
  stderr: ProgressOutput,
  tell: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  // the thread starts while the images are read
  const opening = openSessionsBeside({ backend: request.backend, threads: request.threads });
  opening.catch(() => undefined); // told when it is waited for
  try {
    await detectWith(opening, request, stderr, tell, signal);
  } finally {
    // one that was not needed in the end; nobody waits for it
    void opening.then(
      (sessions) => sessions.dispose(),
      () => undefined,
    );
  }
}

async function detectWith(
  opening: Promise<SessionFactory>,
  request: DetectRequest,
  stderr: ProgressOutput,
  tell: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const started = performance.now();
  const source = await openCase(
    request.input,
    { seriesInstanceUID: request.series, subseries: request.subseries },
    signal,
  );
  const indices = sliceIndices(request.slices, source.analysed.slices.length);
  const formats = chooseFormats(request.formats, source);
  const nifti = formats.includes('nifti') ? source.grid() : undefined;
  const warnings = [...source.warnings, ...(nifti?.warnings ?? [])];
  for (const warning of warnings) tell(`Note: ${warning}`);

  const calibration =
    request.calibration === undefined ? undefined : await readCalibration(request.calibration);
  const { steps } = request;
  const queue = queueBeside();
  const engine = await Engine.open(await opening, folderWeights(request.weights), {
    signal,
    calibration,
    steps,
    queue,
  });
  let files: OutputFiles | undefined;
  try {
    for (const sentence of checkSequence(engine.manifest.sequence, source.sequence, request.forceSequence)) {
      warnings.push(withoutTypedText(sentence));
      tell(`Note: ${sentence}`);
    }
    const { methods, outputs: wanted } = planRun(request.method, engine.manifest);
    for (const sentence of otherSteps(engine.manifest, wanted)) {
      warnings.push(sentence);
      tell(`Note: ${sentence}`);
    }
    files = await OutputFiles.open(request.out);
    tell(
      `${engine.manifest.id} ${engine.manifest.version} on ${engine.backend.detail}${engine.backend.fallbackReason ? ` (${engine.backend.fallbackReason})` : ''}`,
    );
    const progress = new Progress(stderr, indices.length * methods.length);
    const run = {
      series: source.analysed,
      methods,
      seed: request.seed,
      threshold: request.threshold,
      indices,
    };
    const onDoubt = (sentence: string) => {
      warnings.push(`The weights may not know such images. ${sentence}`);
      tell(`Note: the weights may not know such images. ${sentence}`);
    };
    const ofMethods = await runMethods(engine, run, (what) => progress.step(what), signal, onDoubt).finally(
      () => progress.end(),
    );
    const outcomes = wanted
      .map(
        (output) =>
          ofMethods.find(({ method }) => method === output) ??
          consensusOutcome(ofMethods, engine.manifest, run),
      )
      .map((outcome) => (source.view ? onSourceImages(outcome, source.view) : outcome));
    const createdAt = new Date();
    const outputs: Record<string, Record<string, string>> = {};
    const dicomRun = {
      instances: source.instances ?? [],
      engine,
      seed: request.seed,
      contentDate: createdAt,
      outcomes,
      pixels: (index: number) => source.source.slices[index]!.pixels,
      earlier: await earlierObjects(request.out, dicomNames(), source.instances ?? []),
    };
    const onEmpty = (sentence: string) => {
      warnings.push(sentence);
      tell(sentence);
    };
    for (const outcome of outcomes) {
      throwIfCancelled(signal);
      const names = (outputs[outcome.method] = {} as Record<string, string>);
      if (nifti) Object.assign(names, await stageNifti(files, outcome, nifti.grid, source));
      Object.assign(names, await stageDicom(files, outcome, formats, dicomRun, onEmpty));
    }
    const combined = formats.includes('seg-combined')
      ? await stageCombined(files, dicomRun, onEmpty)
      : undefined;
    const report = detectReport({
      source,
      engine,
      seed: request.seed,
      indices,
      outcomes,
      outputs,
      combined,
      warnings,
      createdAt,
      totalMs: performance.now() - started,
    });
    await files.stage(REPORT_FILE, `${JSON.stringify(report, null, 2)}\n`);
    throwIfCancelled(signal);
    await files.commit(REPORT_FILE, earlierNames());
    for (const outcome of outcomes) tell(summary(outcome));
    tell(`Results in ${request.out}. Research use only.`);
  } finally {
    await files?.discard();
    await engine.dispose();
  }
}

function chooseFormats(asked: readonly Format[] | undefined, { kind }: SourceCase): readonly Format[] {
  if (kind === 'nifti' && asked?.some((format) => DICOM_FORMATS.includes(format)))
    throw new LacunaError(
      'invalid-argument',
      'A DICOM object refers to DICOM images; for a NIfTI input choose --format nifti.',
    );
  return asked ?? (kind === 'dicom' ? ['nifti', 'seg'] : ['nifti']);
}

async function stageNifti(
  files: OutputFiles,
  outcome: MethodOutcome,
  grid: ReturnType<SourceCase['grid']>['grid'],
  { source }: SourceCase,
): Promise<Record<string, string>> {
  const columns = source.slices[0]!.geometry.columns;
  const names: Record<string, string> = {};
  for (const [field, part, kind, content] of NIFTI_OUTPUTS) {
    const planes = outcome[content];
    if (!planes) continue;
    const name = niftiName(outcome.method, part);
    await files.stage(
      name,
      await encodeNifti(grid, kind, planes, columns, `Lacuna ${part}; research use only`),
    );
    names[field] = name;
  }
  return names;
}

/** What is to be said where thresholds were made with another number of denoiser calls. */
function otherSteps({ methods, calibratedSteps }: WeightsManifest, outputs: readonly OutputId[]): string[] {
  if (calibratedSteps === undefined || outputs.every((output) => output === 'diffusion-ad')) return [];
  const { steps } = methods['latent-bernoulli'];
  return [
    `latent-bernoulli makes ${steps} denoiser calls a slice; thresholds and healthy shares were measured with ${calibratedSteps}.`,
  ];
}

/** Every name that a run may write, so that results of two runs never stand side by side. */
function earlierNames(): string[] {
  const nifti = OUTPUT_IDS.flatMap((method) => NIFTI_OUTPUTS.map(([, part]) => niftiName(method, part)));
  return [...nifti, ...dicomNames()];
}

function summary({ method, scores, threshold }: MethodOutcome): string {
  const marked = scores.filter(({ candidatePixels }) => candidatePixels > 0).length;
  const top = scores.reduce((best, score) => (score.score > best.score ? score : best));
  return `${method}: candidate regions in ${marked} of ${scores.length} slices at threshold ${threshold.value} (${threshold.source}); highest score ${top.score.toFixed(3)} in slice ${top.slice}.`;
}
