/** Every way in which a request can be refused or fail; each value has one meaning for the interface and the tests. */
export type LacunaErrorCode =
  | 'not-mr'
  | 'colour'
  | 'no-geometry'
  | 'mixed-orientation'
  | 'mixed-frame-of-reference'
  | 'duplicate-position'
  | 'too-small'
  | 'not-axial'
  | 'wrong-sequence'
  | 'constant'
  | 'corrupt-file'
  | 'unsupported-transfer-syntax'
  | 'no-brain'
  | 'weights-missing'
  | 'weights-altered'
  | 'weights-invalid'
  | 'backend-unavailable'
  | 'bad-output'
  | 'cancelled'
  | 'timeout'
  | 'worker-crashed'
  | 'verification-failed'
  | 'empty-result'
  | 'invalid-argument'
  | 'store-failed';

/**
 * The one error type of Lacuna.
 *
 * `message` is a sentence a person can act on, without patient data; `evidence` holds the figures behind it,
 * structured-cloneable, so that the error survives the way out of a worker.
 */
export class LacunaError extends Error {
  override readonly name = 'LacunaError';

  constructor(
    readonly code: LacunaErrorCode,
    message: string,
    readonly evidence?: Readonly<Record<string, unknown>>,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** What anything thrown says about itself; parsers throw strings and plain objects too. */
export function describeThrown(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : 'no description was given';
}

/** Gives back a LacunaError as it is, and anything else wrapped as `code` with the original as cause. */
export function asLacunaError(thrown: unknown, code: LacunaErrorCode, sentence: string): LacunaError {
  if (thrown instanceof LacunaError) return thrown;
  return new LacunaError(code, `${sentence} (${describeThrown(thrown)})`, undefined, { cause: thrown });
}

export function cancelled(): LacunaError {
  return new LacunaError('cancelled', 'The run was cancelled; nothing was changed.');
}

/** @throws LacunaError `cancelled` when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
