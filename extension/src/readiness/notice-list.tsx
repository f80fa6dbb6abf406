import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { type Notice, noticesOf } from './notice.ts';

const TONES: Readonly<Record<Notice['kind'], string>> = {
  loading: 'lc-muted',
  warming: 'lc-muted',
  restarting: 'lc-warning',
  recovered: 'lc-warning',
  failed: 'lc-error',
  partial: 'lc-muted',
  recalled: 'lc-muted',
  offline: 'lc-warning',
};

/** What is read aloud by itself: megabytes would never end, and how a run ended is announced with its status. */
const ROLES: Readonly<Partial<Record<Notice['kind'], string>>> = {
  restarting: 'status',
  recovered: 'status',
  recalled: 'status',
  failed: 'alert',
  offline: 'status',
};

/** How far the weights are, what went wrong, and the button that goes on from there. */
export function NoticeList() {
  const { state, actions } = useReview();
  return (
    <div className="lc-stack" data-cy="lacuna-notices">
      {noticesOf(state).map(({ kind, sentence, share, action }) => (
        <div key={kind} className="lc-stack" data-cy="lacuna-notice" data-kind={kind} role={ROLES[kind]}>
          <div className="lc-row lc-wrap">
            <p className={`lc-beside lc-number ${TONES[kind]}`}>{sentence}</p>
            {action && (
              <button type="button" data-cy="lacuna-try-again" onClick={() => actions.tryAgain()}>
                {t(action === 'again' ? 'readiness.again' : 'readiness.goOn')}
              </button>
            )}
          </div>
          {share !== undefined && (
            <div className="lc-progress" aria-hidden="true">
              <div style={{ width: `${100 * share}%` }} />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
