/** How many healthy controls a calibration file rests on. */
export interface ControlsCount {
  /** Marked series. */
  readonly cases: number;
  readonly slices: number;
  /** Brain pixels of all these slices. */
  readonly pixels: number;
}

export type ControlsWork =
  | { kind: 'idle' }
  /** `share` of the work, 0..1. */
  | { kind: 'running'; share: number }
  | { kind: 'cancelled' }
  | { kind: 'failed'; sentence: string }
  /** The file is in use, and there to be saved. */
  | { kind: 'done'; count: ControlsCount };

export interface ControlsState {
  /** SeriesInstanceUIDs of what the reader marked as healthy controls, in the order of marking. */
  readonly marked: readonly string[];
  readonly work: ControlsWork;
}

export type ControlsAction =
  { type: 'control-marked'; key: string; marked: boolean } | { type: 'controls-work'; work: ControlsWork };

export const NO_CONTROLS: ControlsState = { marked: [], work: { kind: 'idle' } };

/** Fewer series or pixels than these give rough thresholds; `lacuna calibrate` draws the line of pixels at the same place. */
export const FEW_CASES = 5;
export const FEW_PIXELS = 100_000;

export const areFew = ({ cases, pixels }: ControlsCount): boolean => cases < FEW_CASES || pixels < FEW_PIXELS;

export function reduceControls(controls: ControlsState, action: ControlsAction): ControlsState {
  if (action.type === 'controls-work') return { ...controls, work: action.work };
  const others = controls.marked.filter((key) => key !== action.key);
  return { ...controls, marked: action.marked ? [...others, action.key] : others };
}
