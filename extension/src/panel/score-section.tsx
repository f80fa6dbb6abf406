import { useState } from 'react';
import { SHORT_NAMES, type LayerId } from '../methods.ts';
import { formatScore } from '../layers/threshold-scale.ts';
import type { ReviewState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import { useReview } from './review-context.ts';
import { ScoreChart } from './score-chart.tsx';
import { t } from '../text/t.ts';

/** The slice scores of all layers, and the numbers of the slice that is pointed at or shown. */
export function ScoreSection() {
  const { state, actions } = useReview();
  const [pointed, setPointed] = useState<number | null>(null);
  const sliceCount = state.series.kind === 'admitted' ? state.series.sliceCount : 0;
  if (sliceCount === 0) return null;
  const index = pointed ?? state.currentSlice ?? 0;
  return (
    <section aria-label={t('score.title')} className="lc-stack">
      <h3>{t('score.title')}</h3>
      <ScoreChart
        state={state}
        sliceCount={sliceCount}
        spoken={spokenScores(state, state.currentSlice ?? 0, sliceCount)}
        onPoint={setPointed}
        onGoTo={(displayIndex) => void actions.goToSlice(displayIndex)}
      />
      <div className="lc-tooltip lc-number" data-cy="lacuna-chart-tooltip">
        <span>{t('score.slice', { number: index + 1, total: sliceCount })}</span>
        {shownLayers(state).map((method) => (
          <div key={method} className={`lc-row lc-of-${method}`}>
            <span className="lc-swatch" />
            <span className="lc-grow lc-muted lc-one-line">{SHORT_NAMES[method]}</span>
            <span>{scoreText(state, method, index)}</span>
          </div>
        ))}
      </div>
    </section>
  );
}

/** What the chart shows of a slice, for those who hear it. */
function spokenScores(state: ReviewState, index: number, total: number): string {
  const scores = shownLayers(state).map(
    (method) => `${SHORT_NAMES[method]} ${scoreText(state, method, index)}`,
  );
  return `${t('score.slice', { number: index + 1, total })}: ${scores.join('; ')}`;
}

function scoreText({ methods }: ReviewState, method: LayerId, index: number): string {
  const outcome = methods[method].outcomes[index];
  if (!outcome) return t('score.notRun');
  if (outcome.status === 'no-brain') return t('score.noBrain');
  const score = formatScore(outcome.score);
  return outcome.candidate ? t('score.candidate', { score }) : score;
}
