import { markup, type Markup } from '../markup.ts';
import type { MethodContent, StratumContent } from '../content.ts';
import { methodClass } from '../method-style.ts';
import { percent } from '../numbers.ts';
import { at, plot } from './frame.ts';

/** Share of the lesions found, grouped by size; one bar per method. */
export function strataPlot(methods: readonly MethodContent[], strata: readonly StratumContent[]): Markup {
  const groups = strata.filter(({ lesions }) => lesions > 0);
  return plot(
    {
      description: 'Share of lesions found by each method, by lesion size',
      x: { domain: [0, Math.max(1, groups.length)], label: 'lesion size', ticks: 0 },
      y: { domain: [0, 1], label: 'share of lesions found' },
      width: Math.max(420, 120 + 110 * groups.length),
      height: 260,
    },
    (x, y) =>
      markup`${groups.map((group, g) => {
        const bar = (x(0.78) - x(0)) / methods.length;
        const left = x(g + 0.11);
        return markup`${methods.map(({ id, name }, m) => {
          const found = (group.methods[id]?.found ?? 0) / group.lesions;
          return markup`<rect
              class="bar ${methodClass(id)}"
              x="${at(left + m * bar)}"
              width="${at(bar * 0.86)}"
              y="${at(y(found))}"
              height="${at(y(0) - y(found))}"
              ><title>
                ${name}, ${group.label}: ${group.methods[id]?.found ?? 0} of ${group.lesions}
                (${percent(found)})
              </title></rect
            >`;
        })}<text class="ticks middle" x="${at(x(g + 0.5))}" y="${y(0) + 16}"
            >${group.label} (n ${group.lesions})</text
          >`;
      })}`,
  );
}
