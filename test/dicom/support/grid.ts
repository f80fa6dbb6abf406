import { ORDERS, PLAIN, PLANES, type SeriesShape } from './series.ts';

const SIZES = { 'even sides': [8, 16], 'odd sides': [7, 9] } as const;
const SPACINGS = { 'square pixels': [0.9375, 0.9375], 'non-square pixels': [0.8, 1.3333] } as const;
const GAPS = { 'even gaps': [5], 'uneven gaps': [5, 7.5, 4.1] } as const;

/** Every kind of stack: 6 planes x 3 orders x 2 sizes x 2 pixel shapes x 2 kinds of gaps. */
export const grid = PLANES.flatMap((plane) =>
  ORDERS.flatMap((order) =>
    Object.entries(SIZES).flatMap(([size, [rows, columns]]) =>
      Object.entries(SPACINGS).flatMap(([pixel, pixelSpacing]) =>
        Object.entries(GAPS).map(([gap, gaps]) => {
          const shape: SeriesShape = { ...PLAIN, plane, order, rows, columns, pixelSpacing, gaps };
          return [`${plane}, ${order}, ${size}, ${pixel}, ${gap}`, shape] as const;
        }),
      ),
    ),
  ),
);
