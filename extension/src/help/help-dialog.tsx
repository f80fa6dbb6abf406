import { KEY_IDS } from '../keys/key-list.ts';
import { keyName } from '../keys/key-name.ts';
import { Dialog } from '../panel/dialog.tsx';
import type { ReviewStore } from '../state/store.ts';
import { useStore } from '../state/use-store.ts';
import { t } from '../text/t.ts';
import { keepPutAway } from './hints.ts';

const PARAGRAPHS = ['what', 'threshold', 'regions', 'empty', 'compare', 'own'] as const;

/** "How to read this": what the maps say and what they do not, and every key. */
export function HelpDialog({ store }: { store: ReviewStore }) {
  const help = useStore(store, (state) => state.help);
  const keys = useStore(store, (state) => state.keys);
  const { dispatch } = store;
  if (!help.open) return null;
  const close = () => dispatch({ type: 'help', change: { open: false } });
  const hintsAgain = () => {
    keepPutAway([]);
    dispatch({ type: 'help', change: { dismissed: [] } });
  };
  return (
    <Dialog hook="lacuna-help" title={t('help.title')} onClose={close}>
      <p className="lc-research-use">{t('panel.researchUse')}</p>
      <section>
        {PARAGRAPHS.map((name) => (
          <p key={name}>{t(`help.${name}`)}</p>
        ))}
      </section>
      <section>
        <h3>{t('help.keys')}</h3>
        <dl data-cy="lacuna-help-keys">
          {KEY_IDS.map((id) => (
            <div key={id} style={{ display: 'contents' }}>
              <dt>
                <kbd>{keys[id]}</kbd>
              </dt>
              <dd>{keyName(id)}</dd>
            </div>
          ))}
        </dl>
        <p className="lc-muted">{t('help.keysElsewhere')}</p>
      </section>
      <section>
        <button
          type="button"
          data-cy="lacuna-hints-again"
          disabled={help.dismissed.length === 0}
          onClick={hintsAgain}
        >
          {t('help.again')}
        </button>
      </section>
    </Dialog>
  );
}
