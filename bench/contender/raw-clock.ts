/** The parts of the runtime's own classes that are looked at; all sessions of a runtime share a prototype. */
type Tensors = Readonly<Record<string, { readonly dims: readonly number[] }>>;
interface SessionClass {
  prototype: { run(...inputs: unknown[]): Promise<unknown> };
}

/** One call of the runtime's `session.run`. */
export interface RawRun {
  /** Tells the models and graphs of an engine apart, see `signatureOf`. */
  signature: string;
  batch: number;
  /** Inside the call. */
  rawMs: number;
  /** Until the back-end had done the work: on a graphics device longer, where that was waited for. */
  ms: number;
}

/** Names of the inputs, and of the outputs with their shapes without the batch. */
export function signatureOf(
  inputs: readonly string[],
  outputs: readonly (readonly [name: string, shape: readonly (number | string)[]])[],
): string {
  const shaped = outputs.map(([name, [, ...shape]]) => `${name} ${shape.join('x')}`);
  return `${[...inputs].sort().join(', ')} -> ${shaped.sort().join(', ')}`;
}

/** Adds up the time inside the runtime's `session.run`, so that what the engine does around it shows. */
export class RawClock {
  ms = 0;
  /** Since the clock was set back. */
  runs: RawRun[] = [];
  /** Waits for the back-end after each call, for times of single models; undefined: nobody waits. */
  settle: (() => Promise<void>) | undefined;

  /** Wraps `run` of every session that the runtime will make or has made. */
  watch(InferenceSession: object): void {
    const { prototype } = InferenceSession as SessionClass;
    const run = prototype.run;
    const settled = () => this.settle?.();
    const note = (inputs: unknown, outputs: unknown, rawMs: number, ms: number) =>
      this.add(rawRun(inputs as Tensors, outputs as Tensors, rawMs, ms));
    prototype.run = async function (this: unknown, ...inputs) {
      const started = performance.now();
      const outputs = await run.apply(this, inputs);
      const rawMs = performance.now() - started;
      const waiting = settled();
      if (waiting) await waiting;
      note(inputs[0], outputs, rawMs, waiting ? performance.now() - started : rawMs);
      return outputs;
    };
  }

  /** A call seen here, or by a clock in another thread. */
  add(run: RawRun): void {
    this.ms += run.rawMs;
    this.runs.push(run);
  }

  reset(): void {
    this.ms = 0;
    this.runs = [];
  }
}

function rawRun(inputs: Tensors, outputs: Tensors, rawMs: number, ms: number): RawRun {
  const shapes = Object.entries(outputs).map(([name, { dims }]) => [name, dims] as const);
  const signature = signatureOf(Object.keys(inputs), shapes);
  return { signature, batch: Object.values(inputs)[0]?.dims[0] ?? 1, rawMs, ms };
}
