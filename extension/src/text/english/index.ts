import { about } from './about.ts';
import { calibration } from './calibration.ts';
import { announce } from './announce.ts';
import { candidates } from './candidates.ts';
import { controls } from './controls.ts';
import { diagnostics } from './diagnostics.ts';
import { exports } from './export.ts';
import { guard } from './guard.ts';
import { help } from './help.ts';
import { layers } from './layers.ts';
import { keys } from './keys.ts';
import { maps } from './maps.ts';
import { panel } from './panel.ts';
import { readiness } from './readiness.ts';
import { reference } from './reference.ts';
import { refinement } from './refinement.ts';
import { reproduction } from './reproduction.ts';
import { run } from './run.ts';
import { score } from './score.ts';
import { series } from './series.ts';
import { settings } from './settings.ts';
import { source } from './source.ts';
import { status } from './status.ts';
import { study } from './study.ts';
import { thresholds } from './thresholds.ts';
import { uncertainty } from './uncertainty.ts';

/** Every sentence of the interface, by section. Placeholders are `{{name}}`; plurals end in `_one` and `_other`. */
export const english = {
  about,
  calibration,
  announce,
  candidates,
  controls,
  diagnostics,
  export: exports,
  guard,
  help,
  layers,
  keys,
  maps,
  panel,
  readiness,
  reference,
  refinement,
  reproduction,
  run,
  score,
  series,
  settings,
  source,
  status,
  study,
  thresholds,
  uncertainty,
};
