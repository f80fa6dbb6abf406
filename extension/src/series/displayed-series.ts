import type { DisplaySet, Services } from '../host/ohif-types.ts';

/**
 * The image series that a viewport shows. A viewport that shows a SEG or another overlay stands for the series
 * underneath it.
 */
export function displayedSeries(services: Services, viewportId: string | null): DisplaySet | undefined {
  if (!viewportId) return undefined;
  const { viewportGridService, displaySetService } = services;
  for (const uid of viewportGridService.getDisplaySetsUIDsForViewport(viewportId) ?? []) {
    const displaySet = displaySetService.getDisplaySetByUID(uid);
    const underneath = displaySet?.referencedDisplaySetInstanceUID;
    if (displaySet && !displaySet.isOverlayDisplaySet && !underneath) return displaySet;
    const referenced = underneath ? displaySetService.getDisplaySetByUID(underneath) : undefined;
    if (referenced) return referenced;
  }
  return undefined;
}

/** Viewports of the grid that show the series. */
export function viewportsOf(services: Services, displaySet: DisplaySet): string[] {
  const ids = [...services.viewportGridService.getState().viewports.keys()];
  return ids.filter(
    (id) => displayedSeries(services, id)?.displaySetInstanceUID === displaySet.displaySetInstanceUID,
  );
}
