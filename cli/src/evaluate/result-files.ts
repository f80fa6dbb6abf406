import fs from 'node:fs/promises';
import path from 'node:path';
import { LacunaError } from '@lacuna/core/errors.ts';
import type { CaseRecord, CaseResult, ScoredId, SkippedCase } from './case-types.ts';

/** `cases/<id>.json` of a case that could not be scored. */
export type SkippedRecord = SkippedCase & {
  schema: 'lacuna-skipped/1';
  settingsHash: string;
  inputHash: string;
};
export type StoredCase = CaseRecord | SkippedRecord;

/** Where the files of a case lie in the folder of a run. */
const caseFile = (out: string, id: string) => path.join(out, 'cases', `${id}.json`);
export const scoreFile = (out: string, id: string, output: ScoredId) =>
  path.join(out, 'scores', `${id}.${output}.bin`);
export const previewFile = (out: string, id: string) => path.join(out, 'previews', `${id}.gz`);
export const healthyMapsFile = (out: string, id: string) => path.join(out, 'healthy', `${id}.f32`);
/** Until the end of the run, when derivatives get their BIDS places. */
export const derivativeFile = (out: string, id: string, name: string) =>
  path.join(out, 'derivatives-of-cases', id, name);

/**
 * Writes a result so that it is there as a whole or not at all: every file under a hidden name first and then renamed, the record
 * last. Two writers of the same result do no harm: the bytes are the same, `timing` apart.
 * @throws LacunaError `store-failed`
 */
export async function writeResult(
  out: string,
  result: CaseResult,
  hashes: { settingsHash: string; inputHash: string },
): Promise<void> {
  if (result.kind === 'skipped') {
    const record: SkippedRecord = { ...result, schema: 'lacuna-skipped/1', ...hashes };
    await writeAtomically(caseFile(out, result.id), json(record));
    return;
  }
  const { record, scores, preview, derivatives = {}, healthyMaps } = result;
  for (const [output, bytes] of Object.entries(scores))
    await writeAtomically(scoreFile(out, record.id, output as ScoredId), bytes);
  await writeAtomically(previewFile(out, record.id), preview);
  for (const [name, bytes] of Object.entries(derivatives))
    await writeAtomically(derivativeFile(out, record.id, name), bytes);
  if (healthyMaps) await writeAtomically(healthyMapsFile(out, record.id), healthyMaps);
  await writeAtomically(caseFile(out, record.id), json(record));
}

const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;

let serial = 0;

/** @throws LacunaError `store-failed` */
export async function writeAtomically(file: string, bytes: Uint8Array | string): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${process.pid}.${serial++}.partial`);
  try {
    await fs.mkdir(folder, { recursive: true });
    const handle = await fs.open(temporary, 'w');
    try {
      await handle.writeFile(bytes);
      // a rename may reach the disk before the bytes do
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(temporary, file);
  } catch (cause) {
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw new LacunaError(
      'store-failed',
      `The results cannot be written to ${folder}. Check the path, its permissions and the free space.`,
      undefined,
      { cause },
    );
  }
}

/** The stored result of a case, or undefined when there is none that can be read. */
export async function readStored(out: string, id: string): Promise<StoredCase | undefined> {
  try {
    const stored = JSON.parse(await fs.readFile(caseFile(out, id), 'utf8')) as StoredCase;
    return stored.schema === 'lacuna-case/1' || stored.schema === 'lacuna-skipped/1' ? stored : undefined;
  } catch {
    return undefined;
  }
}

export const isSkipped = (stored: StoredCase): stored is SkippedRecord =>
  stored.schema === 'lacuna-skipped/1';

/** Whether every file that the record promises is there. */
export async function isComplete(
  out: string,
  record: CaseRecord,
  extras: { derivatives?: boolean; healthyMaps?: boolean },
): Promise<boolean> {
  const wanted = Object.keys(record.methods).map((id) => scoreFile(out, record.id, id as ScoredId));
  wanted.push(previewFile(out, record.id));
  if (extras.healthyMaps) wanted.push(healthyMapsFile(out, record.id));
  if (extras.derivatives)
    wanted.push(...Object.keys(record.methods).map((id) => derivativeFile(out, record.id, maskName(id))));
  const there = await Promise.all(
    wanted.map((file) =>
      fs.access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return there.every(Boolean);
}

const maskName = (id: string) => `desc-${id.replace(/[^A-Za-z0-9]/g, '')}_mask.nii.gz`;

/** Removes what a killed run left half-written. */
export async function removePartials(out: string): Promise<void> {
  for (const folder of ['cases', 'scores', 'previews', 'healthy'])
    for (const name of await fs.readdir(path.join(out, folder)).catch(() => []))
      if (name.endsWith('.partial')) await fs.rm(path.join(out, folder, name), { force: true });
}
