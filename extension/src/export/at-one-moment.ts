/**
 * Collects again until nothing has changed meanwhile: collecting gives the page its turns, and in one of them a reader can
 * move a threshold. Half of the slices at one and half at another would be no result of either.
 *
 * @param moment of what is collected; the same as long as that is
 */
export async function atOneMoment<T>(moment: () => string, collect: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = moment();
    const collected = await collect();
    if (moment() === before) return collected;
  }
}
