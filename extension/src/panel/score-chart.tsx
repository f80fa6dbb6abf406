import { Fragment, type KeyboardEvent, type PointerEvent } from 'react';
import { cssColour, type LayerId } from '../methods.ts';
import { positionOf, SCALE_MARKS, SCALE_MAX, scaleOf } from '../layers/threshold-scale.ts';
import type { ReviewState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';

const WIDTH = 260;
const HEIGHT = 120;
const LEFT = 30;
const RIGHT = 6;
const TOP = 6;
const BOTTOM = 16;

interface ScoreChartProps {
  state: ReviewState;
  sliceCount: number;
  /** The shown slice and its scores in words. */
  spoken: string;
  /** The slice under the pointer, in display order; null when it leaves. */
  onPoint: (displayIndex: number | null) => void;
  onGoTo: (displayIndex: number) => void;
}

/**
 * Every layer over the slices, in display order. The vertical scale is the one of the threshold sliders, so scores of
 * different units can be read together: a point above the dashed line has a score above that layer's threshold.
 * Filled points hold a candidate region; a cross on the ground line is a slice without brain.
 */
export function ScoreChart({ state, sliceCount, spoken, onPoint, onGoTo }: ScoreChartProps) {
  const { currentSlice } = state;
  const x = (index: number) => LEFT + ((index + 0.5) * (WIDTH - LEFT - RIGHT)) / sliceCount;
  const indexAt = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const inside = ((event.clientX - box.left) * WIDTH) / box.width - LEFT;
    return clamp(Math.floor((inside * sliceCount) / (WIDTH - LEFT - RIGHT)), sliceCount);
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const target = keyTarget(event.key, currentSlice ?? 0, sliceCount);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // the viewer has its own arrow keys
    onGoTo(target);
  };
  return (
    <svg
      className="lc-chart"
      data-cy="lacuna-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      tabIndex={0}
      role="slider"
      aria-label={t('score.chart')}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={sliceCount}
      aria-valuenow={(currentSlice ?? 0) + 1}
      aria-valuetext={spoken}
      onPointerMove={(event) => onPoint(indexAt(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={(event) => onGoTo(indexAt(event as unknown as PointerEvent<SVGSVGElement>))}
      onKeyDown={onKeyDown}
    >
      <Axes sliceCount={sliceCount} x={x} />
      {currentSlice !== null && (
        <line
          data-cy="lacuna-chart-current"
          x1={x(currentSlice)}
          x2={x(currentSlice)}
          y1={TOP}
          y2={HEIGHT - BOTTOM}
          stroke="hsl(var(--foreground))"
          strokeOpacity={0.7}
        />
      )}
      {shownLayers(state).map((method) => (
        <LayerLine key={method} state={state} method={method} x={x} />
      ))}
    </svg>
  );
}

function Axes({ sliceCount, x }: { sliceCount: number; x: (index: number) => number }) {
  return (
    <g fontSize={9} fill="hsl(var(--muted-foreground))">
      {SCALE_MARKS.map(({ position, percent }) => (
        <Fragment key={percent}>
          <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(position)} y2={y(position)} stroke="hsl(var(--input))" />
          <text x={LEFT - 4} y={y(position) + 3} textAnchor="end">
            {percent} %
          </text>
        </Fragment>
      ))}
      <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} stroke="hsl(var(--muted-foreground))" />
      <text x={x(0)} y={HEIGHT - 4} textAnchor="middle">
        1
      </text>
      {sliceCount > 1 && (
        <text x={x(sliceCount - 1)} y={HEIGHT - 4} textAnchor="middle">
          {sliceCount}
        </text>
      )}
    </g>
  );
}

function LayerLine({
  state,
  method,
  x,
}: {
  state: ReviewState;
  method: LayerId;
  x: (index: number) => number;
}) {
  const { weights, methods } = state;
  if (weights.kind !== 'ready') return null;
  const scale = scaleOf(weights.info.manifest, method);
  if (!scale) return null;
  const { outcomes, threshold, visible } = methods[method];
  const colour = cssColour(method);
  const scored = outcomes.flatMap((outcome, index) =>
    outcome?.status === 'done' ? [{ index, outcome, height: y(positionOf(scale, outcome.score)) }] : [],
  );
  const path = scored.map(({ index, height }, i) => {
    const joined = i > 0 && scored[i - 1]!.index === index - 1;
    return `${joined ? 'L' : 'M'}${x(index).toFixed(1)} ${height.toFixed(1)}`;
  });
  return (
    <g stroke={colour} opacity={visible ? 1 : 0.35}>
      {threshold !== null && (
        <line
          x1={LEFT}
          x2={WIDTH - RIGHT}
          y1={y(positionOf(scale, threshold))}
          y2={y(positionOf(scale, threshold))}
          strokeDasharray="5 5"
          strokeDashoffset={DASH_OFFSETS[method]}
        />
      )}
      <path d={path.join(' ')} fill="none" strokeWidth={1.5} data-cy={`lacuna-chart-${method}`} />
      {scored.map(({ index, outcome, height }) => (
        <circle
          key={index}
          cx={x(index)}
          cy={height}
          r={2.4}
          fill={outcome.candidate ? colour : 'hsl(var(--background))'}
          data-cy={`lacuna-chart-point-${method}`}
          data-candidate={outcome.candidate}
          data-slice={index}
        />
      ))}
      {outcomes.map((outcome, index) =>
        outcome?.status === 'no-brain' ? (
          <path
            key={index}
            d={`M${x(index) - 2} ${y(0) - 2}l4 4m0 -4l-4 4`}
            data-cy="lacuna-chart-no-brain"
          />
        ) : null,
      )}
    </g>
  );
}

/** Threshold lines at the same level are seen one beside the other. */
const DASH_OFFSETS: Readonly<Record<LayerId, number>> = {
  'latent-bernoulli': 0,
  'diffusion-ad': 5,
  consensus: 2.5,
};

const y = (position: number): number => HEIGHT - BOTTOM - (position * (HEIGHT - TOP - BOTTOM)) / SCALE_MAX;
const clamp = (index: number, count: number): number => Math.min(Math.max(index, 0), count - 1);

const STEPS_OF_KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 5,
  PageDown: -5,
};

function keyTarget(key: string, current: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS_OF_KEYS[key];
  return step === undefined ? undefined : clamp(current + step, count);
}
