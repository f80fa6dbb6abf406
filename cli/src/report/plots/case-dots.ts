import { markup, type Markup } from '../markup.ts';
import type { CaseRow, MethodContent } from '../content.ts';
import { share } from '../numbers.ts';
import { at, plot } from './frame.ts';
import { mark } from './marks.ts';

const ROW = 17;
const LONGEST_ID = 22;
/** Width of the names, for the longest one with its volume. */
const NAMES = 240;
/** More rows than this are no longer read one by one; the distribution and the table show them. */
export const MOST_CASE_ROWS = 60;

/** One row per case, all methods side by side, sorted by the truth's volume (largest on top). */
export function caseDotsPlot(methods: readonly MethodContent[], cases: readonly CaseRow[]): Markup {
  const rows = cases
    .filter(({ healthy }) => !healthy)
    .sort((a, b) => (b.truthMl ?? 0) - (a.truthMl ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_CASE_ROWS);
  const height = 60 + ROW * rows.length;
  return markup`<div class="with-names" style="--rows:${rows.length}">
    <svg class="plot names" viewBox="0 0 ${NAMES} ${height}" width="${NAMES}" height="${height}" aria-hidden="true">
      ${rows.map(
        ({ id, truthMl }, i) =>
          markup`<text class="row end" x="${NAMES - 6}" y="${12 + ROW * i + 13}"
            >${shortened(id)}<tspan class="faint"
              >${truthMl === null ? '' : ` ${truthMl.toFixed(1)} ml`}</tspan
            ></text
          >`,
      )}</svg
    >${plot(
      {
        description: `Dice of each of ${rows.length} cases with every method`,
        x: { domain: [0, 1], label: 'Dice at the threshold in use' },
        y: { domain: [rows.length, 0], label: '', ticks: 0 },
        height: height - 6,
      },
      (x, y) =>
        markup`${rows.map((row, i) => {
          const middle = y(i + 0.5);
          const values = methods.flatMap(({ id, name }) => {
            const dice = row.methods[id]?.dice ?? null;
            return dice === null ? [] : [{ id, name, dice }];
          });
          const sorted = values.map(({ dice }) => dice).sort((a, b) => a - b);
          return markup`${
            sorted.length > 1 &&
            markup`<line
              class="join"
              x1="${at(x(sorted[0]!))}"
              x2="${at(x(sorted.at(-1)!))}"
              y1="${at(middle)}"
              y2="${at(middle)}"
            />`
          }${values.map(({ id, name, dice }) => mark(id, x(dice), middle, `${row.id}, ${name}: ${share(dice)}`))}`;
        })}`,
    )}
  </div>`;
}

const shortened = (id: string): string => (id.length > LONGEST_ID ? `${id.slice(0, LONGEST_ID - 1)}…` : id);
