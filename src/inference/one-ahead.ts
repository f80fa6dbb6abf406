/**
 * What `work` makes of the items, in their order. Work on an item begins while the one before is still under way, so that
 * one may compute on the host while the other waits for a model; never more than two are under way.
 *
 * Who stops early should also abort what `work` listens to.
 */
export async function* oneAhead<Item, Made>(
  items: readonly Item[],
  work: (item: Item) => Promise<Made>,
): AsyncGenerator<Made, void, undefined> {
  const begun: Promise<Made>[] = [];
  const begin = (at: number) => {
    if (at >= items.length) return;
    const made = work(items[at]!);
    made.catch(() => undefined); // told when its turn comes, if it comes
    begun.push(made);
  };
  begin(0);
  for (let i = 0; i < items.length; i++) {
    begin(i + 1);
    yield await begun.shift()!;
  }
}
