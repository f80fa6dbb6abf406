import { useReview } from '../panel/review-context.ts';
import type { ReviewState } from '../state/review-state.ts';
import { t } from '../text/t.ts';
import { hintFor, keepPutAway } from './hints.ts';

const keysOf = ({ keys }: ReviewState) => ({
  next: keys.nextCandidate,
  previous: keys.previousCandidate,
  accept: keys.acceptCandidate,
  reject: keys.rejectCandidate,
});

/** One hint at a time, where it is of use; it blocks nothing. */
export function HintCard() {
  const { state, dispatch } = useReview();
  const hint = hintFor(state);
  if (!hint) return null;
  const putAway = () => {
    const dismissed = [...state.help.dismissed, hint];
    keepPutAway(dismissed);
    dispatch({ type: 'help', change: { dismissed } });
  };
  return (
    <aside className="lc-hint" aria-label={t('help.hint')} data-cy={`lacuna-hint-${hint}`}>
      <p>{t(`help.hint-${hint}`, keysOf(state))}</p>
      <div className="lc-row">
        <button type="button" data-cy="lacuna-hint-away" onClick={putAway}>
          {t('help.gotIt')}
        </button>
        <button
          type="button"
          className="lc-link"
          onClick={() => dispatch({ type: 'help', change: { open: true } })}
        >
          {t('help.title')}
        </button>
      </div>
    </aside>
  );
}
