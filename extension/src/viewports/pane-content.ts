import { LAYER_IDS, METHOD_IDS, type LayerId, type MethodId } from '../methods.ts';

/** What one of the compared viewports shows. */
export type PaneContent =
  /** The images alone. */
  | 'source'
  /** The map and the mask of one layer. */
  | LayerId
  /** Where the masks of both methods agree, and where only one has marked. */
  | 'difference'
  /** The healthy counterpart that a method has made of the slice. */
  | `reconstruction:${MethodId}`
  /** Which bits of the latent code flip, step by step. */
  | 'flips'
  /** How far the map of a layer changes with the seed. */
  | `variation:${LayerId}`;

export const MAX_PANES = 4;
export type PaneCount = 1 | 2 | 3 | 4;
export const PANE_COUNTS: readonly PaneCount[] = [1, 2, 3, 4];

const ALL: readonly PaneContent[] = [
  'source',
  ...LAYER_IDS,
  'difference',
  ...METHOD_IDS.map((method) => `reconstruction:${method}` as const),
  'flips',
];

/** What a pane can be given; variations once there are some. */
export function paneContents(hasConsensus: boolean, withVariations = false): readonly PaneContent[] {
  const variations = withVariations ? LAYER_IDS.map((layer) => `variation:${layer}` as const) : [];
  const all = [...ALL, ...variations];
  return all.filter((content) => hasConsensus || !['consensus', 'variation:consensus'].includes(content));
}

/** What the panes show before a person has chosen: the source, both methods, and what they say together. */
export function usualPanes(count: PaneCount, hasConsensus: boolean): readonly PaneContent[] {
  const [first, second] = METHOD_IDS;
  const last = hasConsensus ? 'consensus' : 'difference';
  if (count === 1) return ['difference'];
  if (count === 2) return [first, second];
  return count === 3 ? ['source', first, second] : ['source', first, second, last];
}

/** Panes from others: more panes get what is usual there and not yet shown, fewer lose the last ones. */
export function resizedPanes(
  panes: readonly PaneContent[],
  count: PaneCount,
  hasConsensus: boolean,
): readonly PaneContent[] {
  const kept = panes.slice(0, count);
  const rest = [...usualPanes(MAX_PANES, hasConsensus), ...paneContents(hasConsensus)].filter(
    (content) => !kept.includes(content),
  );
  return [...kept, ...rest.slice(0, count - kept.length)];
}

export function isLayer(content: PaneContent): content is LayerId {
  return (LAYER_IDS as readonly string[]).includes(content);
}

export function variationOf(content: PaneContent): LayerId | undefined {
  return LAYER_IDS.find((layer) => content === `variation:${layer}`);
}

export function reconstructedBy(content: PaneContent): MethodId | undefined {
  return METHOD_IDS.find((method) => content === `reconstruction:${method}`);
}
