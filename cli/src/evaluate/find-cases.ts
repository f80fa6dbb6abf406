import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import { bidsCases, looksLikeBids } from './bids-cases.ts';
import type { CaseInput, SkippedCase } from './case-types.ts';
import { isWebRoot, parseWebPlace } from '../dicomweb/address.ts';
import { dicomCases } from './dicom-cases.ts';
import { dicomWebCases } from './dicomweb-cases.ts';
import { type FoundCases, withUniqueIds } from './found-cases.ts';
import { listFiles } from './list-files.ts';
import { niftiCases } from './nifti-cases.ts';

/** What becomes of cases without a mask: `auto` takes them as healthy where no case has one, and skips them elsewhere. */
export const UNMASKED_CHOICES = ['auto', 'healthy', 'skip'] as const;
export type Unmasked = (typeof UNMASKED_CHOICES)[number];

export interface DatasetRequest {
  /** A folder, or the root of a DICOMweb service as http(s):// address. */
  root: string;
  /** StudyInstanceUID: only this one of the DICOMweb service. */
  study?: string;
  /** Results inside the set are not cases. */
  out: string;
  sequence: string;
  unmasked: Unmasked;
  /** The first so many cases in the order of their ids. */
  limit?: number;
}

export interface Dataset {
  layout: 'nifti' | 'bids' | 'dicom' | 'dicomweb';
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
  const { layout, raw } = isWebRoot(root)
    ? { layout: 'dicomweb' as const, raw: await dicomWebCases(root, request.study, signal) }
    : await casesOfFolder(request, signal);
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

async function casesOfFolder(
  request: DatasetRequest,
  signal?: AbortSignal,
): Promise<{ layout: Dataset['layout']; raw: FoundCases }> {
  const { root } = request;
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
  return { layout, raw };
}

/** What a person gave as data set: a folder as it is, a DICOMweb address taken apart. @throws LacunaError `invalid-argument` */
export const datasetPlace = (dataset: string): Pick<DatasetRequest, 'root' | 'study'> =>
  isWebRoot(dataset) ? parseWebPlace(dataset) : { root: dataset };

/** How the set is called in results. */
export const datasetName = (root: string): string =>
  isWebRoot(root) ? root.replace(/^https?:\/\//, '') : path.basename(path.resolve(root));
