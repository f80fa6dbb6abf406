import { useState } from 'react';
import { EXPORT_KINDS, type ExportKind, isOfAllLayers } from '../export/export-kinds.ts';
import { withKey } from '../keys/present-keys.ts';
import { LAYER_IDS, LAYER_NAMES, type LayerId } from '../methods.ts';
import type { ExportState } from '../state/review-state.ts';
import { shownLayers } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { useReview } from './review-context.ts';

/** DICOM objects of what the layers show: as files, or into the study's own data source. */
export function ExportSection() {
  const { state, actions } = useReview();
  const [kind, setKind] = useState<ExportKind>('seg');
  const [layer, setLayer] = useState<LayerId>(LAYER_IDS[0]);
  const ofAll = isOfAllLayers(kind);
  const hasResult = (id: LayerId) => state.methods[id].outcomes.some((outcome) => outcome !== null);
  const ready = ofAll ? LAYER_IDS.some(hasResult) : hasResult(layer);
  const exporting = state.export.kind === 'busy';
  const blocked = !ready || exporting || state.run.kind === 'running';
  const storeBlocked = actions.storeBlockedBy();
  return (
    <section aria-label={t('export.section')} className="lc-stack">
      <h3>{t('export.heading')}</h3>
      <p data-cy="lacuna-export-status" role="status" aria-live="polite" className={LOOK[state.export.kind]}>
        {state.export.kind === 'idle' ? '' : state.export.sentence}
      </p>
      {exporting && <Busy share={shareOf(state.export)} onCancel={() => actions.cancelExport()} />}
      <select
        aria-label={t('export.kind')}
        data-cy="lacuna-export-kind"
        title={withKey(t('export.kind'), state.keys.focusExport)}
        value={kind}
        onChange={(event) => setKind(EXPORT_KINDS.find((id) => id === event.target.value) ?? 'seg')}
      >
        {EXPORT_KINDS.map((id) => (
          <option key={id} value={id}>
            {t(`export.kind-${id}`)}
          </option>
        ))}
      </select>
      <p className={kind === 'labelmap' ? 'lc-warning' : 'lc-muted'} data-cy="lacuna-export-hint">
        {t(`export.hint-${kind}`)}
      </p>
      {!ofAll && (
        <select
          aria-label={t('export.layer')}
          data-cy="lacuna-export-method"
          value={layer}
          onChange={(event) => setLayer(LAYER_IDS.find((id) => id === event.target.value) ?? LAYER_IDS[0])}
        >
          {shownLayers(state).map((id) => (
            <option key={id} value={id}>
              {LAYER_NAMES[id]}
            </option>
          ))}
        </select>
      )}
      <div className="lc-row">
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-export-seg"
          disabled={blocked}
          onClick={() => void actions.downloadExport(kind, layer)}
        >
          {t('export.download')}
        </button>
        <button
          type="button"
          className="lc-grow"
          data-cy="lacuna-store-seg"
          disabled={blocked || storeBlocked !== undefined}
          title={storeBlocked ?? t('export.storeTitle')}
          onClick={() => void actions.storeExport(kind, layer)}
        >
          {t('export.store')}
        </button>
      </div>
    </section>
  );
}

function Busy({ share, onCancel }: { share: number | undefined; onCancel: () => void }) {
  return (
    <div className="lc-row">
      <progress className="lc-grow" aria-label={t('export.title')} max={1} value={share} />
      <button type="button" data-cy="lacuna-export-cancel" onClick={onCancel}>
        {t('export.cancel')}
      </button>
    </div>
  );
}

const shareOf = (state: ExportState) => (state.kind === 'busy' ? state.share : undefined);

const LOOK = { idle: 'lc-muted', busy: 'lc-muted', finished: 'lc-success', failed: 'lc-error' } as const;
