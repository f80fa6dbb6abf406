import { markup, type Markup } from '../markup.ts';
import type { Aggregate, CaseFigures, CaseRow, MethodContent } from '../content.ts';
import { methodClass } from '../method-style.ts';
import { share } from '../numbers.ts';
import { at, plot, type Scale } from './frame.ts';
import { mark } from './marks.ts';

const ROW = 64;
/** Points lie within this distance of the row's middle, spread by their rank so that equal values stay apart. */
const SPREAD = 13;

/** One row per method: every case as a point, the mean with its 95 % interval below. */
export function distributionPlot(
  methods: readonly MethodContent[],
  cases: readonly CaseRow[],
  metric: 'dice' | 'ap',
  label: string,
): Markup {
  const scored = cases.filter(({ healthy }) => !healthy);
  return plot(
    {
      description: `${label} of every case, one row per method`,
      x: { domain: [0, 1], label },
      y: { domain: [methods.length, 0], label: '', ticks: 0 },
      height: 60 + ROW * methods.length,
    },
    (x, y) =>
      markup`${methods.map(({ id, name, cases: aggregates }, row) => {
        const middle = y(row) + ROW * 0.42;
        const points = scored.flatMap((one) => {
          const value = valueOf(one.methods[id], metric);
          return value === null ? [] : [{ id: one.id, value }];
        });
        return markup`<text class="row" x="${x.range()[0]! + 6}" y="${at(middle - 20)}">${name}</text
          >${points.map(
            (point, i) =>
              markup`<circle
                class="case ${methodClass(id)}"
                cx="${at(x(point.value))}"
                cy="${at(middle + spread(i))}"
                r="2.6"
                ><title>${point.id}: ${share(point.value)}</title></circle
              >`,
          )}${meanWithInterval(id, aggregates[metric], x, middle + 22)}`;
      })}`,
  );
}

const valueOf = (figures: CaseFigures | undefined, metric: 'dice' | 'ap'): number | null =>
  figures?.[metric] ?? null;

/** The golden-ratio sequence over the spread: even, the same in every run, neighbours far apart. */
const spread = (i: number): number => (((i + 1) * 0.618033988749895) % 1) * 2 * SPREAD - SPREAD;

function meanWithInterval(id: string, { mean, ci95, n }: Aggregate, x: Scale, height: number): Markup {
  if (mean === null) return markup``;
  const title = `mean ${share(mean)} of ${n} cases${ci95 ? `, 95 % interval ${share(ci95[0])} to ${share(ci95[1])}` : ''}`;
  return markup`${
    ci95 &&
    markup`<line
      class="whisker ${methodClass(id)}"
      x1="${at(x(ci95[0]))}"
      x2="${at(x(ci95[1]))}"
      y1="${at(height)}"
      y2="${at(height)}"
    />`
  }${mark(id, x(mean), height, title, 60)}`;
}
