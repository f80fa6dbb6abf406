import fs from 'node:fs/promises';
import path from 'node:path';
import { toDicomJson, type JsonDataSet } from './dicom-json.ts';
import {
  EXPLICIT_BIG_ENDIAN,
  frameCount,
  isUID,
  Part10Error,
  readHeader,
  type Part10Header,
} from './part10.ts';

/** What is kept in memory of one instance; header and pixels stay on disk until somebody asks. */
export interface IndexedInstance {
  readonly file: string;
  readonly studyInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly sopInstanceUID: string;
  readonly sopClassUID: string;
  readonly transferSyntaxUID: string;
  readonly numberOfFrames: number;
  /** The attributes that searches match and return. */
  readonly attributes: JsonDataSet;
}

export interface ScanReport {
  readonly added: number;
  readonly duplicates: number;
  readonly unreadable: number;
}

/** Attributes by level that a search returns (PS3.18 10.6.3.3), besides the UIDs and counts. */
export const STUDY_TAGS = [
  '00080005',
  '00080020',
  '00080030',
  '00080050',
  '00080090',
  '00081030',
  '00100010',
  '00100020',
  '00100030',
  '00100040',
  '0020000D',
  '00200010',
];
export const SERIES_TAGS = [
  '00080021',
  '00080031',
  '00080060',
  '0008103E',
  '00180015',
  '0020000E',
  '00200011',
  '00400244',
  '00400245',
];
export const INSTANCE_TAGS = [
  '00080008',
  '00080016',
  '00080018',
  '00080022',
  '00080032',
  '00200013',
  '00280008',
  '00280010',
  '00280011',
  '00280100',
];
const KEPT_TAGS = [...STUDY_TAGS, ...SERIES_TAGS, ...INSTANCE_TAGS];
const PARALLEL_READS = 16;

/** Instances by UID, and the order in which everything is listed: never that of the file system. */
export class StudyIndex {
  private readonly bySopInstanceUID = new Map<string, IndexedInstance>();

  /** Adds every readable Part-10 file below `folder`; a missing folder adds nothing. The first of two equal UIDs stays. */
  async scan(folder: string): Promise<ScanReport> {
    const files = (await listFiles(folder)).sort();
    const found: (IndexedInstance | Part10Error)[] = [];
    for (let start = 0; start < files.length; start += PARALLEL_READS)
      found.push(...(await Promise.all(files.slice(start, start + PARALLEL_READS).map(indexOrError))));
    const instances = found.filter((entry): entry is IndexedInstance => !(entry instanceof Part10Error));
    const added = instances.filter((instance) => this.add(instance)).length;
    const unreadable = found.filter(
      (entry) => entry instanceof Part10Error && entry.reason !== 'not-dicom',
    ).length;
    return { added, duplicates: instances.length - added, unreadable };
  }

  /** False, and nothing changes, when the instance is already there. */
  add(instance: IndexedInstance): boolean {
    if (this.bySopInstanceUID.has(instance.sopInstanceUID)) return false;
    this.bySopInstanceUID.set(instance.sopInstanceUID, instance);
    return true;
  }

  get(sopInstanceUID: string): IndexedInstance | undefined {
    return this.bySopInstanceUID.get(sopInstanceUID);
  }

  /** Instances of a study, series or single UID, ordered by series number, instance number, UID. */
  find(studyInstanceUID?: string, seriesInstanceUID?: string, sopInstanceUID?: string): IndexedInstance[] {
    // Frames are asked for one by one: no walk through the whole index for each.
    const single = sopInstanceUID === undefined ? undefined : this.get(sopInstanceUID);
    const candidates = sopInstanceUID === undefined ? this.bySopInstanceUID.values() : single ? [single] : [];
    return [...candidates]
      .filter((instance) => studyInstanceUID === undefined || instance.studyInstanceUID === studyInstanceUID)
      .filter(
        (instance) => seriesInstanceUID === undefined || instance.seriesInstanceUID === seriesInstanceUID,
      )
      .sort(compareInstances);
  }
}

const numberOf = (instance: IndexedInstance, tag: string): number => {
  const value = instance.attributes[tag]?.Value?.[0];
  return typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER;
};
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareInstances(a: IndexedInstance, b: IndexedInstance): number {
  return (
    compareText(a.studyInstanceUID, b.studyInstanceUID) ||
    numberOf(a, '00200011') - numberOf(b, '00200011') ||
    compareText(a.seriesInstanceUID, b.seriesInstanceUID) ||
    numberOf(a, '00200013') - numberOf(b, '00200013') ||
    compareText(a.sopInstanceUID, b.sopInstanceUID)
  );
}

/** @throws Part10Error when one of the identifying UIDs is missing or malformed */
export function describeInstance(header: Part10Header, file: string): IndexedInstance {
  const { dataSet, transferSyntaxUID } = header;
  const uid = (tag: string): string => {
    const value = dataSet.string(tag)?.trim();
    if (!isUID(value))
      throw new Part10Error('damaged', 'A study, series or instance UID is missing or malformed.');
    return value;
  };
  const all = toDicomJson(dataSet, {
    bigEndian: transferSyntaxUID === EXPLICIT_BIG_ENDIAN,
    bulkDataURI: () => '',
  });
  const kept = KEPT_TAGS.flatMap((tag) => (all[tag] ? [[tag, all[tag]] as const] : []));
  return {
    file,
    studyInstanceUID: uid('x0020000d'),
    seriesInstanceUID: uid('x0020000e'),
    sopInstanceUID: uid('x00080018'),
    sopClassUID: uid('x00080016'),
    transferSyntaxUID,
    numberOfFrames: frameCount(dataSet),
    attributes: Object.fromEntries(kept),
  };
}

async function indexOrError(file: string): Promise<IndexedInstance | Part10Error> {
  try {
    return describeInstance(await readHeader(file), file);
  } catch (error) {
    if (error instanceof Part10Error) return error;
    return new Part10Error('damaged', 'The file cannot be read.', { cause: error });
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  const visible = entries.filter((entry) => !entry.name.startsWith('.'));
  const nested = await Promise.all(
    visible.filter((entry) => entry.isDirectory()).map((entry) => listFiles(path.join(folder, entry.name))),
  );
  return [
    ...visible.filter((entry) => entry.isFile()).map((entry) => path.join(folder, entry.name)),
    ...nested.flat(),
  ];
}
