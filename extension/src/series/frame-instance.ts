import { FRAME_NUMBER } from '@lacuna/core/dicom/source-from-metadata.ts';
import type { Instance } from '../host/ohif-types.ts';
import { number } from './attributes.ts';

/** How image ids name a frame, from 1: `.../frames/3` of DICOMweb, `...&frame=3` of local files. */
const FRAME = /(?:\/frames\/|[?&]frame=)(\d+)/;

/**
 * The metadata of one image: of a multi-frame instance those of its frame, the frame's functional groups over the shared
 * ones over the instance's own, as an instance of a single frame would have them.
 */
export function frameInstance(given: Instance, imageId: string): Instance {
  if (!((number(given, 'NumberOfFrames') ?? 1) > 1)) return given;
  const instance = withInherited(given);
  const frame = Number(FRAME.exec(imageId)?.[1] ?? NaN);
  const described = listOf(instance['PerFrameFunctionalGroupsSequence'])[frame - 1];
  // frames without a place of their own must not all take that of the instance
  if (!isObject(described)) return { ...instance, ImagePositionPatient: undefined, [FRAME_NUMBER]: frame };
  const shared = groupsOf(listOf(instance['SharedFunctionalGroupsSequence'])[0]);
  const own = groupsOf(described);
  return Object.assign({}, instance, ...shared, ...own, { [FRAME_NUMBER]: frame }) as Instance;
}

/** OHIF gives a frame as an object that inherits what all frames share; a copy of its own members alone has no modality. */
function withInherited(instance: Instance): Instance {
  const all: Record<string, unknown> = {};
  for (const keyword in instance) all[keyword] = instance[keyword];
  return all as Instance;
}

/**
 * The first item of every functional group of an item. Private ones have no keyword and are left out: Philips puts a whole
 * classic header into one, with another UID and a position of its own.
 */
function groupsOf(item: unknown): object[] {
  return Object.entries(isObject(item) ? item : {})
    .filter(([keyword]) => keyword.endsWith('Sequence'))
    .map(([, group]) => listOf(group)[0])
    .filter(isObject);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** dcmjs gives sequences as lists, and lists of one as proxies that look like their item. */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
