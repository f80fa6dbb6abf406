import { afterFrames } from '../host/frames.ts';
import type { Host } from '../host/host.ts';
import { isStack } from '../host/stack.ts';
import { LAYER_COLOURS, type LayerId, type Rgb } from '../methods.ts';
import { SEGMENT_INDEX } from './label-images.ts';
import { labelsSeen } from './labels-seen.ts';
import { drawnStyle, UNDRAWN_STYLE, type LayerLook } from './layer-style.ts';
import type { MethodLayers } from './method-layers.ts';

/** Stands for an opacity where our own canvas draws a layer. */
const UNDRAWN = -1;

/**
 * Colour, style and visibility of the layers in cornerstone. In stacks it draws nothing of them, as our own canvas does, but
 * it has them all the same: OHIF's segmentation panel, brushes and MPR go by what it has. All of these belong to a
 * viewport, not to a segmentation: every viewport that shows the series is gone through (compare layout, MPR).
 */
export class LayerPresenter {
  /** What was last set in a viewport, to tell our own changes from a click in OHIF's segmentation panel. */
  private readonly shown = new Map<string, boolean>();
  /**
   * Opacity that a layer was last given in a viewport, or UNDRAWN: giving it again would draw the viewport again. By viewport object,
   * since OHIF makes new ones of the same name.
   */
  private readonly styled = new WeakMap<object, Map<string, number>>();

  constructor(
    private readonly host: Host,
    private readonly layers: MethodLayers,
  ) {}

  /**
   * Adds the layer to the viewport where it is missing, and makes it look as asked.
   *
   * @returns whether the layer is new there
   */
  async present(viewportId: string, method: LayerId, look: LayerLook): Promise<boolean> {
    const { segmentationService } = this.host.services;
    const segmentationId = this.layers.id(method);
    if (!this.layers.exists(method)) return false;
    if (this.representations(viewportId, segmentationId).length === 0) {
      this.forget(viewportId, segmentationId);
      this.style(viewportId, method, this.opacityIn(viewportId, method, look)); // first, so that it is never drawn otherwise
      await segmentationService.addSegmentationRepresentation(viewportId, {
        segmentationId,
        config: { colorLUTOrIndex: [[0, 0, 0, 0], opaque(LAYER_COLOURS[method])] },
      });
      await afterFrames(1); // the first drawing of each layer compiles its shaders: not two layers in one task
    }
    if (this.representations(viewportId, segmentationId).length === 0) return false; // the viewport cannot show a labelmap
    const styled = this.styledIn(viewportId);
    const before = styled.get(segmentationId);
    const opacity = this.opacityIn(viewportId, method, look);
    if (before !== opacity) {
      this.colour(viewportId, segmentationId, LAYER_COLOURS[method]);
      this.style(viewportId, method, opacity);
      segmentationService.setRenderInactiveSegmentations(viewportId, true); // throws in a viewport without layers
    }
    styled.set(segmentationId, opacity);
    this.show(viewportId, segmentationId, look.visible);
    return before === undefined;
  }

  private style(viewportId: string, method: LayerId, opacity: number): void {
    const { segmentationService } = this.host.services;
    const segmentationId = this.layers.id(method);
    segmentationService.setStyle(
      { viewportId, segmentationId, type: 'Labelmap' },
      opacity === UNDRAWN ? UNDRAWN_STYLE : drawnStyle(method, opacity),
    );
  }

  /**
   * Asks cornerstone to style what it draws in a viewport. Needed although every change above asks for it too: its
   * queue stops at a request without viewports, and a layer whose request is stuck there is drawn in plain black.
   */
  restyle(viewportId: string): void {
    this.host.libraries().cornerstoneTools.utilities.segmentation.triggerSegmentationRender(viewportId);
  }

  /** Takes the layer out of a viewport, where OHIF may have put it by itself; the layer stays. */
  withdraw(viewportId: string, method: LayerId): void {
    const segmentationId = this.layers.id(method);
    if (this.representations(viewportId, segmentationId).length === 0) return;
    this.host.services.segmentationService.removeRepresentationsFromViewport(viewportId, { segmentationId });
  }

