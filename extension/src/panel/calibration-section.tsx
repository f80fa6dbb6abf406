import type { DragEvent } from 'react';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import { ControlsSection } from '../controls-calibration/controls-section.tsx';
import { useReview } from './review-context.ts';
import { t } from '../text/t.ts';

/** Whose thresholds are in use, and the way to put in those of one's own scanner. */
export function CalibrationSection() {
  const { state, actions } = useReview();
  const { weights, run, calibrationRefused } = state;
  if (weights.kind !== 'ready') return null;
  const { manifest } = weights.info;
  const own = manifest.calibrationFile !== undefined;
  const blocked = run.kind === 'running';
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !blocked) void actions.useCalibration(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation(); // OHIF would take it for images
    take(event.dataTransfer.files);
  };
  return (
    <section
      aria-label={t('calibration.title')}
      className="lc-stack"
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <p className="lc-muted" data-cy="lacuna-calibration" role="status" style={{ overflowWrap: 'anywhere' }}>
        {t('calibration.of', { cohort: own ? describeCohort(manifest) : t('calibration.weights') })}
      </p>
      {calibrationRefused !== null && (
        <p className="lc-error" role="alert" data-cy="lacuna-calibration-refused">
          {calibrationRefused}
        </p>
      )}
      <details>
        <summary>{t('calibration.title')}</summary>
        <div className="lc-stack">
          <label className="lc-stack" title={t('calibration.madeBy')}>
            <span>{t('calibration.choose')}</span>
            <input
              type="file"
              accept=".json,application/json"
              data-cy="lacuna-calibration-file"
              disabled={blocked}
              style={{ width: '100%' }}
              onChange={({ target }) => {
                take(target.files);
                target.value = ''; // the same file can be chosen again
              }}
            />
          </label>
          <button
            type="button"
            data-cy="lacuna-calibration-own"
            disabled={!own || blocked}
            onClick={() => void actions.removeCalibration()}
          >
            {t('calibration.remove')}
          </button>
        </div>
      </details>
      <ControlsSection />
    </section>
  );
}

/** The description as its maker wrote it, with the numbers. */
function describeCohort({ calibration, calibrationFile = '' }: WeightsManifest): string {
  const { cohort, cases, slices } = calibration;
  return t('calibration.cohort', {
    cohort: String(cohort),
    cases: String(cases),
    slices: String(slices),
    file: calibrationFile.slice(0, 8),
  });
}
