export const RECONSTRUCTION_MODES = ['fade', 'swipe', 'difference'] as const;
export type ReconstructionMode = (typeof RECONSTRUCTION_MODES)[number];

/** How the healthy counterpart is laid over the images. */
export interface ReconstructionState {
  readonly mode: ReconstructionMode;
  /** 0 the images, 1 the counterpart. */
  readonly fade: number;
  /** Share of the viewport's width left of the divider, where the images stay; 0..1. */
  readonly swipe: number;
}
export type ReconstructionAction = { type: 'reconstruction'; change: Partial<ReconstructionState> };

export const initialReconstruction: ReconstructionState = { mode: 'swipe', fade: 1, swipe: 0.5 };

export function reduceReconstruction(
  state: ReconstructionState,
  { change }: ReconstructionAction,
): ReconstructionState {
  const held = (value: number) => Math.min(Math.max(value, 0), 1);
  const next = { ...state, ...change };
  return { ...next, fade: held(next.fade), swipe: held(next.swipe) };
}
