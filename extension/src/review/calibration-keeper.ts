import { applyCalibration, type CalibrationInput } from '@lacuna/core/inference/calibration-file.ts';
import type { WeightsInfo } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';
import { readCalibration } from './calibration-input.ts';
import { asTold, errorText } from '../text/say.ts';
import { t } from '../text/t.ts';

/**
 * Holds the calibration file in use. The worker knows nothing of it: maps do not depend on thresholds and tables, so
 * that a file can be put in and taken out without running anything again.
 */
export class CalibrationKeeper {
  private input: CalibrationInput | undefined;

  constructor(private readonly store: ReviewStore) {}

  /** What weights become that have just been loaded, also by a worker that takes the place of a lost one. */
  calibrated({ manifest, sha256 }: WeightsInfo): WeightsInfo {
    if (!this.input) return { manifest, sha256 };
    try {
      return { manifest: applyCalibration(manifest, sha256, this.input), sha256, uncalibrated: manifest };
    } catch (thrown) {
      this.input = undefined;
      this.refuse(thrown);
      return { manifest, sha256 };
    }
  }

  /** Whether the file is in use now; the store has the sentence where it is refused, and what was in use stays. */
  async use(file: Blob): Promise<boolean> {
    try {
      const input = await readCalibration(file);
      const { weights, run } = this.store.getState();
      if (weights.kind !== 'ready' || run.kind === 'running') return false;
      const { uncalibrated, manifest, sha256 } = weights.info;
      const own = uncalibrated ?? manifest;
      const info = { manifest: applyCalibration(own, sha256, input), sha256, uncalibrated: own };
      this.input = input;
      this.store.dispatch({ type: 'calibrated', info });
      return true;
    } catch (thrown) {
      this.refuse(thrown);
      return false;
    }
  }

  /** Back to the thresholds and tables of the weights; whether that changed anything. */
  remove(): boolean {
    const { weights, run } = this.store.getState();
    if (weights.kind !== 'ready' || run.kind === 'running') return false;
    const { uncalibrated, sha256 } = weights.info;
    this.input = undefined;
    if (uncalibrated) this.store.dispatch({ type: 'calibrated', info: { manifest: uncalibrated, sha256 } });
    return uncalibrated !== undefined;
  }

  private refuse(thrown: unknown): void {
    const error = asTold(thrown, 'weights-invalid', t('calibration.unreadable'));
    this.store.dispatch({ type: 'calibration-refused', sentence: errorText(error) });
  }
}
