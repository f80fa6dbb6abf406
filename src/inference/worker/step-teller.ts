import { packResult, withoutReconstruction } from '../compact-result.ts';
import type { MethodId } from '../detector.ts';
import type { ChainWatch } from '../engine.ts';
import type { WireStep } from './protocol.ts';

/** Between two messages without a coarse result: often enough for a person and for whoever watches for silence. */
const PAUSE_MS = 100;

/**
 * Makes messages of what is heard of a chain of several denoiser calls; a single call is told by its result alone.
 * @param wantsPartial whether a coarse result would be looked at now
 */
export function stepTeller(
  slice: { readonly sliceIndex: number; readonly method: MethodId },
  wantsPartial: () => boolean,
  tell: (step: WireStep) => void,
): ChainWatch {
  let last = -Infinity;
  return {
    wantsPartial,
    onCall(step, steps) {
      const now = performance.now();
      if (steps === 1 || now - last < PAUSE_MS) return;
      last = now;
      tell({ ...slice, step, steps });
    },
    onPartial({ step, steps, ...result }) {
      const { sliceKey, elapsedMs, mask } = result;
      const packed = withoutReconstruction(packResult(result, Math.sqrt(mask.length)));
      tell({ ...slice, step, steps, coarse: { ...slice, sliceKey, packed, elapsedMs, from: 'computed' } });
    },
  };
}
