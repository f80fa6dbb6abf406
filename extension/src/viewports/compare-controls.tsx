import { Choice } from '../heat-map/map-look.tsx';
import { FlipControls } from '../flips/flip-controls.tsx';
import { withKey } from '../keys/present-keys.ts';
import { SHORT_NAMES } from '../methods.ts';
import { useReview } from '../panel/review-context.ts';
import { ReconstructionControls } from '../reconstruction/reconstruction-controls.tsx';
import { hasConsensus, hasResults } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { FEWEST_SEEDS } from '../uncertainty/state.ts';
import {
  isLayer,
  PANE_COUNTS,
  paneContents,
  reconstructedBy,
  resizedPanes,
  variationOf,
  type PaneContent,
} from './pane-content.ts';
import { panesOf } from './panes-state.ts';

/** Comparison on or off, the number of panes and what each of them shows. */
export function CompareControls() {
  const { state, actions } = useReview();
  const { compare, series } = state;
  const consensus = hasConsensus(state);
  const panes = panesOf(state.panes, consensus);
  const withVariations = state.uncertainty.finished >= FEWEST_SEEDS;
  return (
    <div className="lc-stack">
      <div className="lc-row">
        <label className="lc-row lc-grow" title={withKey(t('maps.compareTip'), state.keys.toggleCompare)}>
          <input
            type="checkbox"
            data-cy="lacuna-compare"
            checked={compare}
            disabled={series.kind !== 'admitted' || (!compare && !hasResults(state))}
            onChange={(event) => void actions.setCompare(event.target.checked)}
          />
          <span>{t('maps.compare')}</span>
        </label>
        {compare && (
          <div className="lc-row" role="group" aria-label={t('maps.panes')}>
            {PANE_COUNTS.map((count) => (
              <button
                key={count}
                type="button"
                className="lc-count"
                data-cy={`lacuna-panes-${count}`}
                aria-pressed={panes.length === count}
                title={`${t('maps.paneCount', { count })}\n${withKey(t('keys.nextPaneCount'), state.keys.nextPaneCount)}`}
                aria-label={t('maps.paneCount', { count })}
                onClick={() => void actions.comparePanes(resizedPanes(panes, count, consensus))}
              >
                {count}
              </button>
            ))}
          </div>
        )}
      </div>
      {compare &&
        panes.map((content, position) => (
          <Choice
            key={position}
            brief
            hook={`lacuna-pane-${position + 1}`}
            label={t('maps.pane', { number: position + 1 })}
            value={content}
            options={paneContents(consensus, withVariations || variationOf(content) !== undefined).map(
              (id) => [id, contentName(id)],
            )}
            onChoose={(id) => void actions.comparePanes(replaced(panes, position, id as PaneContent))}
          />
        ))}
      {compare && panes.some((content) => reconstructedBy(content)) && <ReconstructionControls />}
      {compare && panes.includes('flips') && <FlipControls />}
    </div>
  );
}

const replaced = (panes: readonly PaneContent[], position: number, content: PaneContent): PaneContent[] =>
  panes.map((old, i) => (i === position ? content : old));

function contentName(content: PaneContent): string {
  if (isLayer(content)) return SHORT_NAMES[content];
  const layer = variationOf(content);
  if (layer) return t('uncertainty.variationOf', { name: SHORT_NAMES[layer] });
  const method = reconstructedBy(content);
  if (method) return t('maps.counterpartOf', { name: SHORT_NAMES[method] });
  return t(`maps.${content as 'source' | 'difference' | 'flips'}`);
}
