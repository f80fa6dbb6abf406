import type { FrameClock } from '../../../extension/src/layers/mask-updater.ts';

/** Frames that the test lets happen; each reading of the clock takes `cost` ms. */
export class StepClock implements FrameClock {
  private frames: { handle: number; callback: () => void }[] = [];
  private time = 0;
  private handles = 0;

  constructor(private readonly cost: number) {}

  readonly requestFrame = (callback: () => void): number => {
    this.frames.push({ handle: ++this.handles, callback });
    return this.handles;
  };
  readonly cancelFrame = (handle: number): void => {
    this.frames = this.frames.filter((frame) => frame.handle !== handle);
  };
  readonly now = (): number => (this.time += this.cost);

  /** What was asked for first. */
  frame(): void {
    this.frames.shift()?.callback();
  }

  /** A frame of the browser: what was asked for until now, and not what that asks for. */
  allNow(): void {
    for (const { callback } of this.frames.splice(0)) callback();
  }

  get waiting(): number {
    return this.frames.length;
  }
}
