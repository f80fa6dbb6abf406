import { LacunaError } from '../../errors.ts';
import type { LazySeries, SourceSlice } from '../../imaging/series.ts';

interface Waiting {
  resolve(slice: SourceSlice): void;
  reject(error: LacunaError): void;
}

/** The slice under way, one that overtakes it, and one more. */
const MOST_LATEST = 3;

/**
 * A series whose pixels stay on the page; the worker asks for one slice at a time.
 * So neither does the page copy a whole volume in one go, nor does the worker hold it.
 */
export class RemoteSeries implements LazySeries {
  private readonly waiting = new Map<number, Waiting>();
  private closed = false;
  /** The slices asked for last, oldest first: both methods of a slice share one transfer, also when another overtakes. */
  private readonly latest = new Map<number, Promise<SourceSlice>>();
  /** On their way without having been asked for: what is on the screen will be wanted next. */
  private readonly expected = new Set<number>();
  /** One that came before anybody wanted it. */
  private offered: { index: number; slice: SourceSlice } | undefined;

  /** @param ask sends the request; the answer comes through `deliver` */
  constructor(
    readonly key: string,
    readonly sliceCount: number,
    private readonly ask: (index: number) => void,
  ) {}

  slice(index: number): Promise<SourceSlice> {
    if (this.closed) return Promise.reject(wasClosed());
    const known = this.latest.get(index);
    if (known) return known;
    if (this.offered?.index === index) {
      const { slice } = this.offered;
      this.offered = undefined;
      return this.remember(index, Promise.resolve(slice));
    }
    const before = this.waiting.get(index);
    const slice = new Promise<SourceSlice>((resolve, reject) => {
      this.waiting.set(index, {
        resolve: (value) => (before?.resolve(value), resolve(value)),
        reject: (error) => (before?.reject(error), reject(error)),
      });
    });
    void this.remember(index, slice);
    if (!before && !this.expected.has(index)) this.ask(index);
    return slice;
  }

  private remember(index: number, slice: Promise<SourceSlice>): Promise<SourceSlice> {
    this.latest.set(index, slice);
    for (const oldest of [...this.latest.keys()].slice(0, -MOST_LATEST)) this.latest.delete(oldest);
    return slice;
  }

  /** The slice comes without having to be asked for. */
  expect(index: number): void {
    this.expected.add(index);
  }

  /** @param slice null when the page has closed the series, or cannot read the slice for the reason given */
  deliver(index: number, slice: SourceSlice | null, reason = wasClosed()): void {
    const waiting = this.waiting.get(index);
    this.waiting.delete(index);
    this.expected.delete(index);
    if (!slice) this.latest.delete(index); // asked for again by whoever wants it next
    if (!waiting && slice && !this.closed) this.offered = { index, slice };
    if (slice) waiting?.resolve(slice);
    else waiting?.reject(reason);
  }

  /** Nothing will be delivered any more: whoever waits, or comes later, is told. */
  close(): void {
    this.closed = true;
    this.offered = undefined;
    this.latest.clear();
    for (const index of [...this.waiting.keys()]) this.deliver(index, null);
  }
}

function wasClosed(): LacunaError {
  return new LacunaError('cancelled', 'The series was closed while it was being read.');
}
