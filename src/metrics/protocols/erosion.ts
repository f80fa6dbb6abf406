import type { Shape3 } from '../components-3d.ts';

/** Binary erosion of each slice by a cross, `times` over; beyond the edge is background, as scipy's default. */
export function erodeSlices(mask: Uint8Array, [slices, rows, columns]: Shape3, times: number): Uint8Array {
  let from = Uint8Array.from(mask, (value) => (value !== 0 ? 1 : 0));
  let to = new Uint8Array(from.length);
  for (let time = 0; time < times; time++) {
    let at = 0;
    for (let slice = 0; slice < slices; slice++) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++, at++) {
          const inner = row > 0 && row < rows - 1 && column > 0 && column < columns - 1;
          const all =
            inner && from[at]! & from[at - 1]! & from[at + 1]! & from[at - columns]! & from[at + columns]!;
          to[at] = all ? 1 : 0;
        }
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
