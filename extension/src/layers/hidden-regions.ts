import { eachRun, sliceParts } from '@lacuna/core/anomaly/slice-parts.ts';

/** `base` without the pixels that are marked in `hidden`. */
export function withoutHidden(base: Uint8Array, hidden: Uint8Array): Uint8Array {
  return base.map((value, i) => (hidden[i] !== 0 ? 0 : value));
}

/**
 * A new mask without those of its in-plane parts that continue a rejected region: they lie on one that is hidden, and on
 * nothing that is shown. Good enough while a threshold moves; which regions these parts belong to needs all slices.
 *
 * @param shown what the layer shows now; undefined for nothing
 */
export function withoutHiddenParts(
  base: Uint8Array,
  hidden: Uint8Array,
  shown: Uint8Array | undefined,
  columns: number,
): Uint8Array {
  const parts = sliceParts(base, new Float32Array(base.length), columns);
  const [onHidden, onShown] = [new Uint8Array(parts.parts.length), new Uint8Array(parts.parts.length)];
  eachRun(parts, (part, start, end) => {
    for (let i = start; i < end; i++) {
      if (hidden[i] !== 0) onHidden[part] = 1;
      if (shown && shown[i] !== 0) onShown[part] = 1;
    }
  });
  const result = base.slice();
  eachRun(parts, (part, start, end) => {
    if (onHidden[part] !== 0 && onShown[part] === 0) result.fill(0, start, end);
  });
  return result;
}
