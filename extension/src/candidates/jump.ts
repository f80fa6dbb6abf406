import type { Vec3 } from '@lacuna/core/imaging/series.ts';
import type { Host } from '../host/host.ts';
import { viewportsOf } from '../series/displayed-series.ts';
import type { ReviewSeries } from '../series/review-series.ts';
import { ViewportViews } from '../viewports/viewport-views.ts';
import type { Candidate } from './candidate.ts';

/** From here on a view counts as zoomed, and is moved so that the region is in its middle. */
const ZOOMED = 1.05;

/** Shows a region in every viewport of its series: its slice in the plane of the images, its centre in other planes. */
export async function jumpTo(host: Host, series: ReviewSeries, region: Candidate): Promise<void> {
  const views = new ViewportViews(host);
  const slice = series.slices[region.centreSlice];
  const { imageIds } = series.displaySet;
  if (!slice || !imageIds) return;
  for (const viewportId of viewportsOf(host.services, series.displaySet)) {
    const viewport = views.viewport(viewportId);
    if (!viewport) continue;
    if ('setImageIdIndex' in viewport) await views.goTo(viewportId, imageIds, slice.displayIndex);
    else viewport.jumpToWorld([...region.centreMm]);
    if (viewport.getZoom() > ZOOMED) centre(viewport, region.centreMm);
    viewport.render();
  }
}

type Viewport = NonNullable<ReturnType<ViewportViews['viewport']>>;

function centre(viewport: Viewport, point: Vec3): void {
  const [x, y] = viewport.worldToCanvas([...point]);
  const { clientWidth, clientHeight } = viewport.canvas;
  const [panX, panY] = viewport.getPan();
  viewport.setPan([panX + clientWidth / 2 - x, panY + clientHeight / 2 - y]);
}
