/**
 * What `work` makes of the items, in their order, with work on `ahead` more of them already begun while one is awaited: what
 * waits for a source or a device then does not hold up the host.
 *
 * Who stops early should also abort what `work` listens to.
 */
export async function* inOrder<Item, Made>(
  items: readonly Item[],
  work: (item: Item) => Promise<Made>,
  ahead: number,
): AsyncGenerator<Made, void, undefined> {
  const begun: Promise<Made>[] = [];
  let next = 0;
  for (let i = 0; i < items.length; i++) {
    for (; next < items.length && next <= i + ahead; next++) {
      const made = work(items[next]!);
      made.catch(() => undefined); // told when its turn comes, if it comes
      begun.push(made);
    }
    yield await begun.shift()!;
  }
}
