import { LacunaError } from '@lacuna/core/errors.ts';
import { Command, CommanderError } from 'commander';
import { detectCommand } from './detect-command.ts';
import { calibrateCommand } from './evaluate/calibrate-command.ts';
import { compareCommand } from './evaluate/compare-command.ts';
import { evaluateCommand } from './evaluate/evaluate-command.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { reproduceCommand } from './reproduce-command.ts';
import { workerCommand } from './queue/worker-command.ts';
import type { Surroundings } from './surroundings.ts';
import { verifyCommand } from './verify-command.ts';
import { LACUNA_VERSION, RESEARCH_NOTICE } from './version.ts';

const EXIT_HELP = `
Exit status: 0 done, 1 input refused or SEG rejected, 2 wrong command line, 3 weights or back-end unusable,
4 results could not be written, 130 cancelled with Ctrl-C, 70 a fault in Lacuna.

${RESEARCH_NOTICE}`;

/** Runs one command line; gives the exit status and never throws. */
export async function main(argv: readonly string[]): Promise<number> {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(EXIT.cancelled);
    process.stderr.write('\nCancelling after the current slice; press Ctrl-C again to stop at once.\n');
    abort.abort();
  };
  process.on('SIGINT', interrupt);
  const surroundings: Surroundings = { stdout: process.stdout, stderr: process.stderr, signal: abort.signal };
  let exitCode: number = EXIT.done;
  const program = new Command('lacuna')
    .description('Unsupervised anomaly detection on brain MRI, in Node. Research use only.')
    .version(LACUNA_VERSION)
    .option('--verbose', 'show the stack of an error')
    .addHelpText('after', EXIT_HELP)
    .exitOverride();
  for (const command of [
    detectCommand(surroundings),
    verifyCommand(surroundings),
    reproduceCommand(surroundings),
    evaluateCommand(surroundings),
    calibrateCommand(surroundings),
    compareCommand(surroundings),
    workerCommand(surroundings),
  ]) {
    program.addCommand(command.exitOverride().addHelpText('after', EXIT_HELP));
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    exitCode = report(thrown, process.stderr, argv.includes('--verbose'));
  } finally {
    process.off('SIGINT', interrupt);
  }
  return exitCode;
}

function report(thrown: unknown, stderr: NodeJS.WriteStream, verbose: boolean): number {
  // commander has already written what is wrong, or the help that was asked for
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage;
  const sentence =
    thrown instanceof LacunaError
      ? thrown.message
      : 'Something went wrong inside Lacuna; run again with --verbose and report what it shows.';
  stderr.write(`lacuna: ${sentence}\n`);
  if (verbose)
    stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
  if (verbose && thrown instanceof Error && thrown.cause) stderr.write(`cause: ${String(thrown.cause)}\n`);
  return exitCodeOf(thrown);
}
