import type { Surroundings } from './candidates.ts';
import type { Tried } from './choose.ts';

/** A choice as it is remembered on a computer. */
export interface ChoiceRecord {
  schema: 'lacuna-backend/1';
  /** Of the surroundings; another adapter, runtime or bundle makes the choice void. */
  key: string;
  backend: 'webgpu' | 'wasm';
  threads: number;
  tried: readonly Tried[];
  /** ISO 8601. */
  measuredAt: string;
}

export function choiceKey(around: Surroundings, weightsSha256: string): string {
  const { adapter, ortVersion, crossOriginIsolated, processors, userAgent } = around;
  const graphics = adapter ? [adapter.name, ...[...adapter.features].sort()].join(',') : 'no adapter';
  return [
    graphics,
    `ort ${ortVersion}`,
    `isolated ${crossOriginIsolated}`,
    processors,
    userAgent,
    weightsSha256,
  ].join('|');
}

/** What was stored under this key, or null where it is absent, of another computer or damaged. */
export function parseChoice(json: string | null, key: string): ChoiceRecord | null {
  try {
    const record = JSON.parse(json ?? 'null') as Partial<ChoiceRecord> | null;
    if (record?.schema !== 'lacuna-backend/1' || record.key !== key) return null;
    if (record.backend !== 'webgpu' && record.backend !== 'wasm') return null;
    if (!Number.isInteger(record.threads) || record.threads! < 1 || record.threads! > 64) return null;
    if (!Array.isArray(record.tried) || typeof record.measuredAt !== 'string') return null;
    return record as ChoiceRecord;
  } catch {
    return null;
  }
}
