import type { CaseInput } from './case-types.ts';
import { caseId, type FoundCases, groupBy, subjectOf } from './found-cases.ts';
import { niftiName, type NiftiName } from './nifti-names.ts';

interface Named extends NiftiName {
  file: string;
}

/**
 * Cases among NIfTI files that lie together: a folder per case (BraTS), or many cases in one folder told apart by the beginning
 * of their names. A file without a word for its sequence is taken as the asked one.
 */
export function niftiCases(files: readonly string[], sequence: string): FoundCases {
  const found: FoundCases = { cases: [], skipped: [] };
  const byFolder = groupBy(files, (file) => file.slice(0, file.lastIndexOf('/') + 1));
  for (const [folder, inside] of byFolder) {
    const named = inside.flatMap((file): Named[] => {
      const name = niftiName(file.slice(folder.length));
      return name ? [{ ...name, file }] : [];
    });
    const groups = [...groupBy(named, ({ stem }) => stem).entries()];
    const lone = loneMask(groups.map(([, group]) => group));
    for (const [stem, group] of groups) {
      if (group === lone?.from) continue;
      const members = group === lone?.to ? [...group, ...lone.from] : group;
      addCase(found, folder, stem, members, sequence);
    }
  }
  return found;
}

/** A folder with the images of one case and a mask under another name (BraTS20_Training_355). */
function loneMask(groups: readonly Named[][]): { from: Named[]; to: Named[] } | undefined {
  const masks = groups.filter((group) => group.every(({ role }) => role.kind === 'mask'));
  const images = groups.filter((group) => group.every(({ role }) => role.kind === 'image'));
  const fits = groups.length === 2 && masks.length === 1 && images.length === 1 && masks[0]!.length === 1;
  return fits ? { from: masks[0]!, to: images[0]! } : undefined;
}

function addCase(
  found: FoundCases,
  folder: string,
  stem: string,
  group: readonly Named[],
  sequence: string,
): void {
  const name = stem || folder.replace(/\/$/, '').split('/').at(-1) || group[0]!.file;
  const id = caseId(name);
  const skip = (reason: string) =>
    found.skipped.push({ kind: 'skipped', id, code: 'invalid-argument', reason });
  const masks = group.filter(({ role }) => role.kind === 'mask');
  const images = group.flatMap(({ file, role }) =>
    role.kind === 'image' ? [{ file, sequence: role.sequence }] : [],
  );
  const asked = images.filter((image) => image.sequence === sequence);
  const chosen = asked.length > 0 ? asked : images.filter((image) => image.sequence === undefined);
  if (chosen.length > 1)
    skip(`The case has ${chosen.length} images that could be its ${sequence}; it is not clear which to use.`);
  else if (masks.length > 1) skip(`The case has ${masks.length} masks; it is not clear which is the truth.`);
  else if (!chosen[0])
    skip(
      images.length > 0
        ? `The case has no ${sequence} image (only ${[...new Set(images.map((image) => image.sequence))].sort().join(', ')}).`
        : 'There is a mask without its image.',
    );
  else
    found.cases.push({
      id,
      subject: subjectOf(id),
      image: { kind: 'nifti', file: chosen[0].file },
      truth: masks[0] ? { kind: 'nifti', file: masks[0].file } : { kind: 'none' },
    } satisfies CaseInput);
}
