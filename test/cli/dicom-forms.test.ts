/** One head in the forms that scanners choose: axial, sagittal, coronal, Enhanced; and series of several stacks. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { axialSeries } from '@lacuna/core/imaging/reformat.ts';
import { readDicomFolder } from '../../cli/src/dicom-folder.ts';
import { openCase } from '../../cli/src/source-case.ts';
import { lacks, patchElement, python, ROOT, smallSeries, STUDY, temporaryFolder } from './support/folders.ts';
import { detect, lacuna, report } from './support/run-cli.ts';

jest.setTimeout(400_000);
const folder = temporaryFolder();

(lacks(python) ? describe.skip : describe)('a 3-D head (needs Python with pydicom)', () => {
  const FORMS = ['axial', 'sagittal', 'coronal', 'enhanced-sagittal', 'enhanced-axial'];
  const at = (form: string) => path.join(folder, form);
  beforeAll(() => {
    const script = path.join(ROOT, 'test/cli/support/make_series.py');
    for (const form of FORMS) execFileSync(python!, [script, form, at(form)]);
  });

  test.each(FORMS)('%s: the detectors see the axial slices, bit by bit', async (form) => {
    const acquired = (await readDicomFolder(at('axial'))).series[0]!.source.slices;
    const { series, refused } = await readDicomFolder(at(form));
    expect(refused).toEqual([]);
    const { source, view, instances, sequence } = series[0]!;
    expect(sequence.sequence).toBe('flair');
    expect(view?.plane ?? 'axial').toBe(form.replace('enhanced-', ''));
    expect(instances.every(({ frameNumber }) => (frameNumber !== undefined) === form.startsWith('enh'))).toBe(
      true,
    );
    const seen = view ? axialSeries(source, view).slices : source.slices;
    expect(seen).toHaveLength(acquired.length);
    seen.forEach(({ pixels, geometry }, i) => {
      expect(Buffer.from(pixels.buffer).equals(Buffer.from(acquired[i]!.pixels.buffer))).toBe(true);
      geometry.imagePositionPatient.forEach((mm, axis) =>
        expect(mm).toBeCloseTo(acquired[i]!.geometry.imagePositionPatient[axis]!, 6),
      );
    });
  });

  test('an Enhanced sagittal one: results on its frames, verified, and repeated from the SEG', async () => {
    const out = path.join(folder, 'out');
    const more = [
      '--threshold',
      '0.55',
      '--slices',
      '30-34',
      '--format',
      'seg,pmap,sr',
      '--method',
      'diffusion-ad',
    ];
    const run = await detect(at('enhanced-sagittal'), out, ...more);
    expect([run.code, run.stderr]).toEqual([
      0,
      expect.stringMatching(/sagittal; the detectors read them as 72 axial/),
    ]);
    expect(report(out).input).toMatchObject({
      slices: 84,
      readAs: { plane: 'axial', of: 'sagittal', slices: 72 },
    });
    for (const name of ['diffusion-ad-seg.dcm', 'diffusion-ad-pmap.dcm'])
      expect(await lacuna(['verify', path.join(out, name), at('enhanced-sagittal')])).toMatchObject({
        code: 0,
      });
    const weights = path.join(ROOT, 'test/fixtures/weights-tiny');
    const again = await lacuna(['reproduce', path.join(out, 'diffusion-ad-seg.dcm'), at('enhanced-sagittal'), '--weights', weights]); // prettier-ignore
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/identical, [1-9]/) });
  });
});

describe('a series of several stacks', () => {
  const names = fs.readdirSync(STUDY).filter((name) => name.endsWith('.dcm')).sort().slice(4, 10); // prettier-ignore
  const renamed = (bytes: Buffer, digit: string) => {
    const length = 64;
    const at = bytes.indexOf(Buffer.from([0x08, 0, 0x18, 0, 0x55, 0x49]), 132) + 8;
    const uid = bytes.toString('latin1', at, at + length).split(/[^\d.]/)[0]!;
    return patchElement(
      bytes,
      8,
      0x18,
      'UI',
      `${uid.slice(0, -1)}${(Number(uid.at(-1)) + Number(digit)) % 10}`,
    );
  };
  const write = (where: string, name: string, bytes: Buffer) =>
    fs.writeFileSync(path.join(where, name), bytes);

  test('two echoes: the FLAIR one is taken, and each can be chosen', async () => {
    const own = smallSeries(path.join(folder, 'echoes'));
    for (const name of ['006', '007', '008']) {
      const bytes = fs.readFileSync(path.join(STUDY, `${name}.dcm`));
      write(own, `${name}b.dcm`, patchElement(renamed(bytes, '5'), 0x18, 0x81, 'DS', '20'));
    }
    const { series, refused } = await readDicomFolder(own);
    expect(refused).toEqual([]);
    expect(series.map(({ part, source }) => [part, source.slices.length])).toEqual([
      ['EchoTime 120 ms', 3],
      ['EchoTime 20 ms', 3],
    ]);
    const chosen = await openCase(own);
    expect(chosen.instances).toEqual(series[0]!.instances);
    expect(chosen.warnings).toEqual(['The series holds 2 stacks; this is the one with EchoTime 120 ms.']);
    expect((await openCase(own, { subseries: 2 })).instances).toEqual(series[1]!.instances);
    await expect(openCase(own, { subseries: 3 })).rejects.toThrow(/no subseries 3; the folder holds 2: 1: /);
  });

  test('a localiser image among the slices is left out, and said', async () => {
    const own = path.join(folder, 'localiser');
    fs.mkdirSync(own);
    for (const name of names) write(own, name, fs.readFileSync(path.join(STUDY, name)));
    const odd = renamed(fs.readFileSync(path.join(STUDY, names[2]!)), '5');
    write(own, 'odd.dcm', patchElement(odd, 0x20, 0x37, 'DS', '1\\0\\0\\0\\0\\1'));
    const { source, warnings } = await openCase(own);
    expect(source.slices).toHaveLength(6);
    expect(warnings).toEqual(['Left out: 1 image not parallel to the other 6, as a localiser would be.']);
  });
});

describe('weights and sequence', () => {
  test('a T1 is refused by FLAIR weights unless the user insists, which is recorded without typed text', async () => {
    const t1 = smallSeries(path.join(folder, 't1'), (bytes) => {
      const early = patchElement(patchElement(bytes, 0x18, 0x81, 'DS', '9'), 0x18, 0x80, 'DS', '500');
      return patchElement(early, 0x18, 0x82, 'DS', '0');
    });
    const out = path.join(folder, 't1-out');
    const refusal = await detect(t1, out);
    expect([refusal.code, refusal.stderr]).toEqual([1, expect.stringMatching(/are T1 by their header/)]);
    expect(fs.existsSync(out)).toBe(false);
    const forced = await detect(t1, out, '--force-sequence', '--slices', '2', '--method', 'diffusion-ad');
    expect(forced.code).toBe(0);
    expect(report(out)).toMatchObject({
      input: { sequence: { sequence: 't1' } },
      warnings: expect.arrayContaining([expect.stringMatching(/^Run all the same, as asked/)]),
    });
  });
});
