import { LAYER_IDS, LAYER_KEYS } from '../methods.ts';

/** One action of this extension that has a key, in OHIF's own terms. */
export interface KeyAction {
  /** The key unless the reader has chosen another one; as Mousetrap writes it. */
  readonly key: string;
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}

const action = (key: string, command: string, options: KeyAction['options'] = {}): KeyAction => ({
  key,
  command: `lacuna.${command}`,
  options,
});

/**
 * Every key of the mode, in the order of OHIF's preferences. None of them is one of OHIF's own; digits go in pairs,
 * less and more, from the threshold to the map.
 */
const ACTIONS = [
  ['runSlice', action('d', 'runSlice')],
  ['runSeries', action('shift+d', 'runSeries')],
  ['cancelRun', action('shift+c', 'cancelRun')],
  ...LAYER_IDS.map(
    (method) => [`layer-${method}`, action(LAYER_KEYS[method], 'toggleLayer', { method })] as const,
  ),
  ['nextLayers', action('s', 'nextLayers')],
  ['hideAll', action('t', 'hideAll')],
  ['thresholdLower', action('5', 'stepThreshold', { direction: '-1' })],
  ['thresholdHigher', action('6', 'stepThreshold', { direction: '1' })],
  ['fillFainter', action('7', 'fillOpacity', { direction: '-1' })],
  ['fillStronger', action('8', 'fillOpacity', { direction: '1' })],
  ['toggleMap', action('g', 'toggleMap')],
  ['nextMap', action('shift+g', 'nextMap')],
  ['mapFainter', action('9', 'mapOpacity', { direction: '-1' })],
  ['mapStronger', action('0', 'mapOpacity', { direction: '1' })],
  ['toggleCompare', action('m', 'toggleCompare')],
  ['nextPaneCount', action('shift+m', 'nextPaneCount')],
  ['nextCandidate', action('k', 'nextCandidate')],
  ['previousCandidate', action('j', 'previousCandidate')],
  ['acceptCandidate', action('y', 'acceptCandidate')],
  ['rejectCandidate', action('u', 'rejectCandidate')],
  ['renameCandidate', action('f2', 'renameCandidate')],
  ['about', action('shift+i', 'about')],
  ['help', action('?', 'help')],
  ['focusPanel', action('f', 'focusPanel')],
  ['focusExport', action('shift+f', 'focusPanel', { part: 'export' })],
] as const;

/** `layer-…` shows and hides one layer. */
export type KeyId = (typeof ACTIONS)[number][0];

export const KEY_ACTIONS = Object.fromEntries(ACTIONS) as Readonly<Record<KeyId, KeyAction>>;
export const KEY_IDS = ACTIONS.map(([id]) => id) as readonly KeyId[];
