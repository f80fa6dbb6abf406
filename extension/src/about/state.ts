import type { LayerId } from '../methods.ts';

/** Of which layer the dialog tells; null while it is closed. */
export type AboutState = LayerId | null;

export interface AboutAction {
  type: 'about';
  layer: AboutState;
}
