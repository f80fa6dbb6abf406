import { Choice } from '../heat-map/map-look.tsx';
import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { stepChoices } from './state.ts';

/** Asks for the trace of the shown slice and goes through its steps. */
export function FlipControls() {
  const { state, actions, dispatch } = useReview();
  const { steps, step, status } = state.flips;
  if (state.weights.kind !== 'ready') return null;
  const settings = state.weights.info.manifest.methods['latent-bernoulli'];
  const stepCount = status.kind === 'ready' ? status.stepCount : 1;
  return (
    <div className="lc-stack lc-of-latent-bernoulli">
      <Choice
        hook="lacuna-flip-steps"
        label={t('maps.flipSteps')}
        value={String(steps ?? settings.steps)}
        options={stepChoices(settings).map((count) => [String(count), String(count)])}
        onChoose={(count) => dispatch({ type: 'flips', change: { steps: Number(count) } })}
      />
      <button
        type="button"
        data-cy="lacuna-flip-trace"
        disabled={status.kind === 'busy' || state.run.kind === 'running'}
        onClick={() => void actions.traceFlips()}
      >
        {t('maps.flipTrace')}
      </button>
      {stepCount > 1 && (
        <label className="lc-row">
          <input
            type="range"
            data-cy="lacuna-flip-step"
            aria-label={t('maps.flipStepOf')}
            aria-valuetext={t('maps.flipStep', { step: step + 1, steps: stepCount })}
            min={0}
            max={stepCount - 1}
            value={step}
            onChange={(event) => dispatch({ type: 'flips', change: { step: Number(event.target.value) } })}
          />
          <span className="lc-number lc-muted lc-percent">
            {step + 1}/{stepCount}
          </span>
        </label>
      )}
    </div>
  );
}
