import { parseManifest } from '../manifest.ts';
import { bundleSha256 } from '../weights.ts';
import type { WeightsSource } from '../weights-source.ts';
import { candidates, type Surroundings, usualThreads } from './candidates.ts';
import { choiceKey, type ChoiceRecord, parseChoice } from './choice-record.ts';
import { chooseBackend, type Trial, type Tried } from './choose.ts';
import type { Candidate } from './candidates.ts';

/** Where the choice is kept between visits; a store that throws counts as empty. */
export interface ChoiceStore {
  read(): string | null;
  write(json: string): void;
}

export interface FindBackendOptions {
  surroundings: Surroundings;
  weights: WeightsSource;
  store: ChoiceStore;
  attempt(candidate: Candidate, signal: AbortSignal): Promise<Trial>;
  /** "Measure again": what is remembered does not count, and everything is tried. */
  again?: boolean;
  /** For one candidate, loading of the runtime and its first run included; default 8 s. */
  timeoutMs?: number;
  /** Nothing is remembered: the candidates are tried from now on, which takes its time. */
  onTrials?: () => void;
  now?: () => Date;
}

/** What to start the client with, and how it came about. */
export interface BackendDecision {
  backend: 'auto' | 'webgpu' | 'wasm';
  threads: number;
  fallbackReason?: string;
  origin: 'only one' | 'remembered' | 'measured' | 'nothing worked' | 'in the meantime';
  tried: readonly Tried[];
  measuredAt?: string;
}

/**
 * The back-end for this computer. Where there is nothing to choose from, as without graphics hardware, it is known at
 * once; else each candidate is tried the first time, and the choice remembered.
 * @throws LacunaError `cancelled` | `weights-missing` | `weights-invalid`
 */
export async function findBackend(
  options: FindBackendOptions,
  signal?: AbortSignal,
): Promise<BackendDecision> {
  const {
    surroundings: around,
    weights,
    store,
    again = false,
    timeoutMs = 8000,
    now = () => new Date(),
  } = options;
  const list = candidates(around, again);
  const stored = again ? null : quietly(() => store.read());
  const open = list.filter(({ dropped }) => dropped === undefined);
  if (!stored && !again && open.length === 1) return only(list, open[0]!);

  const key = choiceKey(around, await bundleSha256(parseManifest(await weights.readManifest(signal))));
  const known = parseChoice(stored, key);
  if (known) return { ...startWith(known, around), origin: 'remembered', ...details(known) };
  if (!again && open.length === 1) return only(list, open[0]!);

  options.onTrials?.();
  const { chosen, tried } = await chooseBackend(list, options.attempt, {
    timeoutMs,
    ...(signal && { signal }),
  });
  // Nothing was right or quick enough; the client will find out and say why.
  if (!chosen) return { backend: 'auto', threads: usualThreads(around), origin: 'nothing worked', tried };
  const record: ChoiceRecord = {
    schema: 'lacuna-backend/1',
    key,
    backend: chosen.backend,
    threads: chosen.threads,
    tried,
    measuredAt: now().toISOString(),
  };
  quietly(() => store.write(JSON.stringify(record)));
  return { ...startWith(record, around), origin: 'measured', ...details(record) };
}

function only(list: readonly Candidate[], { backend, threads }: Candidate): BackendDecision {
  const tried = list.map(({ id, name, dropped }): Tried => ({
    id,
    name,
    ...(dropped !== undefined && { dropped }),
  }));
  return { ...reasoned(backend === 'wasm' ? 'wasm' : 'auto', tried), threads, origin: 'only one', tried };
}

/** Hardware WebGPU is asked for as `auto`, so that a device that is lost later falls back to WebAssembly. */
function startWith(record: ChoiceRecord, { adapter }: Surroundings) {
  const backend = record.backend === 'webgpu' && !adapter?.software ? 'auto' : record.backend;
  return { ...reasoned(backend, record.tried), threads: record.threads };
}

function reasoned(backend: BackendDecision['backend'], tried: readonly Tried[]) {
  const { name, dropped: reason } = tried.find(({ id }) => id === 'webgpu') ?? {};
  if (backend !== 'wasm' || reason === undefined) return { backend };
  return { backend, fallbackReason: reason.includes('WebGPU') ? reason : `${name}: ${reason}` };
}

function details({ tried, measuredAt }: ChoiceRecord) {
  return { tried, measuredAt };
}

function quietly<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
