import type { FoundCases } from './found-cases.ts';
import { caseId } from './found-cases.ts';

const IMAGE_SUFFIXES: Readonly<Record<string, string>> = {
  flair: 'FLAIR',
  t1: 'T1w',
  t2: 'T2w',
  pd: 'PDw',
};
const RAW = /^(sub-[^/]+)\/(?:(ses-[^/]+)\/)?anat\/([^/]+)\.nii(?:\.gz)?$/;
const MASK_FILE = /[_-](mask|dseg|roi|lesion|seg)\.nii(\.gz)?$/i;
const NOT_A_LESION =
  /desc-brain|label-brain|brain_?mask|desc-(?:latent-?bernoulli|diffusion-?ad|consensus|baseline)/i;
const LESION = /lesion|tumou?r|wmh|abnormal/i;

/** Whether the files are those of a BIDS data set. */
export function looksLikeBids(files: readonly string[]): boolean {
  return files.some((file) => RAW.test(file));
}

/**
 * Cases of a BIDS data set: one per image of the sequence in `anat`. The truth is a mask of the same subject and session, under
 * `derivatives` or beside the image; brain masks are not taken, and one that is named after a lesion goes first.
 */
export function bidsCases(files: readonly string[], sequence: string): FoundCases {
  const found: FoundCases = { cases: [], skipped: [] };
  const suffix = IMAGE_SUFFIXES[sequence] ?? sequence;
  const masks = files.filter((file) => MASK_FILE.test(file) && !NOT_A_LESION.test(file));
  const people = new Set<string>();
  const served = new Set<string>();
  for (const file of files) {
    const [, subject, session, name] = RAW.exec(file) ?? [];
    if (!subject || !name || MASK_FILE.test(file)) continue;
    people.add(subject);
    if (!name.endsWith(`_${suffix}`)) continue;
    served.add(subject);
    const id = caseId(name.slice(0, -suffix.length - 1));
    const entities = [`${subject}/`, ...(session ? [`${session}/`] : [])];
    const own = masks.filter((mask) => entities.every((entity) => mask.includes(entity)));
    const run = /_run-[^_]+/.exec(name)?.[0];
    const sameRun = run ? own.filter((mask) => mask.includes(run)) : own;
    const named = sameRun.filter((mask) => LESION.test(mask.slice(mask.lastIndexOf('/'))));
    const chosen = named.length > 0 ? named : sameRun;
    if (chosen.length > 1)
      found.skipped.push({
        kind: 'skipped',
        id,
        code: 'invalid-argument',
        reason: `The case has ${chosen.length} masks; it is not clear which is the truth.`,
      });
    else
      found.cases.push({
        id,
        subject,
        image: { kind: 'nifti', file },
        truth: chosen[0] ? { kind: 'nifti', file: chosen[0] } : { kind: 'none' },
      });
  }
  for (const subject of people)
    if (!served.has(subject))
      found.skipped.push({
        kind: 'skipped',
        id: caseId(subject),
        code: 'invalid-argument',
        reason: `The subject has no ${suffix} image in anat.`,
      });
  return found;
}
