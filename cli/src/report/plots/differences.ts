import { markup, type Markup } from '../markup.ts';
import type { ComparisonContent } from '../content.ts';
import { signed } from '../numbers.ts';
import { at, plot } from './frame.ts';

const ROW = 34;

/** Mean paired difference with its 95 % interval, one row per comparison; an interval clear of 0 is a difference. */
export function differencesPlot(
  comparisons: readonly ComparisonContent[],
  nameOf: (id: string) => string,
): Markup {
  const furthest = Math.max(
    0.02,
    ...comparisons.flatMap(({ ci95, meanDifference }) => [
      Math.abs(ci95?.[0] ?? 0),
      Math.abs(ci95?.[1] ?? 0),
      Math.abs(meanDifference ?? 0),
    ]),
  );
  const reach = Math.ceil(furthest * 10.5) / 10;
  return plot(
    {
      description: 'Mean paired differences between methods with 95 % intervals',
      x: { domain: [-reach, reach], label: 'difference (first minus second)' },
      y: { domain: [comparisons.length, 0], label: '', ticks: 0 },
      width: 560,
      height: 60 + ROW * comparisons.length,
    },
    (x, y) =>
      markup`<line
          class="used"
          x1="${x(0)}"
          x2="${x(0)}"
          y1="${y.range()[0]!}"
          y2="${y.range()[1]!}"
        />${comparisons.map(({ a, b, metric, ci95, meanDifference }, i) => {
          const middle = y(i + 0.68);
          return markup`<text class="row" x="${x.range()[0]! + 6}" y="${at(middle - 9)}"
              >${metric}: ${nameOf(a)} − ${nameOf(b)}</text
            >${
              ci95 &&
              markup`<line
                class="whisker plain"
                x1="${at(x(ci95[0]))}"
                x2="${at(x(ci95[1]))}"
                y1="${at(middle)}"
                y2="${at(middle)}"
              />`
            }${
              meanDifference !== null &&
              markup`<circle class="plain" cx="${at(x(meanDifference))}" cy="${at(middle)}" r="4"
                ><title>${signed(meanDifference)}</title></circle
              >`
            }`;
        })}`,
  );
}
