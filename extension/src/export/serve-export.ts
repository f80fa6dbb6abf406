import { asLacunaError } from '@lacuna/core/errors.ts';
import { type FinishedJob, runJob } from './run-job.ts';
import type { FromExportWorker, ToExportWorker } from './worker-messages.ts';

type Post = (message: FromExportWorker, transfer?: Transferable[]) => void;

/** What the export worker does with the page's messages: one job, then checks of what a server gave back. */
export function serveExport(post: Post): (message: ToExportWorker) => void {
  let finished: FinishedJob | undefined;
  return (message) => {
    try {
      if (message.type === 'run') finished = run(message, post);
      else post(check(message, finished));
    } catch (thrown) {
      const { code, message: sentence } = asLacunaError(thrown, 'store-failed', 'The export failed.');
      post({ type: 'failed', code, message: sentence });
    }
  };
}

function run({ job }: Extract<ToExportWorker, { type: 'run' }>, post: Post): FinishedJob {
  const finished = runJob(job, (done, total) => post({ type: 'progress', done, total }));
  const { result } = finished;
  // a report is later judged together with the bytes of its SEG, so those stay here and the page gets copies
  const given =
    job.kind === 'sr' || result.kind === 'empty' ? [] : result.objects.map(({ bytes }) => bytes.buffer);
  post({ type: 'result', result }, given);
  return finished;
}

function check(
  { index, returned }: Extract<ToExportWorker, { type: 'check' }>,
  finished: FinishedJob | undefined,
): FromExportWorker {
  const verification = finished?.checks[index]?.(returned);
  const findings =
    verification?.kind === 'verified'
      ? []
      : (verification?.findings ?? ['There is nothing to compare with.']);
  return { type: 'checked', index, findings };
}
