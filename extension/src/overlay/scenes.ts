import type { BarContent } from '../heat-map/colour-bar.ts';
import { MapPainter } from '../heat-map/map-painter.ts';
import type { FlipTraces } from '../flips/flip-traces.ts';
import { mapReading } from '../heat-map/map-reading.ts';
import { mapId, shownMap, visibleLayers } from '../heat-map/shown-map.ts';
import { lookOf } from '../heat-map/state.ts';
import { METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';
import type { Counterparts } from '../reconstruction/counterparts.ts';
import { ReconstructionPainter } from '../reconstruction/reconstruction-painter.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';
import { isLayer, reconstructedBy, variationOf, type PaneContent } from '../viewports/pane-content.ts';
import { DifferencePainter } from './difference-painter.ts';
import { MaskPainter } from './mask-painter.ts';
import type { Painter } from './overlay-canvas.ts';
import { PlaneOutlines } from './plane-outlines.ts';
import type { SeriesData } from './series-data.ts';

/** What painters of a series look at besides its maps and masks. */
export interface SceneSources {
  readonly store: ReviewStore;
  readonly data: SeriesData;
  readonly flips: FlipTraces;
  readonly counterparts: Counterparts;
  /** Modality units of a slice that the viewer has in memory. */
  pixelsOf(sliceIndex: number): Float32Array | undefined;
}

/** Painters of a viewport are kept as long as this is the same. */
export function sceneKey(state: ReviewState, content: PaneContent | 'plain'): string {
  const map = shownMap(state, content);
  const layer = content === 'plain' ? undefined : maskOfPane(content);
  const masks = content === 'plain' ? visibleLayers(state).join(' ') : layer && state.methods[layer].visible;
  return `${content} ${map ? mapId(map) : ''} ${masks}`;
}

export function scene(sources: SceneSources, content: PaneContent | 'plain'): readonly Painter[] {
  const { store, data, flips } = sources;
  const state = store.getState();
  const map = shownMap(state, content);
  const maps = map ? [new MapPainter(() => data.map(map))] : [];
  if (content === 'plain') {
    const shown = visibleLayers(state);
    const masks = shown.map((layer, i) => plainMask(sources, layer, shown.slice(i + 1)));
    return map ? [...maps, ...masks, new PlaneOutlines(data, shown)] : masks;
  }
  const masked = maskOfPane(content);
  if (masked) {
    const fill = () => (map ? 0 : store.getState().methods[masked].opacity);
    const mask = new MaskPainter(data, masked, { fillOpacity: fill });
    return state.methods[masked].visible ? [...maps, mask] : maps;
  }
  if (content === 'difference') return [new DifferencePainter(data)];
  if (content === 'flips') return [flips.painter(data)];
  const method = reconstructedBy(content);
  if (!method) return [];
  const look = () => store.getState().reconstruction;
  return [new ReconstructionPainter(data, method, look, sources.counterparts, sources.pixelsOf)];
}

/**
 * A layer's mask outside the comparison, where cornerstone has it, too: that draws it in other planes, and where a person
 * has added segments to it; over a map its outline is drawn in any case (in other planes by `PlaneOutlines`). `over` are the layers drawn after it.
 */
function plainMask({ store, data }: SceneSources, layer: LayerId, over: readonly LayerId[]): MaskPainter {
  const { presenter } = data.workspace;
  const overMap = () => shownMap(store.getState(), 'plain') !== undefined;
  const isIn = (one: LayerId, viewportId: string) =>
    overMap() || (presenter.isIn(viewportId, one) && presenter.drawnByUs(viewportId, one));
  return new MaskPainter(data, layer, {
    fillOpacity: () => (overMap() ? 0 : store.getState().methods[layer].opacity),
    under: (id) => over.filter((other) => isIn(other, id)),
    isIn: (id) => isIn(layer, id),
    everyLabel: true,
  });
}

/** The layer whose mask a pane shows. */
const maskOfPane = (content: PaneContent): LayerId | undefined =>
  isLayer(content) ? content : variationOf(content);

/** The colour bar that stands in a viewport. */
export function barContent(
  state: ReviewState,
  content: PaneContent | 'plain',
): Omit<BarContent, 'narrow'> | undefined {
  const shown = shownMap(state, content);
  const reading = shown && mapReading(state, shown);
  if (!shown || !reading) return undefined;
  const { scale, window } = reading;
  const { colourMap } = lookOf(state.maps, shown);
  // a threshold is one of scores, not of their standard deviation
  const threshold = shown.kind === 'anomaly' ? state.methods[shown.layer].threshold : null;
  return { shown, scale, window, colourMap, threshold };
}

/** The method whose divider stands in a viewport. */
export function dividerOf(
  { reconstruction, resultsSeed }: ReviewState,
  content: PaneContent | 'plain',
): MethodId | undefined {
  if (content === 'plain' || reconstruction.mode !== 'swipe' || resultsSeed === null) return undefined;
  return METHOD_IDS.find((method) => reconstructedBy(content) === method);
}
