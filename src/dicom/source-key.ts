import type { SourceInstance } from './source-instance.ts';

type Reference = Pick<SourceInstance, 'sopInstanceUID' | 'frameNumber'>;

/** One name for each slice of a source: the instance, and of a multi-frame instance the frame. */
export const sourceKey = ({ sopInstanceUID, frameNumber }: Reference): string =>
  frameNumber === undefined ? sopInstanceUID : `${sopInstanceUID} frame ${frameNumber}`;

/** The instances of a source, each once, however many of its frames are slices. */
export function distinctInstances<Source extends Reference>(source: readonly Source[]): readonly Source[] {
  return [...new Map([...source].reverse().map((slice) => [slice.sopInstanceUID, slice])).values()].reverse();
}
