import { evidence } from './evidence.ts';

/** A runner small enough to read: named checks in order, one count at the end for scripts/test.mjs. */
export class Checks {
  private passed = 0;
  private failed = 0;

  /** Runs one check; a failure is printed and counted, and the next check still runs. Resolves to whether it passed. */
  async check(name: string, body: () => Promise<void> | void): Promise<boolean> {
    try {
      await body();
      this.passed++;
      console.log(`  ok   ${name}`);
      return true;
    } catch (error) {
      this.failed++;
      console.log(
        `  FAIL ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      console.log(await evidence(name).catch((reason) => `  nothing more is known: ${reason}`));
      return false;
    }
  }

  /** Prints the count on a line of its own and sets the exit status. */
  finish(): void {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed ? 1 : 0;
  }
}
