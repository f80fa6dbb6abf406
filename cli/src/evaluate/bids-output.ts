import fs from 'node:fs/promises';
import path from 'node:path';
import { LACUNA_VERSION, RESEARCH_NOTICE } from '../version.ts';
import { bidsLabel } from './case-derivatives.ts';
import type { CaseInput } from './case-types.ts';
import { derivativeFile, writeAtomically } from './result-files.ts';
import type { Summary } from './summary-types.ts';

/**
 * Puts the maps and masks of all cases into `derivatives/lacuna` as BIDS derivatives: dataset_description.json with GeneratedBy,
 * `sub-*[_ses-*]_desc-<output>_{anomaly,mask}.nii.gz`, and a sidecar beside each.
 * @throws LacunaError `store-failed`
 */
export async function writeBids(out: string, cases: readonly CaseInput[], summary: Summary): Promise<void> {
  const root = path.join(out, 'derivatives', 'lacuna');
  await writeAtomically(
    path.join(root, 'dataset_description.json'),
    json({
      Name: `Anomaly maps of ${summary.dataset.name}`,
      BIDSVersion: '1.10.0',
      DatasetType: 'derivative',
      GeneratedBy: [
        {
          Name: 'Lacuna',
          Version: LACUNA_VERSION,
          Description: `lacuna evaluate --bids. ${RESEARCH_NOTICE}`,
        },
      ],
    }),
  );
  const skipped = new Set(summary.skipped.map((one) => one.case));
  for (const input of cases) {
    if (skipped.has(input.id)) continue;
    const { folder, prefix } = bidsPlace(input);
    for (const [id, method] of Object.entries(summary.methods)) {
      for (const part of ['anomaly', 'mask']) {
        const name = `desc-${bidsLabel(id)}_${part}`;
        const target = path.join(root, folder, `${prefix}_${name}`);
        await fs.mkdir(path.dirname(target), { recursive: true });
        await linkOrCopy(derivativeFile(out, input.id, `${name}.nii.gz`), `${target}.nii.gz`);
        await writeAtomically(
          `${target}.json`,
          json({
            Description:
              part === 'mask'
                ? 'Candidate regions: map at or above Threshold'
                : 'Anomaly map, 0 outside the brain',
            Sources: input.image.kind === 'nifti' ? [`bids:raw:${input.image.file}`] : [],
            SpatialReference: 'orig',
            ...(part === 'mask' && {
              Type: 'ROI',
              Threshold: method?.threshold,
              ThresholdSource: method?.threshold_source,
              MinimumRegionAreaMm2: summary.settings.minimum_region_area_mm2,
            }),
            Method: id,
            Seed: summary.seed,
            WeightsId: summary.weights.id,
            WeightsSha256: summary.weights.sha256,
            Notice: RESEARCH_NOTICE,
          }),
        );
      }
    }
  }
}

/** Where a case belongs: by the entities of its own name, else as a subject of its own. */
function bidsPlace({ id, subject }: CaseInput): { folder: string; prefix: string } {
  if (/^sub-[A-Za-z0-9]+/.test(id)) {
    const session = /_(ses-[A-Za-z0-9]+)/.exec(id)?.[1];
    return { folder: path.join(subject, ...(session ? [session] : []), 'anat'), prefix: id };
  }
  const label = `sub-${bidsLabel(id)}`;
  return { folder: path.join(label, 'anat'), prefix: label };
}

/** One file under two names where the file system can; the case's own copy stays for a later run. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await fs.rm(to, { force: true });
  await fs.link(from, to).catch(() => fs.copyFile(from, to));
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
