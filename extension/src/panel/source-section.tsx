import type { WeightsInfo, WeightsState } from '../state/review-state.ts';
import { StepsChoice } from '../refinement/steps-choice.tsx';
import { useReview } from './review-context.ts';
import { decimals } from '../text/numbers.ts';
import { t } from '../text/t.ts';

const MB = 1e6;
const MAX_SEED = 2 ** 32 - 1;

/** With which weights and which seed. */
export function SourceSection() {
  const { state, actions, dispatch } = useReview();
  const { weights, seed, resultsSeed, run } = state;
  return (
    <section aria-label={t('source.title')} className="lc-stack">
      <p
        className={weights.kind === 'failed' ? 'lc-error' : 'lc-muted'}
        data-cy="lacuna-weights"
        data-state={weights.kind}
      >
        {describeWeights(weights)}
      </p>
      {weights.kind === 'failed' && (
        <button type="button" onClick={() => actions.retryStart()}>
          {t('source.again')}
        </button>
      )}
      {weights.kind === 'ready' && <Limits info={weights.info} />}
      <details>
        <summary>{t('source.advanced')}</summary>
        <label className="lc-row">
          <span className="lc-grow">{t('source.seed')}</span>
          <input
            type="number"
            data-cy="lacuna-seed"
            min={0}
            max={MAX_SEED}
            step={1}
            value={seed}
            disabled={run.kind === 'running'}
            onChange={(event) => {
              const value = event.target.valueAsNumber;
              if (Number.isInteger(value) && value >= 0 && value <= MAX_SEED)
                dispatch({ type: 'seed', seed: value });
            }}
          />
        </label>
        <StepsChoice />
        <p className="lc-muted">
          {t('source.same')}
          {resultsSeed !== null && resultsSeed !== seed
            ? ` ${t('source.otherSeed', { seed: resultsSeed })}`
            : ''}
        </p>
      </details>
    </section>
  );
}

function Limits({ info }: { info: WeightsInfo }) {
  const { manifest } = info;
  const facts: Readonly<Record<string, unknown>> = {
    [t('source.sequence')]: manifest.sequence,
    [t('source.trainedOn')]: manifest.training['data'],
    [t('source.notes')]: manifest.training['notes'],
    [t('source.thresholdsFrom')]: manifest.calibration['cohort'],
    'SHA-256': info.sha256,
  };
  return (
    <details data-cy="lacuna-limits">
      <summary>{t('source.limits')}</summary>
      <div className="lc-stack">
        <p className="lc-muted">{t('source.know', { sequence: manifest.sequence })}</p>
        <dl>
          {Object.entries(facts).map(([name, value]) =>
            typeof value === 'string' && value !== '' ? (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </div>
    </details>
  );
}

function describeWeights(weights: WeightsState): string {
  switch (weights.kind) {
    case 'idle':
      return t('source.idle');
    case 'loading': {
      const { loadedBytes, totalBytes } = weights;
      if (totalBytes === 0) return t('source.loading');
      return t('source.loadingMb', {
        loaded: decimals(loadedBytes / MB, 1),
        total: decimals(totalBytes / MB, 1),
      });
    }
    case 'restarting':
      return t('source.restarting', { reason: weights.reason });
    case 'failed':
      return weights.sentence;
    case 'ready': {
      const { id, version } = weights.info.manifest;
      return t('source.ready', { id, version, hash: weights.info.sha256.slice(0, 8) });
    }
  }
}
