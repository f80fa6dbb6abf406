import { OPERATING_POINTS, type OperatingPoint } from '@lacuna/core/inference/manifest-types.ts';
import { PUBLISHED_STEPS } from '@lacuna/core/latent/chosen-steps.ts';
import { COLOUR_MAP_IDS, type ColourMapId } from '../heat-map/colour-maps.ts';
import { MAP_OPACITY } from '../heat-map/state.ts';
import { LAYER_IDS, type LayerId } from '../methods.ts';
import { MAX_PANES, paneContents, type PaneContent } from '../viewports/pane-content.ts';

/** What a site may set for all its readers, as OHIF customizations named `lacuna.<name>`; a person's own choice goes first. */
export interface SiteSettings {
  /** Run each series that suits the weights as soon as it is shown. */
  readonly autoRun: boolean;
  /** First-use hints. */
  readonly hints: boolean;
  /** Whether readers may keep results on their computer. */
  readonly keepResults: boolean;
  /** Of Lacuna's own texts; null: the one of OHIF. */
  readonly language: 'en' | 'de' | null;
  /** Denoiser calls a slice of Latent Bernoulli at first; null: as many as the weights use. */
  readonly steps: number | null;
  /** Thresholds at first, by their share of healthy pixels; null: what the weights say. */
  readonly threshold: OperatingPoint | null;
  /** Of the fill of the masks, 0..1. */
  readonly fillOpacity: number;
  /** Of the heat map, 0..1. */
  readonly mapOpacity: number;
  readonly mapColours: ColourMapId;
  /** Layers that are shown at first. */
  readonly layers: readonly LayerId[];
  /** Panes of a comparison at first; null: as many as the weights allow. */
  readonly panes: readonly PaneContent[] | null;
}

interface Rule<T> {
  readonly usual: T;
  /** What is allowed, for the message. */
  readonly allowed: string;
  readonly fits: (value: unknown) => value is T;
}

const SHARE = {
  allowed: '0…1',
  fits: (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1,
};
const SWITCH = {
  allowed: 'true, false',
  fits: (value: unknown): value is boolean => typeof value === 'boolean',
};

function oneOf<T>(choices: readonly T[]) {
  return {
    allowed: choices.map((choice) => JSON.stringify(choice)).join(', '),
    fits: (value: unknown): value is T => choices.includes(value as T),
  };
}

function listOf<T>(choices: readonly T[], from: number, to: number) {
  const { allowed } = oneOf(choices);
  return {
    allowed: `[${allowed}] (${from}–${to})`,
    fits: (value: unknown): value is readonly T[] =>
      Array.isArray(value) &&
      value.length >= from &&
      value.length <= to &&
      value.every((item) => choices.includes(item as T)),
  };
}

const PANES = listOf(paneContents(true), 1, MAX_PANES);

export const RULES: { readonly [Name in keyof SiteSettings]: Rule<SiteSettings[Name]> } = {
  autoRun: { usual: false, ...SWITCH },
  hints: { usual: true, ...SWITCH },
  keepResults: { usual: true, ...SWITCH },
  language: { usual: null, ...oneOf(['en', 'de', null] as const) },
  steps: {
    usual: null,
    allowed: `1…${PUBLISHED_STEPS}, null`,
    fits: (value): value is number | null =>
      value === null ||
      (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= PUBLISHED_STEPS),
  },
  threshold: { usual: null, ...oneOf([...OPERATING_POINTS, null]) },
  fillOpacity: { usual: 0.18, ...SHARE }, // light enough to leave the anatomy under it readable
  mapOpacity: { usual: MAP_OPACITY, ...SHARE },
  mapColours: { usual: 'inferno', ...oneOf(COLOUR_MAP_IDS) },
  layers: { usual: LAYER_IDS, ...listOf(LAYER_IDS, 0, LAYER_IDS.length) },
  panes: {
    usual: null,
    allowed: `${PANES.allowed}, null`,
    fits: (value): value is readonly PaneContent[] | null => value === null || PANES.fits(value),
  },
};

export const NAMES = Object.keys(RULES) as (keyof SiteSettings)[];

export const DEFAULT_SETTINGS = Object.fromEntries(
  NAMES.map((name) => [name, RULES[name].usual]),
) as unknown as SiteSettings;
