import { markup, type Markup } from '../markup.ts';
import type { MethodContent } from '../content.ts';
import { percent } from '../numbers.ts';
import { plot } from './frame.ts';
import { curve, mark } from './marks.ts';

/** Both axes in orders of magnitude, 0.05 % to 100 %. */
const LOWEST = 5e-4;
const exponent = (rate: number): number => Math.log10(Math.max(rate, LOWEST));

/** Healthy false-positive rate as measured against what each threshold was calibrated for; on the diagonal they agree. */
export function calibrationPlot(methods: readonly MethodContent[]): Markup {
  const domain = [exponent(LOWEST), 0] as const;
  const label = (e: number): string => `${Number((100 * 10 ** e).toPrecision(2))} %`;
  return plot(
    {
      description: 'Measured healthy false-positive rate against the calibrated one, both logarithmic',
      x: {
        domain: [-2.3, -0.7],
        label: 'calibrated for',
        ticks: [0.01, 0.05, 0.1].map(Math.log10),
        format: label,
      },
      y: { domain, label: 'measured on this set', ticks: 4, format: label },
      height: 300,
    },
    (x, y) => {
      const points = methods.map((method) => ({
        ...method,
        measured: method.calibration.flatMap(({ nominal, measured, point }) =>
          measured === null ? [] : [{ point, nominal, measured }],
        ),
      }));
      return markup`<line class="guide" x1="${x(-2.3)}" y1="${y(-2.3)}" x2="${x(-0.7)}" y2="${y(-0.7)}"
          ><title>as calibrated</title></line
        >${points.map(
          ({ id, name, measured }) =>
            markup`${curve(
              id,
              measured
                .map((p) => [exponent(p.nominal), exponent(p.measured)] as const)
                .sort((a, b) => a[0] - b[0]),
              x,
              y,
            )}${measured.map((p) =>
              mark(
                id,
                x(exponent(p.nominal)),
                y(exponent(p.measured)),
                `${name}, ${p.point}: measured ${percent(p.measured)}, calibrated for ${percent(p.nominal)}`,
              ),
            )}`,
        )}`;
    },
  );
}
