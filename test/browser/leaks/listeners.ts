import type { Page } from 'playwright-core';
import { NAMES } from '../support/names.ts';

interface Kept {
  target: WeakRef<object>;
  type: string;
  /** By our scripts. */
  ours: boolean;
}
interface Books {
  lacunaListeners: Set<Kept>;
}

/** Has to be asked for before the page loads: keeps a book of every listener, and of who has added it. */
export async function keepListenerBook(page: Page): Promise<void> {
  await page.addInitScript(NAMES);
  await page.addInitScript(() => {
    const book = new Set<Kept>();
    (globalThis as unknown as Books).lacunaListeners = book;
    const entries = new WeakMap<object, Map<string, Map<unknown, Kept>>>();
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const keyOf = (type: string, options: unknown) =>
      `${type} ${typeof options === 'object' && options ? Boolean((options as { capture?: boolean }).capture) : Boolean(options)}`;
    const forget = (target: object, key: string, listener: unknown) => {
      const kept = entries.get(target)?.get(key)?.get(listener);
      if (!kept) return;
      book.delete(kept);
      entries.get(target)!.get(key)!.delete(listener);
    };
    EventTarget.prototype.addEventListener = function (type: string, listener, options) {
      const target = (this ?? globalThis) as EventTarget;
      const once = typeof options === 'object' && options?.once === true;
      if (listener && !once) {
        const key = keyOf(type, options);
        const byKey = entries.get(target) ?? new Map<string, Map<unknown, Kept>>();
        entries.set(target, byKey);
        const byListener = byKey.get(key) ?? new Map<unknown, Kept>();
        byKey.set(key, byListener);
        if (!byListener.has(listener)) {
          // The caller is the second line below this wrapper.
          const caller = new Error().stack?.split('\n')[2] ?? '';
          const kept = { target: new WeakRef(target), type, ours: caller.includes('/plugins/') };
          byListener.set(listener, kept);
          book.add(kept);
        }
        if (typeof options === 'object' && options?.signal)
          addEventListener.call(options.signal, 'abort', () => forget(target, key, listener));
      }
      return addEventListener.call(target, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (type: string, listener, options) {
      const target = (this ?? globalThis) as EventTarget;
      forget(target, keyOf(type, options), listener);
      return removeEventListener.call(target, type, listener, options);
    };
  });
}

/** Listeners whose target is still there, of ours and of all; of ours also which. */
export function liveListeners(page: Page): Promise<{ all: number; ours: number; which: string[] }> {
  return page.evaluate(() => {
    const book = (globalThis as unknown as Books).lacunaListeners;
    const which: string[] = [];
    let all = 0;
    for (const kept of book) {
      const target = kept.target.deref();
      if (!target) {
        book.delete(kept);
        continue;
      }
      all++;
      if (kept.ours) which.push(`${target.constructor.name} ${kept.type}`);
    }
    return { all, ours: which.length, which: [...new Set(which)].sort() };
  });
}
