import type { SourceSlice } from '../../imaging/series.ts';
import { deriveKey } from '../../random.ts';
import type { DetectorSettings, MethodId } from '../detector.ts';
import type { WeightsManifest } from '../manifest-types.ts';
import type { BackendInfo } from '../session.ts';
import { sha256 } from '../weights.ts';

/** All that a result on the model grid depends on. */
export interface ResultInputs {
  weightsSha256: string;
  manifest: WeightsManifest;
  /** Changes with every build of the code that computes. */
  code: string;
  backend: BackendInfo;
  method: MethodId;
  settings: DetectorSettings;
  seriesKey: string;
  slice: SourceSlice;
  intensityMedian: number;
}

/**
 * Names a result by the content it was made from: lower-case hexadecimal SHA-256. Identifiers of series and image enter
 * only through the key of the random numbers, and nothing can be read back from the name. Thresholds and calibration
 * are not among it: they change what is drawn, not what is computed.
 */
export async function resultKey(inputs: ResultInputs): Promise<string> {
  const { weightsSha256, manifest, code, backend, method, settings, seriesKey, slice } = inputs;
  const geometry = without(slice.geometry, 'imagePositionPatient');
  const defaults = without(manifest.methods[method], 'thresholds', 'calibration');
  const own = method === 'latent-bernoulli' ? settings.latentBernoulli : settings.diffusionAd;
  const { grid, normalisation, brainMask, schedule } = manifest;
  const pixels = new Uint8Array(slice.pixels.buffer, slice.pixels.byteOffset, slice.pixels.byteLength);
  const parts = {
    weightsSha256,
    code,
    backend: [backend.id, 'precision' in backend ? backend.precision : null],
    method,
    settings: { ...defaults, ...own },
    grid,
    normalisation,
    brainMask,
    schedule,
    random: [...deriveKey(settings.seed, method, seriesKey, slice.key)],
    geometry,
    intensityMedian: inputs.intensityMedian,
    pixels: await sha256(pixels),
  };
  return sha256(new TextEncoder().encode(canonicalJson(parts)));
}

/** The same text for the same content, whatever the order in which its fields were written. */
function canonicalJson(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function without(record: object, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
