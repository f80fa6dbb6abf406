import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { METHOD_IDS } from '@lacuna/core/inference/detector.ts';
import type { BackendInfo } from '@lacuna/core/inference/session.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { recordedSettings } from '@lacuna/core/inference/recorded-settings.ts';
import { LACUNA_VERSION, RESEARCH_NOTICE } from '../version.ts';
import { aggregate, comparisons, strata } from './aggregates.ts';
import type { CaseSettings, ScoredId } from './case-types.ts';
import { DEFINITIONS } from './definitions.ts';
import { type MethodInput, methodSummary, type SliceScores } from './method-summary.ts';
import { type PooledCurves, pooledMetrics } from './pooled-metrics.ts';
import { protocolSummary } from './protocol-summary.ts';
import { isSkipped, readStored, scoreFile, writeAtomically } from './result-files.ts';
import type { ScoredOutput } from './scored-outputs.ts';
import { type CaseOverview, type Summary, SUMMARY_SCHEMA, TIME_FIELDS } from './summary-types.ts';
import { CASE_COLUMNS, caseLines, csvLine, SLICE_COLUMNS, sliceLines } from './tables.ts';

/** What a finished run was, as far as its folder does not say. */
export interface RunFacts {
  out: string;
  dataset: { name: string; layout: string; sequence: string };
  /** In the order of the cases. */
  caseIds: readonly string[];
  /** Found unusable before any case was run, and cases that could not be finished. */
  skipped: readonly { case: string; reason: string }[];
  warnings: readonly string[];
  settings: CaseSettings;
  settingsHash: string;
  engine: { manifest: WeightsManifest; weightsSha256: string; backend: BackendInfo };
  outputs: readonly ScoredOutput[];
  run: { wallMs: number; casesRun: number; casesResumed: number };
}

export const curvesFile = (out: string) => path.join(out, 'curves.json');
export const summaryFile = (out: string) => path.join(out, 'summary.json');

/**
 * Puts the results of all cases together: summary.json, curves.json, cases.csv, slices.csv. Reads one case at a time; the same
 * cases give the same bytes, the fields that TIME_FIELDS names apart.
 * @throws LacunaError `store-failed` | `corrupt-file`
 */
