import { LacunaError, type LacunaErrorCode } from '@lacuna/core/errors.ts';

/** What the command's exit status means; listed in docs/cli.md and in --help. */
export const EXIT = {
  done: 0,
  /** The input is refused, or a SEG is rejected. */
  refused: 1,
  usage: 2,
  /** Weights or back-end cannot be used, or gave impossible values. */
  weights: 3,
  store: 4,
  internal: 70,
  cancelled: 130,
} as const;

const BY_CODE: Partial<Record<LacunaErrorCode, number>> = {
  'invalid-argument': EXIT.usage,
  'weights-missing': EXIT.weights,
  'weights-altered': EXIT.weights,
  'weights-invalid': EXIT.weights,
  'backend-unavailable': EXIT.weights,
  'bad-output': EXIT.weights,
  timeout: EXIT.weights,
  'store-failed': EXIT.store,
  cancelled: EXIT.cancelled,
};

export function exitCodeOf(thrown: unknown): number {
  if (!(thrown instanceof LacunaError)) return EXIT.internal;
  return BY_CODE[thrown.code] ?? EXIT.refused;
}
