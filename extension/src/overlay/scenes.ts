import type { BarContent } from '../heat-map/colour-bar.ts';
import { MapPainter } from '../heat-map/map-painter.ts';
import type { FlipTraces } from '../flips/flip-traces.ts';
import { LAYER_IDS, METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';
import type { Counterparts } from '../reconstruction/counterparts.ts';
import { ReconstructionPainter } from '../reconstruction/reconstruction-painter.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';
import { isLayer, reconstructedBy, type PaneContent } from '../viewports/pane-content.ts';
import { DifferencePainter } from './difference-painter.ts';
import { MaskPainter } from './mask-painter.ts';
import type { Painter } from './overlay-canvas.ts';
import { mapReading, type SeriesData } from './series-data.ts';

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
  if (content === 'plain')
    return state.maps.on ? `map ${[state.maps.layer, ...visibleLayers(state)].join(' ')}` : 'plain';
  if (!isLayer(content)) return content;
  return `${content} ${state.maps.on} ${state.methods[content].visible}`;
}

export function scene(sources: SceneSources, content: PaneContent | 'plain'): readonly Painter[] {
  const { store, data, flips } = sources;
  const state = store.getState();
  const mapOf = (layer: LayerId) => new MapPainter(() => data.map(layer));
  const outline = (layer: LayerId) => new MaskPainter(data, layer, () => 0);
  if (content === 'plain') {
    // cornerstone draws the outlines under our canvas: over a map they are drawn again on top of it.
    return state.maps.on ? [mapOf(state.maps.layer), ...visibleLayers(state).map(outline)] : [];
  }
  if (isLayer(content)) {
    const fill = () => (store.getState().maps.on ? 0 : store.getState().methods[content].opacity);
    const mask = state.methods[content].visible ? [new MaskPainter(data, content, fill)] : [];
    return state.maps.on ? [mapOf(content), ...mask] : mask;
  }
  if (content === 'difference') return [new DifferencePainter(data)];
  if (content === 'flips') return [flips.painter(data)];
  const method = reconstructedBy(content);
  if (!method) return [];
  const look = () => store.getState().reconstruction;
  return [new ReconstructionPainter(data, method, look, sources.counterparts, sources.pixelsOf)];
}

const visibleLayers = ({ methods }: ReviewState): LayerId[] =>
  LAYER_IDS.filter((layer) => methods[layer].visible);

/** The layer whose colour bar stands in a viewport. */
export function barContent(
  state: ReviewState,
  content: PaneContent | 'plain',
): Omit<BarContent, 'narrow'> | undefined {
  if (!state.maps.on) return undefined;
  const layer = content === 'plain' ? state.maps.layer : isLayer(content) ? content : undefined;
  const reading = layer && mapReading(state, layer);
  if (!layer || !reading) return undefined;
  const { scale, window } = reading;
  const { colourMap } = state.maps.looks[layer];
  return { layer, scale, window, colourMap, threshold: state.methods[layer].threshold };
}

/** The method whose divider stands in a viewport. */
export function dividerOf(
  { reconstruction, resultsSeed }: ReviewState,
  content: PaneContent | 'plain',
): MethodId | undefined {
  if (content === 'plain' || reconstruction.mode !== 'swipe' || resultsSeed === null) return undefined;
  return METHOD_IDS.find((method) => reconstructedBy(content) === method);
}
