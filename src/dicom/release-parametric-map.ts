import { verifyParametricMap } from './parametric-map-verifier.ts';
import {
  type ParametricMapRequest,
  writeParametricMap,
  type WrittenParametricMap,
} from './parametric-map-writer.ts';
import { discardUnverified } from './release.ts';

export type ReleasedParametricMap =
  | (Extract<WrittenParametricMap, { kind: 'written' }> & {
      /** Analysed slices. */ readonly frames: number;
    })
  | Extract<WrittenParametricMap, { kind: 'empty' }>;

/**
 * The only way for a Parametric Map to leave Lacuna: as `releaseSegmentation`.
 * @param write replaced in tests by a writer with a fault
 * @throws LacunaError `verification-failed` with the findings; nothing is handed out then. And what the writer throws.
 */
export function releaseParametricMap(
  request: ParametricMapRequest,
  write: (request: ParametricMapRequest) => WrittenParametricMap = writeParametricMap,
): ReleasedParametricMap {
  const written = write(request);
  if (written.kind === 'empty') return written;
  const verification = verifyParametricMap(written.bytes, request.source, request);
  return { ...written, frames: discardUnverified(verification, 'Parametric Map') };
}
