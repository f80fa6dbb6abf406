import { LacunaError } from '../../errors.ts';
import type { LazySeries, SourceSlice } from '../../imaging/series.ts';

interface Waiting {
  resolve(slice: SourceSlice): void;
  reject(error: LacunaError): void;
}

/**
 * A series whose pixels stay on the page; the worker asks for one slice at a time.
 * So neither does the page copy a whole volume in one go, nor does the worker hold it.
 */
export class RemoteSeries implements LazySeries {
  private readonly waiting = new Map<number, Waiting>();
  private closed = false;
  /** The slice asked for last: both methods of a slice share one transfer. */
  private latest: { index: number; slice: Promise<SourceSlice> } | undefined;

  /** @param ask sends the request; the answer comes through `deliver` */
  constructor(
    readonly key: string,
    readonly sliceCount: number,
    private readonly ask: (index: number) => void,
  ) {}

  slice(index: number): Promise<SourceSlice> {
    if (this.closed) return Promise.reject(wasClosed());
    if (this.latest?.index === index) return this.latest.slice;
    const before = this.waiting.get(index);
    const slice = new Promise<SourceSlice>((resolve, reject) => {
      this.waiting.set(index, {
        resolve: (value) => (before?.resolve(value), resolve(value)),
        reject: (error) => (before?.reject(error), reject(error)),
      });
    });
    this.latest = { index, slice };
    if (!before) this.ask(index);
    return slice;
  }

  /** @param slice null when the page has closed the series */
  deliver(index: number, slice: SourceSlice | null): void {
    const waiting = this.waiting.get(index);
    this.waiting.delete(index);
    if (slice) waiting?.resolve(slice);
    else waiting?.reject(wasClosed());
  }

  /** Nothing will be delivered any more: whoever waits, or comes later, is told. */
  close(): void {
    this.closed = true;
    for (const index of [...this.waiting.keys()]) this.deliver(index, null);
  }
}

function wasClosed(): LacunaError {
  return new LacunaError('cancelled', 'The series was closed while it was being read.');
}
