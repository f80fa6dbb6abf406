/** What stands between a person and a run, besides weights and series. */
export interface ReadinessState {
  /** The models are run once before anything asks for them. */
  readonly warming: boolean;
  /** The browser says that there is no network. */
  readonly offline: boolean;
  /** The worker is being replaced, and why; its weights, the same as before, are there again to this share, 0..1. */
  readonly restarting: { readonly reason: string; readonly share: number } | null;
  /** Why the worker was replaced last, in this run or since the last one; null when it was not. */
  readonly recoveredFrom: string | null;
  /** Whether the replacement computes with WebAssembly where the one before it had the graphics device. */
  readonly fellBack: boolean;
  /** Results of an earlier visit that are shown again, as long as nothing else was run. */
  readonly recalled: number;
}

export type ReadinessAction = { type: 'readiness'; change: Partial<ReadinessState> };

export const initialReadiness: ReadinessState = {
  warming: false,
  offline: false,
  restarting: null,
  recoveredFrom: null,
  fellBack: false,
  recalled: 0,
};
