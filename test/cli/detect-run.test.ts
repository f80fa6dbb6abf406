/** What a run promises: repeatable, cancellable, all or nothing, on verified weights only. NIfTI input, tiny weights. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { syntheticSeries } from '../inference/support/golden-series.ts';
import { ROOT, temporaryFolder, TINY } from './support/folders.ts';
import { gzipped } from './support/nifti-file.ts';
import { BIN, detect, floats, lacuna, report, voxels } from './support/run-cli.ts';

jest.setTimeout(120_000);
const folder = temporaryFolder();
const slices = syntheticSeries().slices;
const { rows, columns, rowSpacingMm, columnSpacingMm } = slices[0]!.geometry;

/** A BraTS case folder; the slices of the synthetic series `times` over. */
function caseFolder(name: string, times = 1): string {
  const own = path.join(folder, name);
  fs.mkdirSync(own);
  const planes = Array.from({ length: times }, () => slices).flat();
  const values = new Float32Array(planes.length * rows * columns);
  planes.forEach(({ pixels }, i) => values.set(pixels, i * rows * columns));
  const srow = [[-columnSpacingMm, 0, 0, 0], [0, -rowSpacingMm, 0, 0], [0, 0, 5, 0]]; // prettier-ignore
  fs.writeFileSync(
    path.join(own, `${name}_flair.nii.gz`),
    gzipped({ dims: [columns, rows, planes.length], srow, values }),
  );
  fs.writeFileSync(path.join(own, `${name}_t1.nii.gz`), '');
  return own;
}

let input: string;
const out = path.join(folder, 'out');
beforeAll(async () => {
  input = caseFolder('case');
  const { code, stderr } = await detect(input, out);
  expect([code, stderr]).toEqual([0, expect.stringContaining('10 of 10 slices')]);
});

test('a BraTS case folder: the FLAIR is read, NIfTI is written, slices without brain are named', () => {
  const { input: described, methods, backend } = report(out);
  expect(described).toMatchObject({ kind: 'nifti', seriesKey: 'case_flair', slices: 5, rows, columns });
  expect(['cpu', 'wasm']).toContain(backend.id);
  expect(methods['diffusion-ad']!.slices.map(({ status }) => status)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'no-brain',
  ]);
  expect(fs.readdirSync(out).filter((name) => name.endsWith('.dcm'))).toEqual([]);
});

test('the same seed gives the same bytes, from any working directory', async () => {
  const again = path.join(folder, 'again');
  const { code } = await lacuna(
    ['detect', path.relative(os.tmpdir(), input), '--out', again, '--weights', TINY, '--seed', '0'],
    { cwd: os.tmpdir() },
  );
  expect(code).toBe(0);
  for (const name of fs.readdirSync(out).filter((file) => file.endsWith('.nii.gz')))
    expect([
      name,
      fs.readFileSync(path.join(again, name)).equals(fs.readFileSync(path.join(out, name))),
    ]).toEqual([name, true]);
});

describe('with latent steps that draw', () => {
  const weights = path.join(folder, 'weights');
  const maps = new Map<string, Buffer>();
  beforeAll(async () => {
    fs.cpSync(TINY, weights, { recursive: true });
    const file = path.join(weights, 'manifest.json');
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      methods: Record<string, Record<string, unknown>>;
    };
    Object.assign(manifest.methods['latent-bernoulli']!, { noiseLevel: 300, steps: 4 });
    fs.writeFileSync(file, JSON.stringify(manifest));
    for (const [name, seed] of Object.entries({ seven: '7', sevenAgain: '7', eight: '8' })) {
      const target = path.join(folder, name);
      const { code } = await detect(
        input,
        target,
        '--weights',
        weights,
        '--seed',
        seed,
        '--method',
        'latent-bernoulli',
      );
      expect(code).toBe(0);
      maps.set(name, voxels(target, 'latent-bernoulli-anomaly-map.nii.gz'));
    }
  });
  test('the seed decides', () => {
    expect(maps.get('sevenAgain')!.equals(maps.get('seven')!)).toBe(true);
    expect(maps.get('eight')!.equals(maps.get('seven')!)).toBe(false);
  });
});

test('WebAssembly gives the same map within rounding, and says that it ran', async () => {
  const wasm = path.join(folder, 'wasm');
  expect((await detect(input, wasm, '--backend', 'wasm', '--method', 'diffusion-ad')).code).toBe(0);
  expect(report(wasm).backend.id).toBe('wasm');
  const [a, b] = [out, wasm].map((target) => floats(target, 'diffusion-ad-anomaly-map.nii.gz')) as [
    Float32Array,
    Float32Array,
  ];
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-3);
});

test('only the slices asked for are run; the others are 0 in the map and the source in the reconstruction', async () => {
  const some = path.join(folder, 'some');
  expect((await detect(input, some, '--slices', '2-3', '--method', 'diffusion-ad')).code).toBe(0);
  expect(report(some).input.slicesRun).toEqual({ first: 2, last: 3 });
  const size = rows * columns;
  const [all, part] = [out, some].map((target) => floats(target, 'diffusion-ad-anomaly-map.nii.gz')) as [
    Float32Array,
    Float32Array,
  ];
  expect(part.slice(size, 3 * size)).toEqual(all.slice(size, 3 * size));
  expect(part.slice(0, size).every((v) => v === 0) && part.slice(3 * size).every((v) => v === 0)).toBe(true);
  expect(floats(some, 'diffusion-ad-reconstruction.nii.gz').slice(0, size)).toEqual(slices[0]!.pixels);
});

