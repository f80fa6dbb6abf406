import { useReview } from '../panel/review-context.ts';
import type { StudySeries } from '../runs/study-series.ts';
import { t } from '../text/t.ts';
import { markable } from './markable.ts';
import { areFew, type ControlsWork, FEW_CASES, FEW_PIXELS } from './state.ts';
import { grouped } from '../text/numbers.ts';

/** Which series are healthy controls, and the calibration made from them. */
export function ControlsSection() {
  const { state, actions } = useReview();
  const { work, marked } = state.controls;
  const running = work.kind === 'running';
  const busy = state.run.kind === 'running' || state.study.running;
  const listed = markable(state);
  const blocked = busy ? t('controls.busy') : marked.length === 0 ? t('controls.none') : undefined;
  return (
    <details data-cy="lacuna-controls">
      <summary>{t('controls.title')}</summary>
      <div className="lc-stack">
        <p className="lc-muted">{t('controls.explain')}</p>
        {listed.length === 0 && <p className="lc-muted">{t('controls.empty')}</p>}
        <ul className="lc-list" aria-label={t('controls.listed')}>
          {listed.map((series) => (
            <Row key={series.key} series={series} marked={marked.includes(series.key)} disabled={running} />
          ))}
        </ul>
        <div className="lc-row">
          <button
            type="button"
            className="lc-grow"
            data-cy="lacuna-controls-calibrate"
            disabled={running || blocked !== undefined}
            title={blocked ?? t('controls.calibrateHint')}
            onClick={() => void actions.controls.calibrate()}
          >
            {t('controls.calibrate')}
          </button>
          <button
            type="button"
            data-cy="lacuna-controls-cancel"
            disabled={!running}
            onClick={() => actions.controls.cancel()}
          >
            {t('controls.cancel')}
          </button>
        </div>
        <p
          className={work.kind === 'failed' ? 'lc-error' : 'lc-muted lc-number'}
          role="status"
          aria-live="polite"
          data-cy="lacuna-controls-status"
        >
          {textOf(work)}
        </p>
        {work.kind === 'done' && areFew(work.count) && (
          <p className="lc-warning" data-cy="lacuna-controls-few">
            {t('controls.few', { cases: FEW_CASES, pixels: grouped(FEW_PIXELS) })}
          </p>
        )}
        {work.kind === 'done' && (
          <button type="button" data-cy="lacuna-controls-save" onClick={() => actions.controls.save()}>
            {t('controls.save')}
          </button>
        )}
      </div>
    </details>
  );
}

function Row(props: { series: StudySeries; marked: boolean; disabled: boolean }) {
  const { series, marked, disabled } = props;
  const { actions } = useReview();
  return (
    <li data-cy="lacuna-control" data-series={series.key}>
      <label className="lc-row">
        <input
          type="checkbox"
          checked={marked}
          disabled={disabled}
          onChange={(event) => actions.controls.mark(series.key, event.target.checked)}
        />
        <span className="lc-grow">{series.name}</span>
      </label>
      <p className="lc-muted lc-number">{standing(actions.controls.slicesOf(series.key))}</p>
    </li>
  );
}

function standing(slices: { usable: number; whole: boolean } | null): string {
  if (!slices || slices.usable === 0) return t('controls.notRun');
  return t(slices.whole ? 'controls.usable' : 'controls.partly', { count: slices.usable });
}

function textOf(work: ControlsWork): string {
  switch (work.kind) {
    case 'running':
      return t('controls.progress', { percent: Math.floor(100 * work.share) });
    case 'cancelled':
      return t('controls.cancelled');
    case 'failed':
      return work.sentence;
    case 'done':
      return t('controls.done', { ...work.count, pixels: grouped(work.count.pixels) });
    case 'idle':
      return '';
  }
}
