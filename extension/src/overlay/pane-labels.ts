import type { FlipTraces } from '../flips/flip-traces.ts';
import { percentileText, zText } from '../heat-map/axis-labels.ts';
import { mapName } from '../heat-map/map-name.ts';
import { mapReading } from '../heat-map/map-reading.ts';
import { shownMap, type ShownMap } from '../heat-map/shown-map.ts';
import { formatScore } from '../layers/threshold-scale.ts';
import { cssColour, LAYER_NAMES, METHOD_IDS, SHORT_NAMES, type LayerId, type MethodId } from '../methods.ts';
import type { Counterparts } from '../reconstruction/counterparts.ts';
import { coarseText, settledText, stepsText } from '../refinement/label-parts.ts';
import type { ReviewState } from '../state/review-state.ts';
import { t } from '../text/t.ts';
import type { LabelLine, PaneLabel } from '../viewports/label-elements.ts';
import { reconstructedBy, variationOf, type PaneContent } from '../viewports/pane-content.ts';
import {
  byHand,
  doubted,
  heading,
  leftOut,
  missing,
  named,
  present,
  seedPart,
  sharePart,
  thresholds,
  warning,
} from './label-parts.ts';
import { agreementLegend, differenceLegend, flipLegend } from './pane-legends.ts';
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
  /** Layers that a person has drawn or erased in on the slice: no threshold makes their masks here. */
  readonly edited: readonly LayerId[];
  /** The slice lacks the seeds that the variation needs. */
  readonly withoutSeeds: boolean;
  readonly agreement: AgreementFigures | undefined;
  readonly counterpart: ReturnType<Counterparts['status']>;
  readonly flips: ReturnType<FlipTraces['told']> | undefined;
}

/** What a viewport's label says; nothing in a plain viewport without layers. */
export function paneLabel(facts: LabelFacts): PaneLabel | undefined {
  const { state, content } = facts;
  const { identity, notes = [], legend = [] } = told(facts);
  const research = heading(t('panel.researchShort'), 'rgba(255, 255, 255, 0.8)');
  const value = readout(facts);
  if (identity.length === 0 && present(notes).length === 0 && value.length === 0) return undefined;
  const [first = [], ...more] = identity;
  const seed = content === 'source' ? [] : [seedPart(state)];
  const last = [...more.flat(), ...seed, research];
  return {
    identity: present([first, last]),
    notes: present(content === 'source' ? notes : [doubted(state), ...notes]),
    legend: present(legend),
    readout: value,
  };
}

/** The first line of the identity is the heading, the others share the line of seed and purpose. */
interface Told {
  readonly identity: readonly LabelLine[];
  readonly notes?: readonly LabelLine[];
  readonly legend?: readonly LabelLine[];
}

function told(facts: LabelFacts): Told {
  const { state, content } = facts;
  if (content === 'source') return { identity: [[heading(t('maps.source'))]] };
  if (content === 'difference') return difference(facts);
  if (content === 'flips') {
    const { lines, known } = facts.flips ?? { lines: [], known: false };
    const spoken = lines.map((text): LabelLine => [{ text }]);
    const identity = [[heading(t('maps.flips'), cssColour('latent-bernoulli'))]];
    return { identity, notes: spoken, legend: known ? flipLegend() : [] };
  }
  const method = reconstructedBy(content as PaneContent);
  if (method) return counterpartOf(method, facts);
  const varying = content === 'plain' ? undefined : variationOf(content);
  const layers = content === 'plain' ? facts.layers : [varying ?? (content as LayerId)];
  const [variation = [], ...spread] = variationLines(facts);
  if (layers.length === 0) return { identity: [], notes: [variation, ...spread] };
  const coarse = varying ? '' : coarseText(state, layers, facts.displayIndex);
  const lacks = coarse ? [warning(coarse)] : missing(facts, layers);
  const changed = [byHand(facts, layers), leftOut(state, layers)];
  if (varying)
    return {
      identity: [variation, thresholds(state, layers)],
      notes: [lacks, ...changed, ...spread],
    };
  const names = layers.map((layer) => named(state, layer));
  const share = layers.length === 1 ? [sharePart(state, layers[0]!)] : [];
  const settled = coarse ? '' : settledText(state, layers, facts.displayIndex);
  return {
    identity: [[...names, ...share], [{ text: stepsText(state, layers) }]],
    notes: [lacks, ...changed, [{ text: settled }], variation, ...spread],
  };
}

function counterpartOf(method: MethodId, facts: LabelFacts): Told {
  const { state, counterpart } = facts;
  const name = t('maps.reconstruction', { name: SHORT_NAMES[method] });
  const coming = counterpart === 'on its way';
  return {
    identity: [[heading(name, cssColour(method))]],
    notes: [coming ? [warning(t('maps.counterpartComes'))] : [], missing(facts, [method])],
    legend: state.reconstruction.mode === 'difference' && counterpart === 'here' ? differenceLegend() : [],
  };
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
  const name = [heading(mapName(shown), cssColour(shown.layer))];
  const { finished } = state.uncertainty;
  const first = state.resultsSeed ?? state.seed;
  const seeds = { count: finished, first, last: first + finished - 1 };
  if (withoutSeeds) return [name, [warning(t('uncertainty.notHere'))]];
  return [name, [{ text: t('uncertainty.over', seeds) }]];
}

function difference(facts: LabelFacts): Told {
  const { state, agreement } = facts;
  const identity = [[heading(t('maps.difference'))], thresholds(state, METHOD_IDS)];
  if (!agreement) return { identity, legend: agreementLegend(), notes: [[heading(t('maps.needsBoth'))]] };
  const { slice, series, slices, total } = agreement;
  const [dice, kappa] = [figure(series.dice), figure(series.kappa)];
  const ofSlice = t('maps.agreementSlice', { dice: figure(slice?.dice), kappa: figure(slice?.kappa) });
  const figures: LabelLine[] = [
    [{ text: ofSlice }],
    [{ text: t('maps.agreementSeries', { dice, kappa }) }],
    [{ text: t('maps.agreementSlices', { slices, total }) }],
  ];
  return {
    identity,
    legend: agreementLegend(),
    notes: [missing(facts, METHOD_IDS), byHand(facts, METHOD_IDS), leftOut(state, METHOD_IDS), ...figures],
  };
}

const figure = (value: number | null | undefined): string =>
  value === null || value === undefined ? t('maps.undefinedFigure') : decimals(value, 2);

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
