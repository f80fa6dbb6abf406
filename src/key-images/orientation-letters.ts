import type { Vec3, Vec6 } from '../imaging/series.ts';

/** Where the edges of a slice point to in the patient: two letters at most, the larger component first. */
export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

const POSITIVE = ['L', 'P', 'H'];
const NEGATIVE = ['R', 'A', 'F'];
/** Components below this are not worth a letter; a slice turned by less than 14 degrees has one letter. */
const SMALLEST = 0.25;

/** Letters for a direction: +x is the patient's left, +y the back, +z the head. */
function directionLetters(direction: Vec3): string {
  return direction
    .map((value, axis) => ({ size: Math.abs(value), letter: (value > 0 ? POSITIVE : NEGATIVE)[axis]! }))
    .filter(({ size }) => size >= SMALLEST)
    .sort((a, b) => b.size - a.size)
    .slice(0, 2)
    .map(({ letter }) => letter)
    .join('');
}

/** Of a slice as it is stored: columns run along the first three cosines, rows along the last three. */
export function edgeLetters([rx, ry, rz, cx, cy, cz]: Vec6): EdgeLetters {
  return {
    left: directionLetters([-rx, -ry, -rz]),
    right: directionLetters([rx, ry, rz]),
    top: directionLetters([-cx, -cy, -cz]),
    bottom: directionLetters([cx, cy, cz]),
  };
}
