import { percentileText, zText } from '../heat-map/axis-labels.ts';
import { divergingAt } from '../heat-map/colour-maps.ts';
import { mapName } from '../heat-map/map-name.ts';
import { mapReading } from '../heat-map/map-reading.ts';
import { shownMap, type ShownMap } from '../heat-map/shown-map.ts';
import { formatScore } from '../layers/threshold-scale.ts';
import { cssColour, LAYER_NAMES, METHOD_IDS, SHORT_NAMES, type LayerId } from '../methods.ts';
import type { Counterparts } from '../reconstruction/counterparts.ts';
import type { ReviewState } from '../state/review-state.ts';
import { t } from '../text/t.ts';
import type { LabelLine } from '../viewports/viewport-labels.ts';
import { reconstructedBy, variationOf, type PaneContent } from '../viewports/pane-content.ts';
import type { AgreementFigures } from './series-agreement.ts';
import { decimals } from '../text/numbers.ts';

export interface LabelFacts {
  readonly state: ReviewState;
  readonly content: PaneContent | 'plain';
  /** Layers that a plain viewport shows. */
  readonly layers: readonly LayerId[];
  /** In display order; null in another plane. */
  readonly displayIndex: number | null;
  /** Map value under the shared pointer. */
  readonly pointed: number | null;
  /** The slice lacks the seeds that the variation needs. */
  readonly withoutSeeds: boolean;
  readonly agreement: AgreementFigures | undefined;
  readonly counterpart: ReturnType<Counterparts['status']>;
  readonly flipLine: string;
}

/** What a viewport's label says, below each other; nothing in a plain viewport without layers. */
export function labelLines(facts: LabelFacts): LabelLine[] {
  const { state, content, counterpart } = facts;
  if (content === 'source') return [[{ text: t('maps.source') }]];
  if (content === 'difference') return differenceLines(facts);
  if (content === 'flips')
    return [[{ text: t('maps.flips'), colour: cssColour('latent-bernoulli') }], [{ text: facts.flipLine }]];
  const method = reconstructedBy(content as PaneContent);
  if (method) {
    const heading = t('maps.reconstruction', { name: SHORT_NAMES[method] });
    return present([
      [{ text: heading, colour: cssColour(method) }],
      [seedPart(state)],
      state.reconstruction.mode === 'difference' && counterpart === 'here' ? differenceLegend() : [],
      counterpart === 'on its way' ? [{ text: t('maps.counterpartComes'), colour: WARNING }] : [],
      missing(facts, [method]),
    ]);
  }
  const varying = content === 'plain' ? undefined : variationOf(content);
  const layers = content === 'plain' ? facts.layers : [varying ?? (content as LayerId)];
  const variation = variationLines(facts);
  if (layers.length === 0) return present([...variation, readout(facts)]);
  const heading = layers.map((layer) => ({ text: SHORT_NAMES[layer], colour: cssColour(layer) }));
  const detail = layers.length === 1 ? [thresholdPart(state, layers[0]!)] : thresholds(state, layers);
  const mask = [...detail, seedPart(state)];
  if (varying) return present([...variation, mask, missing(facts, layers), readout(facts)]);
  return present([heading, mask, ...variation, missing(facts, layers), readout(facts)]);
}

/** The map whose value is read under the pointer; in the comparison also where only its mask is shown. */
export function readMap(state: ReviewState, content: PaneContent | 'plain'): ShownMap | undefined {
  const shown = shownMap(state, content);
  return shown ?? (content in LAYER_NAMES ? { kind: 'anomaly', layer: content as LayerId } : undefined);
}

/** Whose variation is shown and over which seeds; nothing where none is. */
function variationLines({ state, content, withoutSeeds }: LabelFacts): LabelLine[] {
  const shown = shownMap(state, content);
  if (shown?.kind !== 'variation') return [];
  const heading = [{ text: mapName(shown), colour: cssColour(shown.layer) }];
  const { finished } = state.uncertainty;
  const first = state.resultsSeed ?? state.seed;
  const seeds = { count: finished, first, last: first + finished - 1 };
  if (withoutSeeds) return [heading, [{ text: t('uncertainty.notHere'), colour: WARNING }]];
  return [heading, [{ text: t('uncertainty.over', seeds) }]];
}

