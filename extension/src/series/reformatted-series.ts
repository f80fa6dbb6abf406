import { axialView, type AxialView } from '@lacuna/core/imaging/reformat.ts';
import type { Plane } from '@lacuna/core/imaging/reformat-rule.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import { t } from '../text/t.ts';
import { told } from '../text/say.ts';

/** What of a series matters here. */
interface Viewed {
  readonly slices: readonly unknown[];
  readonly view?: AxialView;
}

/** How a series that is not axial is read, and the sentence that says so; nothing for an axial one. */
export function reformatOf(
  plane: Plane,
  geometries: readonly SliceGeometry[],
): { view?: AxialView; warnings: readonly string[] } {
  if (plane === 'axial') return { warnings: [] };
  const view = axialView(geometries);
  return { view, warnings: [t(`series.${plane}`, { count: view.geometries.length })] };
}

/** How many slices the detectors see. */
export const detectedCount = ({ slices, view }: Viewed): number => view?.geometries.length ?? slices.length;

/** Of what works on single slices, which a series read as axial slices does not have in the viewer. */
export function refuseReformatted({ view }: Viewed): void {
  if (view) throw told('not-axial', t('run.wholeOnly'));
}
