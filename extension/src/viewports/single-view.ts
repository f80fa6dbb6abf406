import { afterFrames } from '../host/frames.ts';
import type { Host } from '../host/host.ts';
import type { DisplaySet } from '../host/ohif-types.ts';
import { viewportsOf } from '../series/displayed-series.ts';

/** For the viewer to make its viewports; after it, editing is left to what is there. */
const LIMIT_FRAMES = 120;

/** Leaves the comparison for the viewer's own viewports; resolves when they show the series with its layers. */
export async function toSingleView(
  host: Host,
  displaySet: DisplaySet | undefined,
  leave: () => Promise<void>,
  present: () => Promise<void>,
): Promise<void> {
  await leave();
  const { cornerstoneViewportService } = host.services;
  const ready = () => {
    const ids = displaySet ? viewportsOf(host.services, displaySet) : [];
    return (
      ids.length > 0 && ids.every((id) => cornerstoneViewportService.getCornerstoneViewport(id)?.element)
    );
  };
  for (let frame = 0; frame < LIMIT_FRAMES && !ready(); frame++) await afterFrames(1);
  await afterFrames(2); // the images come a frame after the viewport
  await present();
}
