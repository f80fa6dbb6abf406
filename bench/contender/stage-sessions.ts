import type { ModelKey } from '@lacuna/core/inference/manifest-types.ts';
import type { SessionFactory } from '@lacuna/core/inference/session.ts';
import type { RawClock } from './raw-clock.ts';

export interface ModelRun {
  key: ModelKey;
  batch: number;
  /** Through the port: tensors made, run, read back. */
  ms: number;
  /** Inside the runtime's `session.run`. */
  rawMs: number;
}

/** A session factory that notes every run of every model. */
export class StageSessions implements SessionFactory {
  readonly runs: ModelRun[] = [];

  constructor(
    private readonly inner: SessionFactory,
    private readonly clock: RawClock,
  ) {}

  get backend() {
    return this.inner.backend;
  }

  create: SessionFactory['create'] = async (bytes, spec) => {
    const session = await this.inner.create(bytes, spec);
    return {
      run: async (inputs, signal) => {
        const started = performance.now();
        const outputs = await session.run(inputs, signal);
        const batch = Object.values(inputs)[0]?.dims[0] ?? 1;
        const ms = performance.now() - started;
        this.runs.push({ key: spec.key, batch, ms, rawMs: this.clock.lastMs });
        return outputs;
      },
      dispose: () => session.dispose(),
    };
  };

  dispose(): Promise<void> {
    return this.inner.dispose();
  }
}