test('more steps are recorded, and that the thresholds were measured with others is said', async () => {
  const target = path.join(folder, 'steps');
  const options = ['--slices', '2-2', '--method', 'latent-bernoulli', '--steps', '5'];
  const { code, stderr } = await detect(input, target, ...options);
  const sentence =
    'latent-bernoulli makes 5 denoiser calls a slice; thresholds and healthy shares were measured with 1.';
  expect([code, stderr]).toEqual([0, expect.stringContaining(`Note: ${sentence}`)]);
  expect(report(target).warnings).toContain(sentence);
  const settings = { noiseLevel: 200, steps: 5, settledSteps: 3 };
  expect(report(target).methods['latent-bernoulli']).toMatchObject({ settings, calibratedSteps: 1 });
});

describe('Ctrl-C', () => {
  test('leaves no folder and no file, exit status 130', async () => {
    const long = caseFolder('long', 60);
    const target = path.join(folder, 'cancelled');
    const args = ['detect', long, '--out', target, '--weights', TINY];
    const { code, stderr } = await lacuna(args, { interruptAt: /1 of 600 slices/ });
    expect([code, stderr]).toEqual([130, expect.stringMatching(/cancelled/i)]);
    expect(fs.existsSync(target)).toBe(false);

    const before = fs
      .readdirSync(out)
      .map((name) => [name, fs.readFileSync(path.join(out, name)).toString('base64')]);
    const second = await lacuna(['detect', long, '--out', out, '--weights', TINY], {
      interruptAt: /1 of 600 slices/,
    });
    expect(second.code).toBe(130);
    expect(
      fs.readdirSync(out).map((name) => [name, fs.readFileSync(path.join(out, name)).toString('base64')]),
    ).toEqual(before);
  });
});

describe('weights', () => {
  test('with one flipped bit are never run', async () => {
    const altered = path.join(folder, 'altered');
    fs.cpSync(TINY, altered, { recursive: true });
    const file = path.join(altered, 'latent-bernoulli-denoiser.onnx');
    const bytes = fs.readFileSync(file);
    bytes[Math.floor(bytes.length / 2)]! ^= 4;
    fs.writeFileSync(file, bytes);
    const target = path.join(folder, 'never');
    const { code, stderr } = await detect(input, target, '--weights', altered);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/latent-bernoulli-denoiser\.onnx was altered/)]);
    expect(fs.existsSync(target)).toBe(false);
  });

  test('that have seen other grey values: a note now, and in the report', async () => {
    const elsewhere = path.join(folder, 'elsewhere');
    fs.cpSync(TINY, elsewhere, { recursive: true });
    const file = path.join(elsewhere, 'manifest.json');
    const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
    const trainingRange = { series: 9, lowerQuartile: [0.01, 0.02], upperQuartile: [0.5, 99] };
    fs.writeFileSync(file, JSON.stringify({ ...manifest, trainingRange }));
    const target = path.join(folder, 'doubtful');
    const { code, stdout, stderr } = await detect(input, target, '--weights', elsewhere, '--slices', '1');
    expect([code, stdout + stderr]).toEqual([
      0,
      expect.stringMatching(/Note: the weights may not know such images/),
    ]);
    expect(report(target).warnings).toContainEqual(expect.stringMatching(/darker quarter of the brain.*9 /));
    expect(report(out).warnings).not.toContainEqual(expect.stringMatching(/quarter of the brain/));
  });

  test('that are absent', async () => {
    const { code, stderr } = await detect(input, path.join(folder, 'never'), '--weights', folder);
    expect([code, stderr]).toEqual([3, expect.stringMatching(/manifest\.json cannot be read/)]);
  });
});

describe('the command itself', () => {
  test('is linked as npx finds it', () => {
    expect(fs.realpathSync(path.join(ROOT, 'node_modules/.bin/lacuna'))).toBe(fs.realpathSync(BIN));
  });

  test('says in a sentence that packages are missing', async () => {
    const bare = path.join(folder, 'bare/cli/bin');
    fs.mkdirSync(bare, { recursive: true });
    fs.copyFileSync(BIN, path.join(bare, 'lacuna.mjs'));
    const { code, stderr } = await lacuna(['detect'], { bin: path.join(bare, 'lacuna.mjs'), cwd: folder });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/packages are not installed\. Run "npm ci"/)]);
  });

  test.each([
    [['detect', 'x'], /--out/],
    [['detect', 'x', '--out', 'y', '--seed', '-1'], /whole number from 0/],
    [['detect', 'x', '--out', 'y', '--steps', '0'], /steps must be a whole number from 1/],
    [['detect', 'x', '--out', 'y', '--method', 'magic'], /no method magic/],
    [['detect', 'x', '--out', 'y', '--slices', '5-2'], /given as a-b/],
    [['detect', 'x', '--out', 'y', '--threshold', 'high'], /threshold must be/],
  ])('%j is a wrong command line', async (args, sentence) => {
    const { code, stderr } = await lacuna(args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
  });
});
