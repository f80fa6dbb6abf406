import { LAYER_IDS, perLayer, type LayerId } from '../methods.ts';

interface Announced {
  readonly layers: { announce(layer: LayerId, labelIndices: number[]): void };
  readonly presenter: { drawnByViewer(layer: LayerId): boolean };
}

/** Changes that follow one another faster are told of together. */
const REST_MS = 400;
const REST_FRAMES = 3;

/**
 * Tells the viewer which label slices have changed: at once where it draws the layer (MPR), otherwise when the changes have
 * come to rest. Each telling uploads the slices to the graphics hardware and draws the viewports, which is most of the time
 * of a frame while a threshold is dragged, for a picture that our own canvas shows already.
 */
export class Announcements {
  private readonly waiting = perLayer(() => new Set<number>());
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly to: Announced) {}

  add(layer: LayerId, labelIndices: readonly number[]): void {
    if (labelIndices.length === 0) return;
    for (const index of labelIndices) this.waiting[layer].add(index);
    if (this.to.presenter.drawnByViewer(layer)) return this.tell(layer);
    clearTimeout(this.rest);
    this.rest = setTimeout(() => void this.tellAfterFrames(), REST_MS);
  }

  /** Without waiting for rest. */
  tellAll(): void {
    clearTimeout(this.rest);
    this.rest = undefined;
    for (const layer of LAYER_IDS) this.tell(layer);
  }

  /** A slow computer may take longer than the rest for one frame of a drag. */
  private async tellAfterFrames(): Promise<void> {
    const { rest } = this;
    for (let i = 0; i < REST_FRAMES; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
    if (this.rest === rest) this.tellAll();
  }

  private tell(layer: LayerId): void {
    const indices = [...this.waiting[layer]];
    if (indices.length === 0) return;
    this.waiting[layer].clear();
    this.to.layers.announce(layer, indices);
  }
}
