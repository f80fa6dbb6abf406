import { LRUCache } from 'lru-cache';
import { bytesOf, type CompactResult, isSound, withoutReconstruction } from '../compact-result.ts';

/** Results that outlive the page; every failure of it is quiet, as a result can always be computed again. */
export interface ResultDisk {
  get(key: string): Promise<CompactResult | undefined>;
  put(key: string, result: CompactResult): Promise<void>;
  kept(): Promise<Kept>;
  clear(): Promise<void>;
}

/** What lies on disk. */
export interface Kept {
  results: number;
  bytes: number;
}

export type ResultOrigin = 'computed' | 'memory' | 'disk';

/** A 512-slice series with both methods and their reconstructions takes about half of it. */
const MEMORY_BYTES = 128 * 2 ** 20;

/** Results by the hash of what they were made from: the latest in memory, all without reconstructions on disk if allowed. */
export class ResultCache {
  private readonly memory: LRUCache<string, CompactResult>;
  private readonly writing = new Set<Promise<void>>();

  constructor(
    memoryBytes = MEMORY_BYTES,
    private disk?: ResultDisk,
  ) {
    this.memory = new LRUCache({ maxSize: memoryBytes, sizeCalculation: (result) => bytesOf(result) || 1 });
  }

  /** Bytes of results in memory. */
  get bytes(): number {
    return this.memory.calculatedSize;
  }

  async get(key: string): Promise<{ result: CompactResult; from: ResultOrigin } | undefined> {
    const known = this.memory.get(key);
    if (known) return { result: known, from: 'memory' };
    const stored = await this.disk?.get(key).catch(() => undefined);
    if (!stored || !isSound(stored)) return undefined;
    this.memory.set(key, stored);
    return { result: stored, from: 'disk' };
  }

  put(key: string, result: CompactResult): void {
    this.memory.set(key, result);
    this.write(key, result);
  }

  /** From now on also (or no longer) on disk; what is in memory is put there too. */
  async keepOn(disk: ResultDisk | undefined): Promise<void> {
    this.disk = disk;
    for (const [key, entry] of this.memory.dump()) this.write(key, entry.value);
    await this.written();
  }

  /** What lies on disk; null where nothing may be kept. */
  async kept(): Promise<Kept | null> {
    await this.written();
    return (await this.disk?.kept()) ?? null;
  }

  /** Forgets everything, in memory and on disk. */
  async clear(): Promise<void> {
    this.memory.clear();
    await this.written();
    await this.disk?.clear();
  }

  /** Resolves when everything put so far is on disk, or could not be. */
  async written(): Promise<void> {
    await Promise.all(this.writing);
  }

  private write(key: string, result: CompactResult): void {
    if (!this.disk) return;
    const written = this.disk.put(key, withoutReconstruction(result)).catch(() => undefined);
    this.writing.add(written);
    void written.finally(() => this.writing.delete(written));
  }
}
