/** The runtime's own class; all sessions of a runtime share its prototype. */
interface SessionClass {
  prototype: { run(...inputs: unknown[]): Promise<unknown> };
}

/** Adds up the time inside the runtime's `session.run`, so that what the engine does around it shows. */
export class RawClock {
  ms = 0;
  calls = 0;
  /** Of the last call. */
  lastMs = 0;

  /** Wraps `run` of every session that the runtime will make or has made. */
  watch(InferenceSession: object): void {
    const { prototype } = InferenceSession as SessionClass;
    const run = prototype.run;
    const add = (ms: number) => {
      this.lastMs = ms;
      this.ms += ms;
      this.calls++;
    };
    prototype.run = async function (this: unknown, ...inputs) {
      const started = performance.now();
      try {
        return await run.apply(this, inputs);
      } finally {
        add(performance.now() - started);
      }
    };
  }

  reset(): void {
    this.ms = this.calls = this.lastMs = 0;
  }
}
