/**
 * docs/input-verdicts.md says for every file of the edge cases what becomes of it; this test reads each as a folder of its
 * own, as `lacuna detect` does with FLAIR weights, and compares. LACUNA_WRITE_VERDICTS=1 writes the page anew.
 */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { checkSequence } from '../../cli/src/sequence-check.ts';
import { openCase } from '../../cli/src/source-case.ts';
import { dataFolder } from '../../scripts/environment.mjs';
import { lacks, ROOT, temporaryFolder } from './support/folders.ts';

jest.setTimeout(120_000);
/** Processor time, since a test may share its machine. */
const LIMIT_SECONDS = 2;
const PAGE = path.join(ROOT, 'docs/input-verdicts.md');
const folder = temporaryFolder();
const data = dataFolder();
const edgeCases = data && path.join(data, 'dicom/edge-cases');
const files = edgeCases
  ? fs
      .readdirSync(edgeCases, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(edgeCases, path.join(entry.parentPath, entry.name)))
      .sort()
  : [];
/** Folders that are one series, beside their files alone. */
const folders = [
  ...new Set(files.filter((file) => file.startsWith('dicom2nifti/failing')).map(path.dirname)),
];

/** What `lacuna detect` does with a folder: the slices it would run, or the sentence of the refusal. */
async function verdict(input: string): Promise<string> {
  try {
    const { source, analysed, view, sequence, warnings } = await openCase(input);
    for (const { pixels } of analysed.slices) expect(pixels.every(Number.isFinite)).toBe(true);
    const notes = [...warnings, ...checkSequence('FLAIR', sequence, false)];
    const count = `${source.slices.length} ${source.slices.length === 1 ? 'slice' : 'slices'}`;
    return [`runs: ${count}${view ? ` (${view.plane})` : ''}.`, ...notes].join(' ');
  } catch (thrown) {
    if (!(thrown instanceof LacunaError)) throw thrown;
    return `refused: ${thrown.message.replaceAll(/\d+(\.\d+){4,}/g, 'UID')}`;
  }
}

async function alone(file: string): Promise<{ text: string; seconds: number }> {
  const own = fs.mkdtempSync(path.join(folder, 'alone-'));
  fs.copyFileSync(path.join(edgeCases!, file), path.join(own, path.basename(file)));
  const before = process.cpuUsage();
  const text = await verdict(own);
  const { user, system } = process.cpuUsage(before);
  return { text, seconds: (user + system) / 1e6 };
}

const row = (name: string, text: string) => `| \`${name}\` | ${text.replaceAll('|', '\\|')} |`;
const HEAD = `# What becomes of unusual input

Every file of the edge cases (see \`../shared/data\` in [testing](testing.md)), read as a folder of its own with weights that
know FLAIR: runs, or is refused with the sentence shown. The page is checked by \`test/cli/input-verdicts.test.ts\` and
written by it (\`LACUNA_WRITE_VERDICTS=1\`). A file of another sequence runs with \`--force-sequence\`.

| file | verdict |
|---|---|
`;

(lacks(edgeCases) ? describe.skip : describe)('edge cases (needs ../shared/data)', () => {
  const writing = process.env.LACUNA_WRITE_VERDICTS === '1';
  const made: string[] = [];
  let page = '';
  beforeAll(async () => {
    page = writing ? '' : fs.readFileSync(PAGE, 'utf8');
    // decoders are compiled once a process, whatever file comes first
    for (const file of ['nema-wg04/MR1_J2KR', 'nema-wg04/MR1_JLSL', 'nema-wg04/MR1_JPLL']) await alone(file);
  });

  test.each(files)('%s', async (file) => {
    const { text, seconds } = await alone(file);
    made.push(row(file, text));
    if (!writing) expect(page).toContain(`${row(file, text)}\n`);
    expect(seconds).toBeLessThan(LIMIT_SECONDS);
  });

  test.each(folders)('the folder %s', async (name) => {
    const text = await verdict(path.join(edgeCases!, name));
    made.push(row(`${name}/`, text));
    if (!writing) expect(page).toContain(`${row(`${name}/`, text)}\n`);
  });

  test('the page has a verdict for each, and no other', () => {
    if (writing) fs.writeFileSync(PAGE, `${HEAD}${made.join('\n')}\n`);
    const rows = fs.readFileSync(PAGE, 'utf8').split('\n').filter((line) => line.startsWith('| `')); // prettier-ignore
    expect(rows).toHaveLength(files.length + folders.length);
  });
});
