import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { CompactResult } from '../compact-result.ts';
import type { Kept, ResultDisk } from './result-cache.ts';

const NAME = 'lacuna-results';
/** Some 10,000 results; the ones used longest ago make room. */
const DISK_BYTES = 256 * 2 ** 20;

interface Schema extends DBSchema {
  /** By the hash of what a result was made from. Nothing in it names a patient, a series or an image. */
  results: { key: string; value: CompactResult };
  uses: { key: string; value: { bytes: number; used: number }; indexes: { used: number } };
}

/** Results in the browser's own database of this origin, on this computer only, up to a number of bytes. */
export class IndexedDbResults implements ResultDisk {
  private constructor(
    private readonly database: IDBPDatabase<Schema>,
    private readonly maxBytes: number,
    private bytes: number,
  ) {}

  /** @throws when the browser offers no database, as some private windows do */
  static async open(maxBytes = DISK_BYTES): Promise<IndexedDbResults> {
    const database = await openDB<Schema>(NAME, 1, {
      upgrade(created) {
        created.createObjectStore('results');
        created.createObjectStore('uses').createIndex('used', 'used');
      },
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(), // another tab wants to remove it
    });
    const uses = await database.getAll('uses');
    return new IndexedDbResults(database, maxBytes, sumOf(uses));
  }

  async get(key: string): Promise<CompactResult | undefined> {
    const transaction = this.database.transaction(['results', 'uses'], 'readwrite');
    const [result, use] = await Promise.all([
      transaction.objectStore('results').get(key),
      transaction.objectStore('uses').get(key),
    ]);
    if (use) await transaction.objectStore('uses').put({ ...use, used: Date.now() }, key);
    await transaction.done;
    return result;
  }

  async put(key: string, result: CompactResult): Promise<void> {
    const transaction = this.database.transaction(['results', 'uses'], 'readwrite');
    const uses = transaction.objectStore('uses');
    const bytes = result.map.byteLength + result.maskBits.byteLength;
    const before = await uses.get(key);
    await transaction.objectStore('results').put(result, key);
    await uses.put({ bytes, used: Date.now() }, key);
    this.bytes += bytes - (before?.bytes ?? 0);
    let oldest = this.bytes > this.maxBytes ? await uses.index('used').openCursor() : null;
    while (oldest && this.bytes > this.maxBytes) {
      this.bytes -= oldest.value.bytes;
      await transaction.objectStore('results').delete(oldest.primaryKey);
      await oldest.delete();
      oldest = await oldest.continue();
    }
    await transaction.done;
  }

  async kept(): Promise<Kept> {
    const uses = await this.database.getAll('uses');
    return { results: uses.length, bytes: sumOf(uses) };
  }

  async clear(): Promise<void> {
    const transaction = this.database.transaction(['results', 'uses'], 'readwrite');
    await Promise.all([
      transaction.objectStore('results').clear(),
      transaction.objectStore('uses').clear(),
      transaction.done,
    ]);
    this.bytes = 0;
  }
}

const sumOf = (uses: readonly { bytes: number }[]): number => uses.reduce((sum, { bytes }) => sum + bytes, 0);
