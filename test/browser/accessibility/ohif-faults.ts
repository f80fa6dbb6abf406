/** Faults of OHIF 3.13's own interface, outside everything that this extension draws: rule of axe and what it is. */
export const OHIF_FAULTS: Readonly<Record<string, string>> = {};
