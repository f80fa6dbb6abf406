import { Choice } from '../heat-map/map-look.tsx';
import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { nextChoices } from './run-settings.ts';
import { runStepChoices } from './state.ts';

const BARE = { border: 0, margin: '6px 0 0', padding: 0, minWidth: 0 };

/** How many denoiser calls a slice the next run makes, and what that costs. */
export function StepsChoice() {
  const { state, dispatch } = useReview();
  const { weights, run, refinement } = state;
  if (weights.kind !== 'ready') return null;
  const { manifest } = weights.info;
  const { steps: usual } = manifest.methods['latent-bernoulli'];
  const { steps: chosen } = nextChoices(state);
  const choices = runStepChoices(manifest, chosen);
  const named = (count: number): string => {
    if (count === usual) return t('refinement.usual', { count });
    return count === choices.at(-1) ? t('refinement.published', { count }) : String(count);
  };
  return (
    <fieldset className="lc-stack" style={BARE} disabled={run.kind === 'running'}>
      <Choice
        hook="lacuna-steps"
        label={t('refinement.label')}
        value={String(chosen ?? usual)}
        options={choices.map((count) => [String(count), named(count)])}
        onChoose={(value) => {
          const count = Number(value);
          dispatch({ type: 'refinement', change: { steps: count === usual ? null : count } });
        }}
      />
      <p className="lc-muted" data-cy="lacuna-steps-meaning">
        {chosen === null
          ? t('refinement.why')
          : `${t('refinement.cost', { count: chosen, usual, times: Math.ceil(chosen / usual) })} ${t('refinement.calibration', { usual })}`}
        {refinement.resultsSteps !== chosen && state.resultsSeed !== null
          ? ` ${t('refinement.shown', { count: refinement.resultsSteps ?? usual })}`
          : ''}
      </p>
    </fieldset>
  );
}
