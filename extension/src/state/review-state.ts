import type { LacunaErrorCode } from '@lacuna/core/errors.ts';
import type { WeightsManifest } from '@lacuna/core/inference/manifest-types.ts';
import type { BackendInfo } from '@lacuna/core/inference/session.ts';
import { DEFAULT_SETTINGS, type SiteSettings } from '../settings/rules.ts';
import type { AboutState } from '../about/state.ts';
import { type HelpState, NO_HELP } from '../help/state.ts';
import { type KeptState, NOTHING_KEPT } from '../kept-results/state.ts';
import { type GuardState, UNGUARDED } from '../guard/state.ts';
import { initialFlips, type FlipsState } from '../flips/state.ts';
import { initialMaps, type MapsState } from '../heat-map/state.ts';
import { NO_STUDY, type StudyState } from '../runs/state.ts';
import { NO_CONTROLS, type ControlsState } from '../controls-calibration/state.ts';
import { NO_CANDIDATES, type CandidatesState } from '../candidates/state.ts';
import { presentKeys, type PresentKeys } from '../keys/present-keys.ts';
import { perLayer, type LayerId } from '../methods.ts';
import { textLanguage } from '../text/t.ts';
import { initialReadiness, type ReadinessState } from '../readiness/state.ts';
import type { OwnObject } from '../reproduction/state.ts';
import { type RefinementState, UNREFINED } from '../refinement/state.ts';
import { initialReconstruction, type ReconstructionState } from '../reconstruction/state.ts';
import { initialPanes, type PanesState } from '../viewports/panes-state.ts';
import { NO_REFERENCE, type ReferenceState } from '../reference/state.ts';
import { NO_UNCERTAINTY, type UncertaintyState } from '../uncertainty/state.ts';

export interface WeightsInfo {
  /** As in use: of the weights, with the calibration file applied where there is one. */
  manifest: WeightsManifest;
  sha256: string;
  /** Before the calibration file; absent where none is in use. */
  uncalibrated?: WeightsManifest;
}

export type WeightsState =
  | { kind: 'idle' }
  | { kind: 'loading'; loadedBytes: number; totalBytes: number }
  | { kind: 'restarting'; reason: string }
  | { kind: 'ready'; info: WeightsInfo }
  | { kind: 'failed'; sentence: string; code?: LacunaErrorCode };

export type SeriesState =
  | { kind: 'none' }
  | {
      kind: 'admitted';
      key: string;
      sliceCount: number;
      warnings: readonly string[];
      /** Read as axial slices, so it is run as a whole. */
      reformatted?: boolean;
    }
  | { kind: 'refused'; sentence: string };

export type RunState =
  | { kind: 'idle' }
  | {
      kind: 'running';
      stage: 'weights' | 'reading' | 'preparing' | 'detecting';
      done: number;
      total: number;
      secondsLeft: number | null;
      /** Of the chain under way, where the run makes several denoiser calls a slice. */
      step?: { step: number; steps: number };
    }
  /** `found`: how many of them earlier runs had left. */
  | { kind: 'done'; done: number; total: number; seconds: number; found?: number }
  | { kind: 'cancelled'; done: number; total: number }
  /** `total` is absent where nothing was begun. */
  | { kind: 'failed'; sentence: string; code?: LacunaErrorCode; done?: number; total?: number };

/** What is known of one slice for one method. Indices are in display order, the order of the chart and of scrolling. */
export interface SliceOutcome {
  status: 'done' | 'no-brain';
  /** Mean of the 50 largest pixels of the anomaly map; in the map's own units. */
  score: number;
  /** Whether the mask at the present threshold holds at least one region. */
  candidate: boolean;
  /** Denoiser calls made, where the run asked for several. */
  stepsMade?: number;
}

export interface MethodState {
  /** Taken along in the next run; without meaning for the consensus. */
  selected: boolean;
  /** Layer shown. */
  visible: boolean;
  /** Opacity of the fill, 0..1; the outline stays. */
  opacity: number;
  /** In the units of the method's anomaly map; null until the weights are known. */
  threshold: number | null;
  /** Slices whose layer a person has changed by hand: no threshold overwrites them. */
  editedSlices: number;
  outcomes: readonly (SliceOutcome | null)[];
}

export type ExportState =
  | { kind: 'idle' }
  /** `share` of the present step, 0..1, where it is known. */
  | { kind: 'busy'; sentence: string; share?: number }
  | { kind: 'finished'; sentence: string }
  | { kind: 'failed'; sentence: string };

export interface ReviewState {
  weights: WeightsState;
  backend: BackendInfo | null;
  readiness: ReadinessState;
  series: SeriesState;
  guard: GuardState;
  study: StudyState;
  keptResults: KeptState;
  /** Language tag of the sentences. */
  language: string;
  /** As written for people, the reader's own choices included. */
  keys: PresentKeys;
  run: RunState;
  methods: Readonly<Record<LayerId, MethodState>>;
  /** One slider for all layers, at the same share of healthy pixels. */
  thresholdsLinked: boolean;
  /** Slice shown in the active viewport, in display order; null when no series is shown. */
  currentSlice: number | null;
  compare: boolean;
  panes: PanesState;
  maps: MapsState;
  reconstruction: ReconstructionState;
  flips: FlipsState;
  /** Unsigned 32-bit seed of the next run. */
  seed: number;
  /** Seed of the results on screen; null without results. */
  resultsSeed: number | null;
  /** Denoiser calls a slice, and maps while they are refined. */
  refinement: RefinementState;
  /** Why the calibration file chosen last was not taken; null when it was, or when none was chosen. */
  calibrationRefused: string | null;
  /** Series marked as healthy controls, and the calibration made from them. */
  controls: ControlsState;
  export: ExportState;
  candidates: CandidatesState;
  uncertainty: UncertaintyState;
  reference: ReferenceState;
  about: AboutState;
  site: SiteSettings;
  help: HelpState;
  /** Segmentations of ours in the study, of the series under review. */
  ownObjects: readonly OwnObject[];
  /** A stored object run again. */
  reproduction: ExportState;
}

const DEFAULT_SEED = 1;

export function initialState(): ReviewState {
  return {
    weights: { kind: 'idle' },
    backend: null,
    readiness: initialReadiness,
    series: { kind: 'none' },
    guard: UNGUARDED,
    study: NO_STUDY,
    keptResults: NOTHING_KEPT,
    language: textLanguage(),
    keys: presentKeys(),
    run: { kind: 'idle' },
    methods: perLayer(() => ({
      selected: true,
      visible: true,
      opacity: DEFAULT_SETTINGS.fillOpacity,
      threshold: null,
      editedSlices: 0,
      outcomes: [],
    })),
    thresholdsLinked: true,
    currentSlice: null,
    compare: false,
    panes: initialPanes,
    maps: initialMaps,
    reconstruction: initialReconstruction,
    flips: initialFlips,
    seed: DEFAULT_SEED,
    resultsSeed: null,
    refinement: UNREFINED,
    calibrationRefused: null,
    controls: NO_CONTROLS,
    export: { kind: 'idle' },
    candidates: NO_CANDIDATES,
    uncertainty: NO_UNCERTAINTY,
    reference: NO_REFERENCE,
    about: null,
    site: DEFAULT_SETTINGS,
    help: NO_HELP,
    ownObjects: [],
    reproduction: { kind: 'idle' },
  };
}
