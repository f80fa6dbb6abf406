import { LacunaError } from '../errors.ts';
import type { SourceInstance } from './source.ts';
import { Findings } from './verify-findings.ts';
import type { Verification } from './verify-types.ts';

/**
 * The verdict on one object: rejected without a source, when its bytes cannot be read, or for anything found.
 * @param check reads and judges the object; gives how many frames, regions or pictures it holds
 */
export function verification(
  source: readonly SourceInstance[],
  check: (findings: Findings) => number,
): Verification {
  if (source.length === 0)
    return { kind: 'rejected', findings: ['There is no source series to compare with.'] };
  const findings = new Findings();
  try {
    const frames = check(findings);
    const list = findings.list();
    return list.length === 0 ? { kind: 'verified', frames } : { kind: 'rejected', findings: list };
  } catch (thrown) {
    if (thrown instanceof LacunaError) return { kind: 'rejected', findings: [thrown.message] };
    throw thrown;
  }
}
