import { useEffect, useMemo, useRef } from 'react';
import { perLayer } from '../methods.ts';
import { useReview } from '../panel/review-context.ts';
import type { ReviewState } from '../state/review-state.ts';
import { t } from '../text/t.ts';
import { CandidateRow } from './candidate-row.tsx';
import { percentileOf } from './healthy-scale.ts';
import { ListControls } from './list-controls.tsx';
import { inOrder, listedOutput, MOST_ROWS, partlyRun } from './listed.ts';
import { useRowsInView } from './rows-in-view.ts';
import { CANDIDATES_CSS } from './styles.ts';

/** The candidate regions of the series at the present threshold. */
export function CandidatesSection() {
  const { state, actions } = useReview();
  const { selected, naming, regions, order, hideRejected } = state.candidates;
  const output = listedOutput(state);
  const listed = useMemo(
    () => inOrder(regions, output, order, hideRejected),
    [regions, output, order, hideRejected],
  );
  const { rows, onScroll } = useRowsInView(listed);
  const manifest = state.weights.kind === 'ready' ? state.weights.info.manifest : undefined;
  const percentiles = useMemo(
    () => perLayer((layer) => (manifest ? percentileOf(manifest, layer) : undefined)),
    [manifest],
  );
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (state.series.kind !== 'admitted') return null;
  const partial = partlyRun(state);
  const rejected = listed.filter(({ status }) => status === 'rejected').length;
  return (
    <section
      aria-label={t('candidates.title')}
      className="lc-stack"
      data-cy="lacuna-candidates"
      aria-busy={state.candidates.busy}
    >
      <style>{CANDIDATES_CSS}</style>
      <div className="lc-row lc-wrap">
        <h3 style={{ margin: 0, flex: '1 1 auto' }}>
          {t('candidates.title')}
          <span className="lc-updating" aria-hidden="true" title={t('candidates.updating')}>
            ↻
          </span>
        </h3>
        <span className="lc-muted lc-number" data-cy="lacuna-candidate-count">
          {listed.length > 0 ? t('candidates.count', { count: listed.length }) : ''}
          {rejected > 0 ? `, ${t('candidates.rejectedCount', { count: rejected })}` : ''}
        </span>
      </div>
      <ListControls />
      {listed.length === 0 ? (
        <p className="lc-muted" data-cy="lacuna-candidates-none">
          {whyEmpty(state)}
        </p>
      ) : (
        <div
          className="lc-regions"
          ref={list}
          onScroll={onScroll}
          tabIndex={-1}
          role="table"
          aria-label={t('candidates.title')}
          aria-rowcount={listed.length + 1}
        >
          <div role="row" className="lc-unseen">
            <span role="columnheader">{t('candidates.columnRegion')}</span>
            <span role="columnheader">{t('candidates.columnDecision')}</span>
            <span role="columnheader">{t('candidates.columnFacts')}</span>
          </div>
          {rows.slice(0, MOST_ROWS).map((region) => (
            <CandidateRow
              key={region.id}
              region={region}
              selected={region.id === selected}
              naming={region.id === naming}
              percentile={percentiles[region.output]}
              actions={actions.candidates}
              keys={state.keys}
            />
          ))}
        </div>
      )}
      {partial && (
        <p className="lc-muted" data-cy="lacuna-candidates-partial">
          {t('candidates.partial', partial)}
        </p>
      )}
      {listed.length > MOST_ROWS && (
        <p className="lc-muted">{t('candidates.capped', { shown: MOST_ROWS, count: listed.length })}</p>
      )}
      {regions.length > 0 && listed.length > 0 && leftOut(state) > 0 && (
        <p className="lc-muted" data-cy="lacuna-candidates-left-out">
          {t('candidates.leftOut', { count: leftOut(state) })}
        </p>
      )}
    </section>
  );
}

function leftOut(state: ReviewState): number {
  const output = listedOutput(state);
  const counts = state.candidates.leftOut;
  if (output !== 'all') return counts[output] ?? 0;
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** An empty list says what it is empty of: not run is something else than nothing found. */
function whyEmpty(state: ReviewState): string {
  const output = listedOutput(state);
  const { methods, candidates } = state;
  const outcomes =
    output === 'all' ? Object.values(methods).flatMap((m) => m.outcomes) : methods[output].outcomes;
  if (!outcomes.some((outcome) => outcome !== null)) return t('candidates.notRun');
  const there = candidates.regions.some((region) => output === 'all' || region.output === output);
  if (there) return t('candidates.allHidden');
  const count = leftOut(state);
  return count > 0 ? t('candidates.noneOfSize', { count }) : t('candidates.none');
}
