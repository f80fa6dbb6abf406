import { calibration } from './calibration.ts';
import { candidates } from './candidates.ts';
import { commands } from './commands.ts';
import { controls } from './controls.ts';
import { diagnostics } from './diagnostics.ts';
import { exports } from './export.ts';
import { guard } from './guard.ts';
import { layers } from './layers.ts';
import { maps } from './maps.ts';
import { panel } from './panel.ts';
import { reference } from './reference.ts';
import { reproduction } from './reproduction.ts';
import { run } from './run.ts';
import { score } from './score.ts';
import { series } from './series.ts';
import { source } from './source.ts';
import { status } from './status.ts';
import { study } from './study.ts';
import { thresholds } from './thresholds.ts';
import { uncertainty } from './uncertainty.ts';

import type { english } from '../english/index.ts';

export const german: typeof english = {
  calibration,
  candidates,
  commands,
  controls,
  diagnostics,
  export: exports,
  guard,
  layers,
  maps,
  panel,
  reference,
  reproduction,
  run,
  score,
  series,
  source,
  status,
  study,
  thresholds,
  uncertainty,
};
