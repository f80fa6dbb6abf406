import { items, unicodeText } from './element-values.ts';
import { parseObject } from './multiframe-file.ts';
import { readSegments } from './segmentation-file.ts';

/** What a segment says about the algorithm that made it. */
export interface RecordedAlgorithm {
  readonly segmentNumber: number;
  readonly name: string;
  /** `k=v,k=v`; empty when the segment records none. */
  readonly parameters: string;
}

/**
 * The algorithm of each segment of a SEG or label map, in the order of the file, without the background.
 * @throws LacunaError `corrupt-file` | `unsupported-transfer-syntax`
 */
export function recordedAlgorithms(bytes: Uint8Array): readonly RecordedAlgorithm[] {
  return readSegments(parseObject(bytes))
    .filter(({ number }) => number !== 0)
    .map(({ number = 0, algorithmName = '', item }) => {
      const identification = items(item, 'x00620007')[0];
      return {
        segmentNumber: number,
        name: algorithmName,
        parameters: (identification && unicodeText(identification, 'x00660032')) ?? '',
      };
    });
}
