import type { english } from '../english/index.ts';
import { candidates } from './candidates.ts';

export const german: typeof english = { candidates };
