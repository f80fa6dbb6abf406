import { markup, type Markup } from '../markup.ts';
import type { MethodContent } from '../content.ts';
import { figure, share } from '../numbers.ts';
import { at, plot, roundedTop } from './frame.ts';
import { curve, mark } from './marks.ts';

const UNIT = [0, 1] as const;

/** Precision against recall, with the precision of a random map and the point at each method's threshold. */
export function precisionRecallPlot(methods: readonly MethodContent[], prevalence: number | null): Markup {
  return plot(
    {
      description: 'Precision against recall over all brain pixels of the cases with truth',
      x: { domain: UNIT, label: 'recall' },
      y: { domain: UNIT, label: 'precision' },
    },
    (x, y) =>
      markup`${
        prevalence !== null &&
        markup`<line class="guide" x1="${x(0)}" x2="${x(1)}" y1="${at(y(prevalence))}" y2="${at(y(prevalence))}"
          ><title>random map: precision ${share(prevalence)}</title></line
        >`
      }${methods.map(({ id, curves }) => curve(id, curves.precisionRecall, x, y))}`,
  );
}

/** Sensitivity against the false-positive rate, with the diagonal of a random map and the operating points. */
export function rocPlot(methods: readonly MethodContent[]): Markup {
  return plot(
    {
      description: 'Sensitivity against false-positive rate over all brain pixels of the cases with truth',
      x: { domain: UNIT, label: 'false-positive rate' },
      y: { domain: UNIT, label: 'sensitivity' },
    },
    (x, y) =>
      markup`<line class="guide" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"
          ><title>random map</title></line
        >${methods.map(
          ({ id, name, curves, pooled, threshold }) =>
            markup`${curve(id, curves.roc, x, y)}${
              pooled.fpr !== null &&
              pooled.sensitivity !== null &&
              mark(
                id,
                x(pooled.fpr),
                y(pooled.sensitivity),
                `${name} at its threshold ${figure(threshold.value)}: false-positive rate ${share(pooled.fpr)}, sensitivity ${share(pooled.sensitivity)}`,
              )
            }`,
        )}`,
  );
}

/** Dice against the threshold of one method: calibrated thresholds as lines, the one in use full, the oracle as a ring. */
export function diceByThresholdPlot(method: MethodContent): Markup {
  const { curves, calibration, threshold, pooled, id, name } = method;
  const furthest = [threshold.value, ...calibration.map((point) => point.threshold)];
  const steps = curves.diceByThreshold;
  const right = roundedTop([...furthest, ...steps.map(([at]) => at)], 1e-3);
  const top = roundedTop([...steps.map(([, dice]) => dice), curves.oracle?.dice ?? 0, pooled.dice ?? 0], 0.1);
  return plot(
    {
      description: `${name}: pooled Dice against the threshold of the anomaly map`,
      x: { domain: [0, right], label: 'threshold of the map' },
      y: { domain: [0, Math.min(1, top)], label: 'Dice, pooled' },
      height: 260,
    },
    (x, y) =>
      markup`${calibration.map(
        (point) =>
          markup`<line
              class="guide"
              x1="${at(x(point.threshold))}"
              x2="${at(x(point.threshold))}"
              y1="${y.range()[0]!}"
              y2="${y.range()[1]!}"
              ><title>${point.point}: ${figure(point.threshold)}</title></line
            >`,
      )}<line
          class="used"
          x1="${at(x(threshold.value))}"
          x2="${at(x(threshold.value))}"
          y1="${y.range()[0]!}"
          y2="${y.range()[1]!}"
          ><title>threshold in use ${figure(threshold.value)} (${threshold.source})</title></line
        >${curve(id, steps, x, y)}${
          pooled.dice !== null &&
          mark(
            id,
            x(threshold.value),
            y(pooled.dice),
            `at the threshold in use: Dice ${share(pooled.dice)}`,
            64,
          )
        }${
          curves.oracle &&
          markup`<circle
            class="oracle"
            cx="${at(x(curves.oracle.threshold))}"
            cy="${at(y(curves.oracle.dice))}"
            r="5"
            ><title>
              best threshold, known only with the truth: ${figure(curves.oracle.threshold)}, Dice
              ${share(curves.oracle.dice)}
            </title></circle
          >`
        }`,
  );
}
