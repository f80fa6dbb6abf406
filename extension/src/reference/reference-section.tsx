import { SHORT_NAMES, type LayerId } from '../methods.ts';
import { useReview } from '../panel/review-context.ts';
import { shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { decimals } from '../text/numbers.ts';

/** Figures of the layers against a reference segmentation of the study; absent where there is none. */
export function ReferenceSection() {
  const { state, actions } = useReview();
  const { choices, chosen, loaded, segment } = state.reference;
  if (choices.length === 0) return null;
  return (
    <section aria-label={t('reference.title')} className="lc-stack" data-cy="lacuna-reference">
      <h3 style={{ margin: 0 }}>{t('reference.title')}</h3>
      <select
        aria-label={t('reference.choose')}
        data-cy="lacuna-reference-choice"
        value={chosen ?? ''}
        onChange={(event) => void actions.reference.choose(event.target.value || null)}
      >
        <option value="">{t('reference.none')}</option>
        {choices.map(({ displaySetInstanceUID, label }) => (
          <option key={displaySetInstanceUID} value={displaySetInstanceUID}>
            {label}
          </option>
        ))}
      </select>
      {loaded.kind === 'loading' && <p className="lc-muted">{t('reference.loading')}</p>}
      {loaded.kind === 'failed' && (
        <p className="lc-error" role="alert" data-cy="lacuna-reference-failed">
          {loaded.sentence}
        </p>
      )}
      {loaded.kind === 'ready' && (
        <>
          <select
            aria-label={t('reference.segment')}
            data-cy="lacuna-reference-segment"
            value={segment ?? ''}
            onChange={({ target }) =>
              actions.reference.setSegment(target.value === '' ? null : Number(target.value))
            }
          >
            <option value="">{t('reference.allSegments')}</option>
            {loaded.segments.map(({ number, label }) => (
              <option key={number} value={number}>
                {label}
              </option>
            ))}
          </select>
          <Figures />
        </>
      )}
    </section>
  );
}

function Figures() {
  const { state } = useReview();
  const { figures } = state.reference;
  const layers = shownLayers(state).filter((layer) => figures[layer]);
  if (layers.length === 0) return <p className="lc-muted">{t('reference.notRun')}</p>;
  const count = Math.max(...layers.map((layer) => figures[layer]?.slices ?? 0));
  return (
    <>
      <table className="lc-number" style={{ width: '100%', fontSize: 12 }} data-cy="lacuna-reference-figures">
        <thead className="lc-muted">
          <tr>
            <th scope="col" style={{ textAlign: 'left' }}>
              {t('reference.layer')}
            </th>
            {[t('reference.dice'), t('reference.sensitivity'), t('reference.falsePositive')].map((name) => (
              <th key={name} scope="col" style={{ textAlign: 'right' }}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {layers.map((layer) => (
            <FigureRow key={layer} layer={layer} />
          ))}
        </tbody>
      </table>
      <p className="lc-muted">{t('reference.slices', { count })}</p>
    </>
  );
}

function FigureRow({ layer }: { layer: LayerId }) {
  const figures = useReview().state.reference.figures[layer];
  if (!figures) return null;
  const { dice, sensitivity, falsePositiveMl } = figures;
  const cells = [share(dice), share(sensitivity), decimals(falsePositiveMl, falsePositiveMl < 10 ? 1 : 0)];
  return (
    <tr className={`lc-of-${layer}`} data-layer={layer}>
      <th scope="row" className="lc-name" style={{ textAlign: 'left' }}>
        {SHORT_NAMES[layer]}
      </th>
      {cells.map((cell, i) => (
        <td key={i} style={{ textAlign: 'right' }}>
          {cell}
        </td>
      ))}
    </tr>
  );
}

const share = (value: number | null): string => (value === null ? '–' : decimals(value, 3));