  /** The viewport no longer has the layer; what is added later starts visible, and that is nobody's choice. */
  forget(viewportId: string, segmentationId: string): void {
    this.shown.delete(`${viewportId}|${segmentationId}`);
    this.styledIn(viewportId).delete(segmentationId);
  }

  /** Whether a person has shown or hidden the layer in this viewport by other means; undefined when not. */
  changedElsewhere(viewportId: string, method: LayerId): boolean | undefined {
    const segmentationId = this.layers.id(method);
    const [representation] = this.representations(viewportId, segmentationId);
    const last = this.shown.get(`${viewportId}|${segmentationId}`);
    if (!representation || last === undefined) return undefined;
    const visible = this.isVisible(viewportId, segmentationId);
    return visible === last ? undefined : visible;
  }

  /** Whether our own canvas draws the layer in this viewport: in a stack, as long as nobody has added segments to it. */
  drawnByUs(viewportId: string, method: LayerId): boolean {
    const viewport = this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId);
    return isStack(viewport) && this.layers.isOurs(method);
  }

  /** Whether cornerstone shows the layer in a viewport where it should not, as it does before it has styled it. */
  seenUndrawn(viewportId: string, method: LayerId): boolean {
    const viewport = this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId);
    return !!viewport && this.drawnByUs(viewportId, method) && labelsSeen(viewport, this.layers.id(method));
  }

  /** Whether a viewport has the layer; a person can take it out of one in OHIF's segmentation panel. */
  isIn(viewportId: string, method: LayerId): boolean {
    return this.representations(viewportId, this.layers.id(method)).length > 0;
  }

  /** Whether cornerstone draws the layer anywhere. */
  drawnByViewer(method: LayerId): boolean {
    const viewportIds = [...this.host.services.viewportGridService.getState().viewports.keys()];
    return viewportIds.some((id) => !this.drawnByUs(id, method) && this.isIn(id, method));
  }

  private opacityIn(viewportId: string, method: LayerId, look: LayerLook): number {
    return this.drawnByUs(viewportId, method) ? UNDRAWN : look.opacity;
  }

  private styledIn(viewportId: string): Map<string, number> {
    const viewport = this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId);
    if (!viewport) return new Map();
    const styled = this.styled.get(viewport) ?? new Map<string, number>();
    this.styled.set(viewport, styled);
    return styled;
  }

  private representations(viewportId: string, segmentationId: string) {
    return this.host.services.segmentationService.getSegmentationRepresentations(viewportId, {
      segmentationId,
    });
  }

  private colour(viewportId: string, segmentationId: string, colour: Rgb): void {
    const { segmentationService } = this.host.services;
    const now = segmentationService.getSegmentColor(viewportId, segmentationId, SEGMENT_INDEX);
    if (now && colour.every((value, i) => now[i] === value)) return;
    segmentationService.setSegmentColor(viewportId, segmentationId, SEGMENT_INDEX, opaque(colour));
  }

  private isVisible(viewportId: string, segmentationId: string): boolean {
    const { visibility } = this.host.libraries().cornerstoneTools.segmentation.config;
    return visibility.getSegmentIndexVisibility(viewportId, specifier(segmentationId), SEGMENT_INDEX);
  }

  private show(viewportId: string, segmentationId: string, visible: boolean): void {
    this.shown.set(`${viewportId}|${segmentationId}`, visible);
    if (this.isVisible(viewportId, segmentationId) === visible) return;
    const { visibility } = this.host.libraries().cornerstoneTools.segmentation.config;
    visibility.setSegmentationRepresentationVisibility(viewportId, specifier(segmentationId), visible);
  }
}

const opaque = ([red, green, blue]: Rgb): number[] => [red, green, blue, 255];

/** The enum of the running copy is not importable as a value; its value is this word. */
type LabelmapType = import('@cornerstonejs/tools').Enums.SegmentationRepresentations.Labelmap;
const specifier = (segmentationId: string) => ({ segmentationId, type: 'Labelmap' as LabelmapType });
