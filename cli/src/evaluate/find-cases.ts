import fs from 'node:fs/promises';
import { LacunaError } from '@lacuna/core/errors.ts';
import { bidsCases, looksLikeBids } from './bids-cases.ts';
import type { CaseInput, SkippedCase } from './case-types.ts';
import { dicomCases } from './dicom-cases.ts';
import { withUniqueIds } from './found-cases.ts';
import { listFiles } from './list-files.ts';
import { niftiCases } from './nifti-cases.ts';

/** What becomes of cases without a mask: `auto` takes them as healthy where no case has one, and skips them elsewhere. */
export const UNMASKED_CHOICES = ['auto', 'healthy', 'skip'] as const;
export type Unmasked = (typeof UNMASKED_CHOICES)[number];

export interface DatasetRequest {
  root: string;
  /** Results inside the set are not cases. */
  out: string;
  sequence: string;
  unmasked: Unmasked;
  /** The first so many cases in the order of their ids. */
  limit?: number;
}

export interface Dataset {
  layout: 'nifti' | 'bids' | 'dicom';
  /** In the order of their ids. */
  cases: readonly CaseInput[];
  skipped: readonly SkippedCase[];
  warnings: readonly string[];
}

const NO_MASK =
  'The case has no mask while others have one; if it is known to be healthy, say so with --unmasked healthy.';

/**
 * Finds the cases of a data set, whatever its layout (docs/evaluate.md). What looks like a case but cannot be used is named.
 * @throws LacunaError `invalid-argument` when there is no case at all, `cancelled`
 */
export async function findCases(request: DatasetRequest, signal?: AbortSignal): Promise<Dataset> {
  const { root, unmasked, limit } = request;
  const isFolder = await fs.stat(root).then(
    (stat) => stat.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new LacunaError('invalid-argument', `There is no folder ${root}.`);
  const files = await listFiles(root, request.out, signal);
  const nifti = files.some((file) => /\.nii(\.gz)?$/i.test(file));
  const layout = !nifti ? 'dicom' : looksLikeBids(files) ? 'bids' : 'nifti';
  const raw =
    layout === 'dicom'
      ? await dicomCases(root, files, signal)
      : layout === 'bids'
        ? bidsCases(files, request.sequence)
        : niftiCases(files, request.sequence);
  const found = withUniqueIds(raw);
  if (found.cases.length === 0)
    throw new LacunaError(
      'invalid-argument',
      `${root} holds no case that could be evaluated${found.skipped[0] ? `: ${found.skipped[0].reason}` : ' (NIfTI, BIDS or DICOM)'}`,
      { skipped: found.skipped },
    );
  const bare = found.cases.filter(({ truth }) => truth.kind === 'none');
  const healthy = unmasked === 'healthy' || (unmasked === 'auto' && bare.length === found.cases.length);
  const kept = healthy ? found.cases : found.cases.filter(({ truth }) => truth.kind !== 'none');
  const left = healthy ? [] : bare;
  return {
    layout,
    cases: kept.slice(0, limit),
    skipped: [
      ...found.skipped,
      ...left.map(({ id }): SkippedCase => ({
        kind: 'skipped',
        id,
        code: 'invalid-argument',
        reason: NO_MASK,
      })),
    ],
    warnings:
      healthy && unmasked === 'auto' && bare.length > 0
        ? [
            `No case of the set has a mask: all ${bare.length} are taken as healthy. Where that is not so, the figures of healthy pixels are wrong.`,
          ]
        : [],
  };
}
