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
  | 'out-of-memory'
  | 'images-unreachable'
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
  if (isOutOfMemory(thrown)) return outOfMemory(thrown);
  return new LacunaError(code, `${sentence} (${describeThrown(thrown)})`, undefined, { cause: thrown });
}

/** What engines, onnxruntime and graphics drivers say when an allocation fails. */
const NO_MEMORY =
  /out of memory|bad_alloc|allocation failed|could not allocate|failed to allocate|cannot enlarge memory|\bOOM\b|OUT_OF_DEVICE_MEMORY/i;

/** Whether a failure is one of memory, which is not the fault of what was computed. */
export function isOutOfMemory(thrown: unknown): boolean {
  return NO_MEMORY.test(describeThrown(thrown));
}

export function outOfMemory(thrown: unknown): LacunaError {
  return new LacunaError(
    'out-of-memory',
    'The computer has too little free memory for the detectors. Close other tabs and programs and try again.',
    { reason: describeThrown(thrown).slice(0, 300) },
    { cause: thrown },
  );
}

export function cancelled(): LacunaError {
  return new LacunaError('cancelled', 'The run was cancelled; nothing was changed.');
}

/** @throws LacunaError `cancelled` when the signal has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
