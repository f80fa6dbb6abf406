/** For scripts with functions of their own: the loader of these tests names functions by a helper that a page lacks. */
export const NAMES = 'globalThis.__name = (named) => named;';
