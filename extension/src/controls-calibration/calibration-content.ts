import type { WeightsInfo } from '../state/review-state.ts';
import type { CalibrationFigures } from './calibration-of.ts';
import type { ControlsCount } from './state.ts';
import { SOFTWARE_VERSION } from '../id.ts';

/**
 * A `lacuna-calibration/1` file. It names no patient and no series: it may be passed on. The thresholds of the intensity baselines,
 * which the viewer does not compute, are absent.
 */
export function calibrationContent(
  { manifest, sha256 }: WeightsInfo,
  figures: CalibrationFigures,
  count: ControlsCount,
  seed: number,
): Uint8Array {
  const content = {
    schema: 'lacuna-calibration/1',
    weightsId: manifest.id,
    weightsSha256: sha256,
    cohort: {
      ...count,
      description: `${count.cases} series marked as healthy controls in the viewer`,
    },
    createdBy: `lacuna viewer ${SOFTWARE_VERSION}`,
    seed,
    ...figures,
  };
  return new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
}
