import { FLIP_RANGE } from '../flips/flip-trace.ts';
import { flipColour } from '../flips/flip-traces.ts';
import { divergingAt } from '../heat-map/colour-maps.ts';
import { cssColour, METHOD_IDS, SHORT_NAMES, type MethodId } from '../methods.ts';
import { t } from '../text/t.ts';
import type { LabelLine } from '../viewports/label-elements.ts';

/** What the colours of a pane mean; made when they are shown, in the language of that moment. */
export function agreementLegend(): LabelLine[] {
  const only = (method: MethodId): LabelLine => [
    { text: t('maps.onlyMarks', { name: SHORT_NAMES[method] }), colour: cssColour(method), swatch: 'plain' },
  ];
  return [[{ text: t('maps.bothMark'), colour: '#fff', swatch: 'hatched' }], ...METHOD_IDS.map(only)];
}

/** Of image minus counterpart. */
export const differenceLegend = (): LabelLine[] => [
  [{ text: t('maps.brighter'), colour: `rgb(${divergingAt(0.85).join(', ')})`, swatch: 'plain' }],
  [{ text: t('maps.darker'), colour: `rgb(${divergingAt(0.15).join(', ')})`, swatch: 'plain' }],
];

const STOPS = Array.from({ length: 12 }, (_, i) => i / 11);

export function flipLegend(): LabelLine[] {
  const gradient = STOPS.map((share) => `rgb(${flipColour(share).join(' ')})`).join(', ');
  const [low, high] = [Math.round(100 * FLIP_RANGE[0]), Math.round(100 * FLIP_RANGE[1])];
  return [[{ text: t('maps.flipLegend') }], [{ text: t('maps.flipRange', { low, high }), gradient }]];
}
