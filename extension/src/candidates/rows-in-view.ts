import { useDeferredValue, useState, type UIEvent } from 'react';
import type { Candidate } from './candidate.ts';

/** Rows from the first one in view on, and as many before it, that follow at once; some six are in view. */
const AT_ONCE = 24;
/** The place in the list is told in steps of so many rows. */
const STEP = 8;

/**
 * What the rows of a list show while it follows a threshold: those in view and near it the regions as they are now, the
 * others those of a moment ago, until the page has time for them. They cost as much to draw, and nobody sees them.
 */
export function useRowsInView(listed: readonly Candidate[]): {
  readonly rows: readonly Candidate[];
  readonly onScroll: (event: UIEvent<HTMLElement>) => void;
} {
  const [first, setFirst] = useState(0);
  const before = useDeferredValue(listed);
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight } }: UIEvent<HTMLElement>) => {
    const row = Math.floor((scrollTop / scrollHeight) * listed.length);
    setFirst(row - (row % STEP));
  };
  if (before === listed) return { rows: listed, onScroll };
  const old = new Map(before.map((region) => [region.id, region]));
  const rows = listed.map((region, row) =>
    Math.abs(row - first) <= AT_ONCE ? region : (old.get(region.id) ?? region),
  );
  return { rows, onScroll };
}
