import type { BackendInfo } from '@lacuna/core/inference/session.ts';
import { availableOutputs, mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import { reduceFlips, type FlipsAction } from '../flips/state.ts';
import { reduceMaps, type MapsAction } from '../heat-map/state.ts';
import type { ReferenceState } from '../reference/state.ts';
import type { OwnObject } from '../reproduction/state.ts';
import type { UncertaintyState } from '../uncertainty/state.ts';
import { type ControlsAction, reduceControls } from '../controls-calibration/state.ts';
import { reduceCandidates, type CandidatesChange } from '../candidates/state.ts';
import { positionOf, scaleOf, valueAt } from '../layers/threshold-scale.ts';
import type { KeptAction } from '../kept-results/state.ts';
import type { AboutAction } from '../about/state.ts';
import { type SiteAction, withSiteSettings } from '../settings/state.ts';
import type { HelpAction } from '../help/state.ts';
import { type GuardAction, reduceGuard, UNGUARDED } from '../guard/state.ts';
import { reduceStudy, type StudyAction } from '../runs/state.ts';
import type { PresentKeys } from '../keys/present-keys.ts';
import { LAYER_IDS, type LayerId } from '../methods.ts';
import { type RefinementAction, UNREFINED } from '../refinement/state.ts';
import type { ReadinessAction } from '../readiness/state.ts';
import { reduceReconstruction, type ReconstructionAction } from '../reconstruction/state.ts';
import { reducePanes, type PanesAction } from '../viewports/panes-state.ts';
import type {
  ExportState,
  MethodState,
  ReviewState,
  RunState,
  SeriesState,
  SliceOutcome,
  WeightsInfo,
  WeightsState,
} from './review-state.ts';

export type ReviewAction =
  | KeptAction
  | GuardAction
  | StudyAction
  | ControlsAction
  | ReadinessAction
  | { type: 'weights'; weights: WeightsState; backend?: BackendInfo }
  | { type: 'series'; series: SeriesState }
  | { type: 'run'; run: RunState }
  | { type: 'slice-shown'; displayIndex: number | null }
  | { type: 'outcome'; method: LayerId; displayIndex: number; outcome: SliceOutcome }
  | {
      type: 'candidates';
      method: LayerId;
      changes: readonly (readonly [displayIndex: number, candidate: boolean])[];
    }
  | { type: 'regions'; change: CandidatesChange }
  | { type: 'reference'; change: Partial<ReferenceState> }
  | { type: 'uncertainty'; change: Partial<UncertaintyState> }
  /** `steps`: denoiser calls a slice of the results; absent or null: as many as the weights use. `layers`: absent, all. */
  | { type: 'results-cleared'; seed: number | null; steps?: number | null; layers?: readonly LayerId[] }
  | { type: 'edited-slices'; method: LayerId; count: number }
  | { type: 'selected'; method: LayerId; selected: boolean }
  | { type: 'visible'; method: LayerId; visible: boolean }
  | { type: 'opacity'; opacity: number; method?: LayerId }
  | { type: 'threshold'; method: LayerId; threshold: number }
  | { type: 'thresholds-linked'; linked: boolean }
  | { type: 'compare'; compare: boolean }
  | PanesAction
  | MapsAction
  | ReconstructionAction
  | RefinementAction
  | FlipsAction
  | { type: 'calibrated'; info: WeightsInfo }
  | { type: 'calibration-refused'; sentence: string }
  | { type: 'seed'; seed: number }
  | { type: 'language'; language: string }
  | { type: 'keys'; keys: PresentKeys }
  | { type: 'export'; export: ExportState }
  | AboutAction
  | SiteAction
  | HelpAction
  | { type: 'own-objects'; objects: readonly OwnObject[] }
  | { type: 'reproduction'; reproduction: ExportState };

/** Pure: the next state. Controllers do the work and tell what happened; the panel only reads. */
export function reduce(state: ReviewState, action: ReviewAction): ReviewState {
  switch (action.type) {
    case 'weights':
      return withDefaultThresholds({
        ...state,
        weights: action.weights,
        backend: action.backend ?? state.backend,
      });
    case 'series':
      return withSeries(state, action.series);
    case 'study-series':
    case 'study-began':
    case 'study-run':
    case 'study-ended':
    case 'study-auto':
      return { ...state, study: reduceStudy(state.study, action) };
    case 'control-marked':
    case 'controls-work':
      return { ...state, controls: reduceControls(state.controls, action) };
    case 'site-settings':
      return withSiteSettings(state, action.settings);
    case 'about':
      return { ...state, about: action.layer };
    case 'help':
      return { ...state, help: { ...state.help, ...action.change } };
    case 'readiness':
      return { ...state, readiness: { ...state.readiness, ...action.change } };
    case 'kept-results':
      return { ...state, keptResults: action.keptResults };
    case 'guard-sequence':
    case 'guard-doubts':
    case 'guard-overridden':
      return { ...state, guard: reduceGuard(state.guard, action) };
    case 'run':
      return { ...state, run: action.run };
    case 'slice-shown':
      return action.displayIndex === state.currentSlice
        ? state
        : { ...state, currentSlice: action.displayIndex };
    case 'outcome':
      return changeMethod(listBehind(state), action.method, ({ outcomes }) => ({
        outcomes: outcomes.map((old, index) => (index === action.displayIndex ? action.outcome : old)),
      }));
    case 'candidates': {
      const changes = new Map(action.changes);
      return changeMethod(state, action.method, ({ outcomes }) => ({
        outcomes: outcomes.map((old, index) => {
          const candidate = changes.get(index);
          return !old || candidate === undefined || candidate === old.candidate ? old : { ...old, candidate };
        }),
      }));
    }
    case 'regions': {
      const candidates = reduceCandidates(state.candidates, action.change);
      return candidates === state.candidates ? state : { ...state, candidates };
    }
    case 'uncertainty':
      return { ...state, uncertainty: { ...state.uncertainty, ...action.change } };
    case 'reference':
      return { ...state, reference: { ...state.reference, ...action.change } };
    case 'results-cleared':
      return {
        ...withoutResults(state, action.layers),
        resultsSeed: action.seed,
        refinement: { ...state.refinement, resultsSteps: action.steps ?? null },
      };
    case 'refinement':
      return { ...state, refinement: { ...state.refinement, ...action.change } };
    case 'edited-slices':
      return changeMethod(state, action.method, () => ({ editedSlices: action.count }));
    case 'selected':
      return changeMethod(state, action.method, () => ({ selected: action.selected }));
    case 'visible':
      return changeMethod(state, action.method, () => ({ visible: action.visible }));
    case 'opacity':
      return LAYER_IDS.filter((method) => !action.method || method === action.method).reduce(
        (next, method) => changeMethod(next, method, () => ({ opacity: action.opacity })),
        state,
      );
    case 'threshold':
      return changeMethod(listBehind(state), action.method, () => ({ threshold: action.threshold }));
    case 'thresholds-linked':
      return { ...state, thresholdsLinked: action.linked };
    case 'compare':
      return { ...state, compare: action.compare };
    case 'panes':
      return { ...state, panes: reducePanes(state.panes, action) };
    case 'maps':
    case 'map-look':
      return { ...state, maps: reduceMaps(state.maps, action) };
    case 'reconstruction':
      return { ...state, reconstruction: reduceReconstruction(state.reconstruction, action) };
    case 'flips':
      return { ...state, flips: reduceFlips(state.flips, action) };
    case 'calibrated':
      return recalibrated(state, action.info);
    case 'calibration-refused':
      return { ...state, calibrationRefused: action.sentence };
    case 'seed':
      return { ...state, seed: action.seed };
    case 'language':
      return { ...state, language: action.language };
    case 'keys':
      return { ...state, keys: action.keys };
    case 'export':
      return { ...state, export: action.export };
    case 'own-objects':
      return { ...state, ownObjects: action.objects };
    case 'reproduction':
      return { ...state, reproduction: action.reproduction };
  }
}

/** The candidate regions follow thresholds and results a few frames later. */
function listBehind(state: ReviewState): ReviewState {
  return { ...state, candidates: reduceCandidates(state.candidates, { type: 'behind' }) };
}

function changeMethod(
  state: ReviewState,
  method: LayerId,
  change: (old: MethodState) => Partial<MethodState>,
): ReviewState {
  const old = state.methods[method];
  return { ...state, methods: { ...state.methods, [method]: { ...old, ...change(old) } } };
}

/** Another series: what was found in the last one no longer applies. */
function withSeries(state: ReviewState, series: SeriesState): ReviewState {
  const cleared = withoutResults({
    ...state,
    series,
    guard: UNGUARDED,
    run: { kind: 'idle' },
    export: { kind: 'idle' },
  });
  return { ...cleared, resultsSeed: null, refinement: { ...UNREFINED, steps: state.refinement.steps } };
}

function withoutResults(state: ReviewState, layers: readonly LayerId[] = LAYER_IDS): ReviewState {
  const sliceCount = state.series.kind === 'admitted' ? state.series.sliceCount : 0;
  const candidates = reduceCandidates(state.candidates, { type: 'cleared' });
  return layers.reduce<ReviewState>(
    (next, method) =>
      changeMethod(next, method, () => ({
        outcomes: new Array<null>(sliceCount).fill(null),
        editedSlices: 0,
      })),
    { ...state, candidates },
  );
}

/** Every layer keeps its share of healthy pixels, at the threshold that stands for it now; the consensus is made anew. */
function recalibrated(state: ReviewState, info: WeightsInfo): ReviewState {
  const old = state.weights.kind === 'ready' ? state.weights.info.manifest : undefined;
  const moved = LAYER_IDS.reduce((next, layer) => {
    const { threshold } = state.methods[layer];
    const [from, to] = [old && scaleOf(old, layer), scaleOf(info.manifest, layer)];
    const known = threshold !== null && from && to;
    return changeMethod(next, layer, () => ({
      threshold: known ? valueAt(to, positionOf(from, threshold)) : null,
    }));
  }, state);
  const emptied = changeMethod(moved, 'consensus', ({ outcomes }) => ({
    outcomes: outcomes.map(() => null),
  }));
  return withDefaultThresholds({ ...emptied, weights: { kind: 'ready', info }, calibrationRefused: null });
}

/** The calibrated default, where no person has chosen yet. */
function withDefaultThresholds(state: ReviewState): ReviewState {
  if (state.weights.kind !== 'ready') return state;
  const { manifest } = state.weights.info;
  return availableOutputs(manifest).reduce((next, method) => {
    const { thresholds } = mapCalibration(manifest, method) ?? {};
    if (!thresholds) return next;
    return changeMethod(next, method, (old) => ({
      threshold: old.threshold ?? thresholds[state.site.threshold ?? thresholds.default],
    }));
  }, state);
}
