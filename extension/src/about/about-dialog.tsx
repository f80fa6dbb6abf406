import { useEffect, useState } from 'react';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
import { Dialog } from '../panel/dialog.tsx';
import { MODEL_CARD_PATH } from '../inference/addresses.ts';
import type { ReviewStore } from '../state/store.ts';
import { useStore } from '../state/use-store.ts';
import { t } from '../text/t.ts';
import { copiedText } from './copied-text.ts';
import { fetchModelCard, type ModelCard } from './model-card.ts';
import { aboutSections, type AboutSection } from './sections.ts';

/** "About this map": what the map on the screen was made with, what it means and what is known against it. */
export function AboutDialog({ store }: { store: ReviewStore }) {
  const layer = useStore(store, ({ about }) => about);
  if (layer === null) return null;
  return (
    <Dialog
      hook="lacuna-about"
      title={t('about.of', { name: LAYER_NAMES[layer] })}
      onClose={() => store.dispatch({ type: 'about', layer: null })}
    >
      <About store={store} layer={layer} />
    </Dialog>
  );
}

function About({ store, layer }: { store: ReviewStore; layer: LayerId }) {
  const state = useStore(store, (all) => all);
  const sections = aboutSections(state, layer);
  const card = useModelCard();
  return (
    <>
      <p className="lc-research-use">{t('panel.researchUse')}</p>
      {sections.map((section, i) => (
        <Section key={i} {...section} />
      ))}
      <section>
        <h3>{t('about.limits')}</h3>
        {card === undefined && <p className="lc-muted">{t('about.noCard')}</p>}
        {card && (
          <>
            <ul data-cy="lacuna-about-limits" lang="en">
              {card.limits.map((limit) => (
                <li key={limit}>{limit}</li>
              ))}
            </ul>
            <details>
              <summary>{t('about.card')}</summary>
              <pre lang="en" tabIndex={0}>
                {card.text}
              </pre>
            </details>
          </>
        )}
      </section>
      <Copy text={copiedText(sections, card?.limits ?? [])} />
    </>
  );
}

function Section({ title, rows, note }: AboutSection) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {note && <p className="lc-muted">{note}</p>}
    </section>
  );
}

function Copy({ text }: { text: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(t(copied ? 'about.copied' : 'about.notCopied'));
  };
  return (
    <section>
      <div className="lc-row">
        <button type="button" data-cy="lacuna-about-copy" onClick={() => void copy()}>
          {t('about.copy')}
        </button>
        <span className="lc-muted" role="status">
          {said}
        </span>
      </div>
    </section>
  );
}

/** `null` while it is loading. */
function useModelCard(): ModelCard | undefined | null {
  const [card, setCard] = useState<ModelCard | undefined | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    void fetchModelCard(MODEL_CARD_PATH, abort.signal).then((found) => {
      if (!abort.signal.aborted) setCard(found);
    });
    return () => abort.abort();
  }, []);
  return card;
}
