import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle, line } from 'd3-shape';
import { markup, type Markup } from '../markup.ts';
import { methodClass, styleOf } from '../method-style.ts';
import { at, type Scale } from './frame.ts';

const SHAPES = {
  circle: symbolCircle,
  square: symbolSquare,
  diamond: symbolDiamond,
  triangle: symbolTriangle,
} as const;

/** A method's mark at a point in user units; `title` is shown under the pointer. */
export function mark(method: string, x: number, y: number, title: string, area = 46): Markup {
  const path = symbol(SHAPES[styleOf(method).mark], area).digits(2)()!;
  return markup`<path class="mark ${methodClass(method)}" transform="translate(${at(x)} ${at(y)})" d="${path}"
    ><title>${title}</title></path
  >`;
}

/** A method's curve through points in data units. */
export function curve(
  method: string,
  points: readonly (readonly [number, number])[],
  x: Scale,
  y: Scale,
): Markup {
  const path = line<readonly [number, number]>(
    ([a]) => x(a),
    ([, b]) => y(b),
  ).digits(1)(thin(points, x, y));
  return markup`<path class="line ${methodClass(method)}" d="${path ?? ''}" />`;
}

/** At most about one point per user unit: leaves out what lies less than 0.7 from the point before; ends are kept. */
export function thin(
  points: readonly (readonly [number, number])[],
  x: Scale,
  y: Scale,
): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  points.forEach((point, i) => {
    const before = kept.at(-1);
    const far = !before || Math.hypot(x(point[0]) - x(before[0]), y(point[1]) - y(before[1])) >= 0.7;
    if (far || i === points.length - 1) kept.push(point);
  });
  return kept;
}

/** Names of the methods with their line and mark. */
export function legend(methods: readonly { id: string; name: string }[]): Markup {
  return markup`<ul class="legend">
    ${methods.map(
      ({ id, name }) =>
        markup`<li>
          <svg viewBox="0 0 34 12" width="34" height="12" aria-hidden="true">
            <path class="line ${methodClass(id)}" d="M1 6H33" />
            ${mark(id, 17, 6, name)}
          </svg>
          ${name}
        </li>`,
    )}
  </ul>`;
}
