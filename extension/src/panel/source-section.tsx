import type { WeightsInfo, WeightsState } from '../state/review-state.ts';
import { useReview } from './review-context.ts';

const MB = 1e6;
const MAX_SEED = 2 ** 32 - 1;

/** With which weights and which seed. */
export function SourceSection() {
  const { state, actions, dispatch } = useReview();
  const { weights, seed, resultsSeed, run } = state;
  return (
    <section aria-label="Weights and seed" className="lc-stack">
      <p className={weights.kind === 'failed' ? 'lc-error' : 'lc-muted'} data-cy="lacuna-weights">
        {describeWeights(weights)}
      </p>
      {weights.kind === 'failed' && (
        <button type="button" onClick={() => actions.retryStart()}>
          Try again
        </button>
      )}
      {weights.kind === 'ready' && <Limits info={weights.info} />}
      <details>
        <summary>Advanced</summary>
        <label className="lc-row">
          <span className="lc-grow">Seed</span>
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
        <p className="lc-muted">
          The same seed, images, weights and back-end give the same maps.
          {resultsSeed !== null && resultsSeed !== seed
            ? ` The results shown were made with seed ${resultsSeed}.`
            : ''}
        </p>
      </details>
    </section>
  );
}

function Limits({ info }: { info: WeightsInfo }) {
  const { manifest } = info;
  const facts: Readonly<Record<string, unknown>> = {
    Sequence: manifest.sequence,
    'Trained on': manifest.training['data'],
    'Training notes': manifest.training['notes'],
    'Thresholds from': manifest.calibration['cohort'],
    'SHA-256': info.sha256,
  };
  return (
    <details data-cy="lacuna-limits">
      <summary>Limits of these weights</summary>
      <div className="lc-stack">
        <p className="lc-muted">
          The weights know axial {manifest.sequence} images of the brain. Other sequences, other organs,
          artefacts and surgery give misleading maps; a map without regions does not mean a healthy brain.
        </p>
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
      return 'Weights: not loaded yet';
    case 'loading': {
      const { loadedBytes, totalBytes } = weights;
      if (totalBytes === 0) return 'Loading weights';
      return `Loading weights: ${(loadedBytes / MB).toFixed(1)} of ${(totalBytes / MB).toFixed(1)} MB`;
    }
    case 'restarting':
      return `Starting again: ${weights.reason}`;
    case 'failed':
      return weights.sentence;
    case 'ready': {
      const { id, version } = weights.info.manifest;
      return `Weights ${id} ${version}, ${weights.info.sha256.slice(0, 8)}`;
    }
  }
}
