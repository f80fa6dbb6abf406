/** A real Orthanc with a password as the source of an evaluation: the figures of the same files in a folder. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { findOrthanc, type Orthanc, startOrthanc } from '../../browser/support/orthanc.ts';
import { ROOT, temporaryFolder, TINY } from '../support/folders.ts';
import { lacuna } from '../support/run-cli.ts';
import { withoutTimes } from './without-times.ts';

jest.setTimeout(300_000);
const installed = findOrthanc();
const onOrthanc = installed || process.env.CI === 'true' ? test : test.skip;
const folder = temporaryFolder();
const set = path.join(folder, 'set');
const SECRET = 'not-to-be-seen-51';

let orthanc: Orthanc | undefined;
beforeAll(async () => {
  if (!installed) return;
  orthanc = await startOrthanc({ ...installed, user: { name: 'reader', password: SECRET } });
  fs.mkdirSync(path.join(set, 'b'), { recursive: true });
  for (const name of ['012', '013', '014']) {
    const file = path.join(ROOT, `viewer/studies/synthetic-b/${name}.dcm`);
    fs.copyFileSync(file, path.join(set, 'b', `${name}.dcm`));
    await orthanc.upload(file);
  }
});
afterAll(async () => orthanc?.stop());

const evaluate = (dataset: string, out: string, env: Record<string, string> = {}) =>
  lacuna(['evaluate', dataset, '--out', out, '--weights', TINY, '--jobs', '1'], { env });

onOrthanc(
  'asks for credentials; with those of the environment the figures are those of the folder',
  async () => {
    const [out, alone] = [path.join(folder, 'web'), path.join(folder, 'alone')];
    const address = `dicomweb+${orthanc!.dicomWebUrl}`;
    const refused = await evaluate(address, out);
    expect([refused.code === 0, refused.stderr]).toEqual([false, expect.stringContaining('DICOMWEB_USER')]);

    const wrong = await evaluate(address, out, { DICOMWEB_USER: 'reader', DICOMWEB_PASSWORD: 'wrong-one' });
    expect([wrong.code === 0, wrong.stderr]).toEqual([false, expect.stringContaining('does not accept')]);

    const run = await evaluate(address, out, { DICOMWEB_USER: 'reader', DICOMWEB_PASSWORD: SECRET });
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('1 of 1 cases')]);
    expect((await evaluate(set, alone)).code).toBe(0);
    expect(figures(out)).toEqual(figures(alone));

    const written = fs
      .readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
    const secret = Buffer.from(`reader:${SECRET}`).toString('base64');
    for (const text of [run.stderr, run.stdout, wrong.stderr, ...written])
      expect([text.includes(SECRET), text.includes(secret)]).toEqual([false, false]);
  },
);

/** Scores and the figures of the slices: names of the case and hashes of the files differ. */
function figures(out: string): unknown {
  const summary = withoutTimes(out)['summary.json'] as { methods: unknown; strata: unknown };
  expect(summary.methods).toBeDefined();
  return { methods: summary.methods, strata: summary.strata };
}