function differenceLines(facts: LabelFacts): LabelLine[] {
  const { state, agreement } = facts;
  const [first, second] = METHOD_IDS;
  const only = (method: (typeof METHOD_IDS)[number]) =>
    ({
      text: t('maps.onlyMarks', { name: SHORT_NAMES[method] }),
      colour: cssColour(method),
      swatch: 'plain',
    }) as const;
  const legend: LabelLine = [
    { text: t('maps.bothMark'), colour: '#fff', swatch: 'hatched' },
    only(first),
    only(second),
  ];
  const lines: LabelLine[] = [[{ text: t('maps.difference') }], legend];
  if (!agreement) return [...lines, [{ text: t('maps.needsBoth') }]];
  const { slice, series, slices, total } = agreement;
  const figures: LabelLine = [
    { text: t('maps.agreementSlice', { dice: figure(slice?.dice), kappa: figure(slice?.kappa) }) },
  ];
  const all: LabelLine = [
    {
      text: t('maps.agreementSeries', {
        dice: figure(series.dice),
        kappa: figure(series.kappa),
        slices,
        total,
      }),
    },
  ];
  const mask = [...thresholds(state, METHOD_IDS), seedPart(state)];
  return present([...lines, mask, figures, all, missing(facts, METHOD_IDS)]);
}

function thresholdPart(state: ReviewState, layer: LayerId): LabelLine[number] {
  const { threshold } = state.methods[layer];
  if (threshold === null) return { text: '' };
  const reading = mapReading(state, { kind: 'anomaly', layer });
  const share = reading && percentileText(reading.scale, threshold);
  const value = formatScore(threshold);
  return { text: share ? t('maps.thresholdShare', { value, share }) : t('maps.threshold', { value }) };
}

function thresholds({ methods }: ReviewState, layers: readonly LayerId[]): LabelLine {
  return layers.flatMap((layer) => {
    const { threshold } = methods[layer];
    return threshold === null ? [] : [{ text: `\u2265 ${formatScore(threshold)}`, colour: cssColour(layer) }];
  });
}

/** The seed of what is on screen, not the one of the next run. */
function seedPart({ resultsSeed, seed }: ReviewState): LabelLine[number] {
  return { text: t('maps.seed', { seed: resultsSeed ?? seed }) };
}

/** Made when it is shown, in the language of that moment. */
const differenceLegend = (): LabelLine => [
  { text: t('maps.brighter'), colour: `rgb(${divergingAt(0.85).join(', ')})`, swatch: 'plain' },
  { text: t('maps.darker'), colour: `rgb(${divergingAt(0.15).join(', ')})`, swatch: 'plain' },
];

const WARNING = '#ffcf5c';

/** An empty map must not be taken for a healthy slice. */
function missing({ state, displayIndex }: LabelFacts, layers: readonly LayerId[]): LabelLine {
  if (displayIndex === null) return [];
  const outcomes = layers.map((layer) => state.methods[layer].outcomes[displayIndex] ?? null);
  const colour = WARNING;
  if (outcomes.some((outcome) => outcome === null)) return [{ text: t('maps.notRun'), colour }];
  return outcomes.every((outcome) => outcome?.status === 'no-brain')
    ? [{ text: t('maps.noBrain'), colour }]
    : [];
}

function readout({ state, content, pointed }: LabelFacts): LabelLine {
  const shown = readMap(state, content);
  const reading = shown && mapReading(state, shown);
  if (!reading || pointed === null) return [];
  const { scale } = reading;
  const z = zText(scale, pointed);
  const spread = shown.kind === 'variation';
  const value = spread ? `\u00b1 ${formatScore(pointed)}` : percentileText(scale, pointed);
  const known = [value, z && (spread ? t('uncertainty.healthySds', { z }) : `z ${z}`)]
    .filter(Boolean)
    .join(', ');
  return [{ text: t('maps.readout', { text: known || formatScore(pointed) }) }];
}

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? t('maps.undefinedFigure') : decimals(value, 2);
const present = (lines: readonly LabelLine[]): LabelLine[] =>
  lines.map((line) => line.filter(({ text }) => text !== '')).filter((line) => line.length > 0);
