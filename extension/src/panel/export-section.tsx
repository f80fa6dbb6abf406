import { useState } from 'react';
import { LAYER_IDS, LAYER_NAMES, type LayerId } from '../methods.ts';
import { shownLayers } from '../state/selectors.ts';
import { useReview } from './review-context.ts';

/** DICOM SEG of one layer: as a file, or into the study's own data source. */
export function ExportSection() {
  const { state, actions } = useReview();
  const [method, setMethod] = useState<LayerId>(LAYER_IDS[0]);
  const hasLayer = state.methods[method].outcomes.some((outcome) => outcome !== null);
  const busy = state.export.kind === 'busy' || state.run.kind === 'running';
  const storeBlocked = actions.storeBlockedBy();
  return (
    <section aria-label="Export" className="lc-stack">
      <h3>DICOM SEG of what is shown</h3>
      <p data-cy="lacuna-export-status" role="status" aria-live="polite" className={LOOK[state.export.kind]}>
        {state.export.kind === 'idle' ? '' : state.export.sentence}
      </p>
      <select
        aria-label="Layer to export"
        data-cy="lacuna-export-method"
        value={method}
        onChange={(event) => setMethod(LAYER_IDS.find((id) => id === event.target.value) ?? LAYER_IDS[0])}
      >
        {shownLayers(state).map((id) => (
          <option key={id} value={id}>
            {LAYER_NAMES[id]}
          </option>
        ))}
      </select>
      <div className="lc-row">
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-export-seg"
          disabled={!hasLayer || busy}
          onClick={() => void actions.downloadSegmentation(method)}
        >
          Download
        </button>
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-store-seg"
          disabled={!hasLayer || busy || storeBlocked !== undefined}
          title={storeBlocked ?? 'Send to the server of this study, then read it back and compare'}
          onClick={() => void actions.storeSegmentation(method)}
        >
          Store
        </button>
      </div>
    </section>
  );
}

const LOOK = { idle: 'lc-muted', busy: 'lc-muted', finished: 'lc-success', failed: 'lc-error' } as const;
