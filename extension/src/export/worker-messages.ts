import type { LacunaErrorCode } from '@lacuna/core/errors.ts';
import type { ExportJob, ExportResult } from './export-job.ts';

/** From the page: one job, then what a server gave back of its objects. */
export type ToExportWorker =
  | { readonly type: 'run'; readonly job: ExportJob }
  | { readonly type: 'check'; readonly index: number; readonly returned: Uint8Array };

export type FromExportWorker =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'result'; readonly result: ExportResult }
  | { readonly type: 'checked'; readonly index: number; readonly findings: readonly string[] }
  | { readonly type: 'failed'; readonly code: LacunaErrorCode; readonly message: string };
