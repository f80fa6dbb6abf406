import { percentileText } from '../heat-map/axis-labels.ts';
import { objections } from '../guard/state.ts';
import { mapReading } from '../heat-map/map-reading.ts';
import { formatScore } from '../layers/threshold-scale.ts';
import { cssColour, SHORT_NAMES, type LayerId } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import { asWritten } from '../text/numbers.ts';
import { t } from '../text/t.ts';
import type { LabelLine } from '../viewports/label-elements.ts';

export const WARNING = '#ffcf5c';

/** In small viewports as well. */
export const warning = (text: string): LabelLine[number] => ({ text, short: text, colour: WARNING });
/** What is shown is named in small viewports as well. */
export const heading = (text: string, colour?: string): LabelLine[number] => ({
  text,
  short: text,
  ...(colour && { colour }),
});

/** A layer's name with its threshold, in its colour. */
export function named({ methods }: ReviewState, layer: LayerId): LabelLine[number] {
  const { threshold } = methods[layer];
  const above = threshold === null ? '' : ` \u2265 ${formatScore(threshold)}`;
  const short = SHORT_NAMES[layer];
  return { text: `${short}${above}`, short, colour: cssColour(layer) };
}

/** What the threshold means: how much of healthy brain lies below it. */
export function sharePart(state: ReviewState, layer: LayerId): LabelLine[number] {
  const { threshold } = state.methods[layer];
  const reading = mapReading(state, { kind: 'anomaly', layer });
  const share = reading && threshold !== null && percentileText(reading.scale, threshold);
  return { text: share ? t('maps.thresholdShare', { share }) : '' };
}

export function thresholds({ methods }: ReviewState, layers: readonly LayerId[]): LabelLine {
  return layers.flatMap((layer) => {
    const { threshold } = methods[layer];
    return threshold === null ? [] : [{ text: `\u2265 ${formatScore(threshold)}`, colour: cssColour(layer) }];
  });
}

/** The seed of what is on screen, not the one of the next run. */
export function seedPart({ resultsSeed, seed }: ReviewState): LabelLine[number] {
  return { text: t('maps.seed', { seed: resultsSeed ?? seed }) };
}

/** An empty map must not be taken for a healthy slice; `displayIndex` is null in another plane. */
export function missing(
  { state, displayIndex }: { state: ReviewState; displayIndex: number | null },
  layers: readonly LayerId[],
): LabelLine {
  if (displayIndex === null) return [];
  const outcomes = layers.map((layer) => state.methods[layer].outcomes[displayIndex] ?? null);
  const lacking = layers.filter((_, i) => outcomes[i] === null).map((layer) => SHORT_NAMES[layer]);
  if (lacking.length > 0 && lacking.length === layers.length) return [warning(t('maps.notRun'))];
  if (lacking.length > 0) return [warning(t('maps.notRunOf', { names: lacking.join(', ') }))];
  return outcomes.every((outcome) => outcome?.status === 'no-brain') ? [warning(t('maps.noBrain'))] : [];
}

/** Maps of images that the weights do not know mislead, also where only the viewport is seen. */
export const doubted = ({ guard }: ReviewState): LabelLine =>
  objections(guard).length > 0 ? [warning(t('guard.notKnown'))] : [];

/** An empty layer must not be taken for one that nothing exceeds the threshold of. */
export function leftOut({ candidates }: ReviewState, layers: readonly LayerId[]): LabelLine {
  const some = layers.some((layer) => (candidates.leftOut[layer] ?? 0) > 0);
  return some ? [warning(t('maps.leftOut', { ml: asWritten(candidates.minimumMl, 3) }))] : [];
}

/** Where a person has drawn, the mask is not that of the threshold in the heading. */
export function byHand({ edited }: { edited: readonly LayerId[] }, layers: readonly LayerId[]): LabelLine {
  const names = layers.filter((layer) => edited.includes(layer)).map((layer) => SHORT_NAMES[layer]);
  return names.length === 0 ? [] : [warning(t('maps.byHand', { names: names.join(', ') }))];
}

export const present = (lines: readonly LabelLine[]): LabelLine[] =>
  lines.map((line) => line.filter(({ text }) => text !== '')).filter((line) => line.length > 0);
