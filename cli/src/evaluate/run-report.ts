import fs from 'node:fs/promises';
import { LacunaError } from '@lacuna/core/errors.ts';
import { isSkipped, readStored } from './result-files.ts';
import { type CaseOverview, type RunReport, type Summary, SUMMARY_SCHEMA } from './summary-types.ts';
import { curvesFile, summaryFile } from './summary.ts';

/**
 * Loads a finished run for a report or a comparison. Cases come in the order of their ids, without their slices.
 * @throws LacunaError `invalid-argument` when the folder holds no finished run
 */
export async function loadRun(folder: string): Promise<RunReport> {
  const summary = await readJson<Summary>(summaryFile(folder));
  if (summary?.schema !== SUMMARY_SCHEMA)
    throw new LacunaError(
      'invalid-argument',
      `${folder} holds no finished evaluation (no summary.json of schema ${SUMMARY_SCHEMA}).`,
    );
  const curves = await readJson<{ methods: RunReport['curves'] }>(curvesFile(folder));
  const cases: CaseOverview[] = [];
  const skipped = new Set(summary.skipped.map((one) => one.case));
  const names = await fs.readdir(caseFolder(folder)).catch(() => []);
  for (const name of names.filter((file) => file.endsWith('.json') && !file.startsWith('.')).sort(byId)) {
    const id = name.slice(0, -'.json'.length);
    const stored = skipped.has(id) ? undefined : await readStored(folder, id);
    // cases of an earlier run with other settings may lie in the same folder
    if (!stored || isSkipped(stored) || stored.settingsHash !== summary.settings.hash) continue;
    const overview: CaseOverview & { slices?: unknown } = { ...stored };
    delete overview.slices;
    cases.push(overview);
  }
  return { folder, summary, cases, curves: curves?.methods ?? {} };
}

const caseFolder = (folder: string) => `${folder}/cases`;
const byId = (a: string, b: string) => (a.slice(0, -5) < b.slice(0, -5) ? -1 : 1);

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
