import path from 'node:path';
import { writeAtomically } from '../evaluate/result-files.ts';
import { loadRun } from '../evaluate/run-report.ts';
import { runReportPage } from './from-run.ts';

const REPORT_PAGE = 'report.html';

/** Writes `report.html` beside the summary of a finished run. @throws LacunaError `store-failed` | `invalid-argument` */
export async function writeReport(folder: string): Promise<void> {
  await writeAtomically(path.join(folder, REPORT_PAGE), runReportPage(await loadRun(folder)));
}