export async function writeSummary(facts: RunFacts): Promise<Summary> {
  const { out, outputs, engine, settings } = facts;
  const ids = outputs.map(({ id }) => id);
  const cases: CaseOverview[] = [];
  const skipped = [...facts.skipped];
  const slices = new Map<ScoredId, SliceScores>(ids.map((id) => [id, { scores: [], positive: [] }]));
  const counts = { slices: 0, withTruth: 0 };
  const caseTable = [csvLine(CASE_COLUMNS)];
  const sliceTable = path.join(out, '.slices.csv.partial');
  await fs.writeFile(sliceTable, csvLine(SLICE_COLUMNS));
  for (const id of facts.caseIds) {
    const stored = await readStored(out, id);
    if (!stored) continue;
    if (isSkipped(stored)) {
      skipped.push({ case: id, reason: stored.reason });
      continue;
    }
    const { slices: own, ...overview } = stored;
    cases.push(overview);
    counts.slices += own.length;
    counts.withTruth += overview.truth.slicesWithTruth;
    for (const slice of own) {
      if (slice.brainPixels === 0 && slice.truthPixels === 0) continue;
      for (const output of ids) {
        slices.get(output)!.scores.push(slice.methods[output]!.score);
        slices.get(output)!.positive.push(slice.truthPixels > 0 ? 1 : 0);
      }
    }
    caseTable.push(caseLines(overview, { seed: settings.seed, weightsSha256: engine.weightsSha256 }));
    await fs.appendFile(sliceTable, sliceLines(stored));
  }
  const curves: Partial<Record<ScoredId, PooledCurves>> = {};
  const methods: Summary['methods'] = Object.fromEntries(
    outputs.map((output) => {
      const pooled = pooledMetrics(cases.map(({ id }) => scoreFile(out, id, output.id)));
      curves[output.id] = pooled.curves;
      const input: MethodInput = { output, cases, pooled, slices: slices.get(output.id)! };
      return [output.id, methodSummary(input)];
    }),
  );
  const protocol = protocolSummary(settings.protocol, ids, cases, (output) =>
    cases.map(({ id }) => scoreFile(out, id, output)),
  );
  const summary: Summary = {
    schema: SUMMARY_SCHEMA,
    notice: RESEARCH_NOTICE,
    createdAt: new Date().toISOString(),
    dataset: { ...describeDataset(facts, cases), slices: counts.slices, slices_with_truth: counts.withTruth },
    ...describeRun(facts),
    methods,
    ...(protocol && { protocol }),
    not_run: ids.includes('consensus')
      ? []
      : [
          {
            method: 'consensus',
            reason:
              'These weights are not calibrated for a consensus; make a calibration file with "lacuna calibrate".',
          },
        ],
    strata: strata(cases, ids),
    comparisons: comparisons(cases, ids),
    skipped: skipped.sort((a, b) => (a.case < b.case ? -1 : a.case > b.case ? 1 : 0)),
    warnings: [
      ...facts.warnings,
      ...cases.flatMap(({ id, warnings }) => warnings.map((warning) => `${id}: ${warning}`)),
    ],
    definitions: DEFINITIONS,
    ignore_when_comparing: TIME_FIELDS,
    host: describeHost(engine.backend),
    timing: describeTiming(facts, cases),
  };
  await fs.rename(sliceTable, path.join(out, 'slices.csv'));
  await writeAtomically(path.join(out, 'cases.csv'), caseTable.join(''));
  await writeAtomically(
    curvesFile(out),
    `${JSON.stringify({ schema: 'lacuna-curves/1', methods: curves })}\n`,
  );
  await writeAtomically(summaryFile(out), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}

function describeDataset(
  { dataset }: RunFacts,
  cases: readonly CaseOverview[],
): Omit<Summary['dataset'], 'slices' | 'slices_with_truth'> {
  const withTruth = cases.filter(({ truth }) => truth.pixels > 0);
  const sum = (pick: (one: CaseOverview) => number) => cases.reduce((total, one) => total + pick(one), 0);
  const truth = sum((one) => one.truth.pixels);
  const scored = sum(({ scoredPixels }) => scoredPixels);
  const brain = sum(({ brainPixels }) => brainPixels);
  const fingerprint = createHash('sha256');
  for (const { id, inputHash } of cases) fingerprint.update(`${id}\n${inputHash}\n`);
  return {
    name: dataset.name,
    layout: dataset.layout,
    cases: cases.length,
    cases_with_truth: withTruth.length,
    healthy_cases: cases.length - withTruth.length,
    subjects: new Set(cases.map(({ subject }) => subject)).size,
    prevalence: scored === 0 ? null : truth / scored,
    truth_outside_brain: truth === 0 ? null : (scored - brain) / truth,
    sha256: fingerprint.digest('hex'),
  };
}

function describeRun({
  engine: { manifest, weightsSha256, backend },
  settings,
  settingsHash,
  dataset,
}: RunFacts): Pick<Summary, 'weights' | 'seed' | 'software' | 'settings'> {
  return {
    weights: {
      id: manifest.id,
      version: manifest.version,
      sequence: manifest.sequence,
      sha256: weightsSha256,
      calibration_file: manifest.calibrationFile ?? null,
    },
    seed: settings.seed,
    software: {
      lacuna: LACUNA_VERSION,
      node: process.version,
      onnxruntime: runtimeVersion(backend.id),
      platform: `${process.platform}-${process.arch}`,
    },
    settings: {
      protocol: settings.protocol,
      sequence: dataset.sequence,
      backend: backend.id,
      minimum_region_area_mm2: manifest.minimumRegionAreaMm2,
      methods: Object.fromEntries(METHOD_IDS.map((id) => [id, recordedSettings(id, manifest)])),
      hash: settingsHash,
    },
  };
}

function runtimeVersion(backend: string): string {
  const name = backend === 'cpu' ? 'onnxruntime-node' : 'onnxruntime-web';
  try {
    const require = createRequire(import.meta.url);
    return `${name} ${(require(`${name}/package.json`) as { version: string }).version}`;
  } catch {
    return name;
  }
}

function describeHost(backend: BackendInfo): Summary['host'] {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model ?? 'unknown',
    cores: cpus.length,
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    backend_detail: backend.fallbackReason ? `${backend.detail} (${backend.fallbackReason})` : backend.detail,
  };
}

function describeTiming({ run }: RunFacts, cases: readonly CaseOverview[]): Summary['timing'] {
  const sum = (pick: (one: CaseOverview) => number) => cases.reduce((total, one) => total + pick(one), 0);
  const total = sum(({ timing }) => timing.totalMs);
  const inference = sum(({ timing }) => timing.inferenceMs);
  return {
    wall_ms: Math.round(run.wallMs),
    cases_run: run.casesRun,
    cases_resumed: run.casesResumed,
    case_ms: aggregate(cases.map(({ timing }) => timing.totalMs)),
    inference_ms: Math.round(inference),
    overhead_share: inference > 0 ? (total - inference) / inference : null,
  };
}
