/** What the name of a NIfTI file says: which case it belongs to, and whether it is an image, of which sequence, or a mask. */
export interface NiftiName {
  /** The name without its ending and without the words for sequence or mask; files of one case share it. */
  stem: string;
  role: { kind: 'mask' } | { kind: 'image'; sequence: string | undefined };
}

/** Words for the sequences in BraTS 2012-2023, BIDS and common use. */
const SEQUENCE_WORDS: Readonly<Record<string, readonly string[]>> = {
  flair: ['flair', 't2f', 'tirm'],
  t1: ['t1', 't1n', 't1w'],
  t1ce: ['t1ce', 't1c', 't1gd', 't1post'],
  t2: ['t2', 't2w'],
  pd: ['pd', 'pdw'],
  dwi: ['dwi', 'adc'],
};
/** `Segm` is the mask of BraTS20_Training_355. */
const MASK_WORDS = ['seg', 'segm', 'mask', 'label', 'labels', 'roi', 'lesion', 'lesions', 'dseg', 'anomaly'];

export const SEQUENCES: readonly string[] = Object.keys(SEQUENCE_WORDS);

/** Reads a file name, e.g. `BraTS-GLI-00000-000-t2f.nii.gz`; undefined for a file that is not NIfTI. */
export function niftiName(file: string): NiftiName | undefined {
  const match = /^(.+)\.nii(\.gz)?$/i.exec(file);
  if (!match) return undefined;
  const words = match[1]!.split(/(?<=[_-])|(?=[_-])/);
  const plain = words.map((word) => word.toLowerCase());
  const isMaskWord = (word: string) => MASK_WORDS.includes(word);
  const sequencesOf = plain.map((word) =>
    SEQUENCES.find((sequence) => SEQUENCE_WORDS[sequence]!.includes(word)),
  );
  const mask = plain.some(isMaskWord);
  // "T2_FLAIR" is a FLAIR
  const found = sequencesOf.filter((sequence) => sequence !== undefined);
  const sequence = found.includes('flair') ? 'flair' : found.at(-1);
  const rest = words.filter((_, i) => !isMaskWord(plain[i]!) && sequencesOf[i] === undefined);
  const stem = rest
    .join('')
    .replace(/([_-])[_-]+/g, '$1')
    .replace(/^[_-]+|[_-]+$/g, '');
  return { stem, role: mask ? { kind: 'mask' } : { kind: 'image', sequence } };
}
