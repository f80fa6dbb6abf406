import { createHash } from 'node:crypto';
import type { Engine } from '@lacuna/core/inference/engine.ts';
import { LACUNA_VERSION } from '../version.ts';
import { BASELINE_THRESHOLDS } from './baseline.ts';
import type { CaseSettings } from './case-types.ts';

/** Raised when the figures of a case change their meaning or format, so that results of before are not taken over. */
const CASE_FORMAT = 1;

/**
 * SHA-256 over all that decides the result of a case besides its files: weights, thresholds and tables in use, kind of back-end,
 * software, seed and protocol. Results with another hash are computed anew.
 */
export function settingsHash(engine: Engine, settings: CaseSettings): string {
  const { methods, consensus, minimumRegionAreaMm2, calibrationFile } = engine.manifest;
  const decisive = {
    format: CASE_FORMAT,
    software: LACUNA_VERSION,
    backend: engine.backend.id,
    weights: engine.weightsSha256,
    calibrationFile,
    methods,
    consensus,
    minimumRegionAreaMm2,
    settings: { seed: settings.seed, protocol: settings.protocol },
    baselines: { ...BASELINE_THRESHOLDS, ...settings.baselines },
  };
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex');
}
