import { perLayer } from '../methods.ts';
import type { ReviewState } from '../state/review-state.ts';
import type { SiteSettings } from './rules.ts';

export interface SiteAction {
  type: 'site-settings';
  settings: SiteSettings;
}

/** How a visit begins at this site; thresholds follow when the weights are known. */
export function withSiteSettings(state: ReviewState, site: SiteSettings): ReviewState {
  const { fillOpacity, layers, mapColours, mapOpacity, panes, steps } = site;
  return {
    ...state,
    site,
    refinement: { ...state.refinement, steps },
    methods: perLayer((layer) => ({
      ...state.methods[layer],
      opacity: fillOpacity,
      visible: layers.includes(layer),
    })),
    maps: {
      ...state.maps,
      looks: perLayer((layer) => ({
        ...state.maps.looks[layer],
        colourMap: mapColours,
        opacity: mapOpacity,
      })),
    },
    panes: panes ?? state.panes,
  };
}
