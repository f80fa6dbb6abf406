import { LacunaError } from '../errors.ts';
import { feetToHead } from './frame-plan.ts';
import type { SourceInstance } from './source-instance.ts';

/** One frame of a map: the plane of one source instance. */
export interface MapFrame {
  readonly source: SourceInstance;
  /** Place of the instance among all source instances, feet to head, from 1. */
  readonly positionIndex: number;
  readonly map: Float32Array;
}

/**
 * The analysed slices, feet to head; slices of zeros among them, because 0 is a value of a map.
 * @throws LacunaError `invalid-argument` when maps and instances do not belong together
 */
export function mapFrames(
  source: readonly SourceInstance[],
  maps: readonly (Float32Array | null)[],
): readonly MapFrame[] {
  const wrong = maps.findIndex(
    (map, i) => map && map.length !== (source[i]?.rows ?? 0) * (source[i]?.columns ?? 0),
  );
  if (maps.length !== source.length || wrong >= 0) {
    throw new LacunaError('invalid-argument', 'The anomaly map does not fit the images of the series.', {
      maps: maps.length,
      instances: source.length,
      wrong,
    });
  }
  return feetToHead(source).flatMap((index, place) => {
    const map = maps[index];
    return map ? [{ source: source[index]!, positionIndex: place + 1, map }] : [];
  });
}

/**
 * The range of a map, widened where values leave it.
 * @throws LacunaError `bad-output` for a value that is not finite
 */
export function valueRange(
  frames: readonly MapFrame[],
  [lowest, highest]: readonly [number, number],
): readonly [number, number] {
  let low = lowest;
  let high = highest;
  let finite = true;
  for (const { map } of frames) {
    for (let i = 0; i < map.length; i++) {
      const value = map[i]!;
      if (value < low) low = value;
      else if (value > high) high = value;
      if (value - value !== 0) finite = false; // of NaN and infinities; half a gigabyte is asked, so no call
    }
  }
  if (finite && Number.isFinite(low) && Number.isFinite(high)) return [low, high];
  throw new LacunaError(
    'bad-output',
    'The anomaly map holds values that are not finite, so it is not written.',
  );
}
