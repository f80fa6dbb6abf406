import type { english } from '../english/index.ts';
import { candidates } from './candidates.ts';
import { diagnostics } from './diagnostics.ts';
import { guard } from './guard.ts';
import { run } from './run.ts';

export const german: typeof english = { candidates, diagnostics, guard, run };
