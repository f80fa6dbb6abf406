import { HttpError } from '../http.ts';
import type { JsonAttribute, JsonDataSet } from './dicom-json.ts';
import { tagOfAttribute } from './dictionary.ts';
import { INSTANCE_TAGS, SERIES_TAGS, STUDY_TAGS, type IndexedInstance } from './study-index.ts';

const CONTROLS = new Set([
  'limit',
  'offset',
  'includefield',
  'fuzzymatching',
  'emptyvaluematching',
  'multiplevaluematching',
]);
const MODALITIES_IN_STUDY = '00080061';
const MAX_PATTERN = 256;
const UI = (value: string): JsonAttribute => ({ vr: 'UI', Value: [value] });
const IS = (value: number): JsonAttribute => ({ vr: 'IS', Value: [value] });

/** One result and the text it is ordered by. */
export type Level = 'studies' | 'series' | 'instances';

/**
 * Answers a search (PS3.18 10.6) over instances that are already limited to the resource of the address.
 *
 * @param instances in listing order
 * @param root address of the DICOMweb service, for RetrieveURL
 * @throws HttpError 400 for values that cannot be searched for
 */
export function search(
  level: Level,
  instances: readonly IndexedInstance[],
  query: URLSearchParams,
  root: string,
): JsonDataSet[] {
  const results = describe(level, instances, root).filter(matcher(query));
  if (level === 'studies') results.sort(newestFirst);
  const offset = count(query, 'offset') ?? 0;
  const limit = count(query, 'limit') ?? results.length;
  return results.slice(offset, offset + limit);
}

function describe(level: Level, instances: readonly IndexedInstance[], root: string): JsonDataSet[] {
  if (level === 'instances') return instances.map((instance) => describeInstance(instance, root));
  const key = level === 'studies' ? 'studyInstanceUID' : 'seriesInstanceUID';
  const groups = new Map<string, IndexedInstance[]>();
  for (const instance of instances) {
    const group = groups.get(instance[key]);
    if (group) group.push(instance);
    else groups.set(instance[key], [instance]);
  }
  return [...groups.values()].map((group) =>
    level === 'studies' ? describeStudy(group, root) : describeSeries(group, root),
  );
}

const pick = ({ attributes }: IndexedInstance, tags: readonly string[]): JsonDataSet =>
  Object.fromEntries(tags.flatMap((tag) => (attributes[tag] ? [[tag, attributes[tag]]] : [])));
const distinct = (values: readonly unknown[]): unknown[] => [
  ...new Set(values.filter((value) => value != null)),
];

function describeStudy(group: readonly IndexedInstance[], root: string): JsonDataSet {
  const first = group[0]!;
  return {
    ...pick(first, STUDY_TAGS),
    [MODALITIES_IN_STUDY]: {
      vr: 'CS',
      Value: distinct(group.map(({ attributes }) => attributes['00080060']?.Value?.[0])),
    },
    '00081190': { vr: 'UR', Value: [`${root}/studies/${first.studyInstanceUID}`] },
    '0020000D': UI(first.studyInstanceUID),
    '00201206': IS(distinct(group.map(({ seriesInstanceUID }) => seriesInstanceUID)).length),
    '00201208': IS(group.length),
  };
}

function describeSeries(group: readonly IndexedInstance[], root: string): JsonDataSet {
  const first = group[0]!;
  return {
    ...pick(first, [...STUDY_TAGS, ...SERIES_TAGS]),
    '00081190': {
      vr: 'UR',
      Value: [`${root}/studies/${first.studyInstanceUID}/series/${first.seriesInstanceUID}`],
    },
    '0020000D': UI(first.studyInstanceUID),
    '0020000E': UI(first.seriesInstanceUID),
    '00201209': IS(group.length),
  };
}

function describeInstance(instance: IndexedInstance, root: string): JsonDataSet {
  const { studyInstanceUID, seriesInstanceUID, sopInstanceUID } = instance;
  return {
    ...pick(instance, [...STUDY_TAGS, ...SERIES_TAGS, ...INSTANCE_TAGS]),
    '00081190': {
      vr: 'UR',
      Value: [`${root}/studies/${studyInstanceUID}/series/${seriesInstanceUID}/instances/${sopInstanceUID}`],
    },
    '00083002': UI(instance.transferSyntaxUID),
  };
}

/** Newest study first, equal dates by UID: the order never depends on files or on time. */
function newestFirst(a: JsonDataSet, b: JsonDataSet): number {
  const key = (study: JsonDataSet): string =>
    `${texts(study['00080020'])[0] ?? ''}${texts(study['00080030'])[0] ?? ''}`;
  const uid = (study: JsonDataSet): string => texts(study['0020000D'])[0] ?? '';
  if (key(a) !== key(b)) return key(a) < key(b) ? 1 : -1;
  return uid(a) < uid(b) ? -1 : 1;
}

function count(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new HttpError(400, `"${name}" must be a whole number.`);
  return Number(text);
}

/** All keys must match; keys that are unknown or not kept match everything, as PS3.18 allows. */
function matcher(query: URLSearchParams): (result: JsonDataSet) => boolean {
  const tests: ((result: JsonDataSet) => boolean)[] = [];
  for (const [name, wanted] of query) {
    const tag = CONTROLS.has(name.toLowerCase()) ? undefined : tagOfAttribute(name);
    if (!tag || wanted === '' || !SEARCHABLE.has(tag)) continue;
    if (wanted.length > MAX_PATTERN * 64) throw new HttpError(400, 'A search value is too long.');
    tests.push((result) => matches(result[tag], tag, wanted));
  }
  return (result) => tests.every((test) => test(result));
}
const SEARCHABLE = new Set([...STUDY_TAGS, ...SERIES_TAGS, ...INSTANCE_TAGS, MODALITIES_IN_STUDY]);

function matches(attribute: JsonAttribute | undefined, tag: string, wanted: string): boolean {
  const vr = attribute?.vr;
  const present = texts(attribute);
  if (vr === 'DA' || vr === 'TM' || tag === '00080020' || tag === '00080030')
    return present.some((text) => inRange(text, wanted));
  const alternatives = wanted.split(/[,\\]/).filter(Boolean);
  // A comma may be part of a name, so the whole value is tried, too.
  return [wanted, ...alternatives].some((pattern) =>
    present.some((text) => glob(text.toLowerCase(), pattern.toLowerCase())),
  );
}

/** Values of an attribute as text; person names in all their groups. */
function texts(attribute: JsonAttribute | undefined): string[] {
  return (attribute?.Value ?? []).flatMap((value) =>
    value !== null && typeof value === 'object'
      ? Object.values(value).map(String)
      : value === null
        ? []
        : [String(value)],
  );
}

/** `20200101-20201231`, `20200101-`, `-20201231` or one value; both ends belong to the range. */
function inRange(text: string, wanted: string): boolean {
  const parts = /^([\d.]*)(-?)([\d.]*)$/.exec(wanted.replaceAll(':', ''));
  if (!parts || !(parts[1] || parts[3])) throw new HttpError(400, 'A date or time range is malformed.');
  const [, from = '', dash, to = ''] = parts;
  if (!dash) return text.startsWith(from);
  return (!from || text >= from) && (!to || text.slice(0, to.length) <= to);
}

/** Wildcard match: `*` any text, `?` one character. Linear in practice, no regular expression built from user text. */
export function glob(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      t++;
      p++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
