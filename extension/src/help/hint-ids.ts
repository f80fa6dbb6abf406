/** Short hints for whoever is here for the first time, in their order. */
export const HINT_IDS = ['start', 'map', 'regions'] as const;
export type HintId = (typeof HINT_IDS)[number];
