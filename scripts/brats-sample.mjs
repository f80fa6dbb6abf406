// A small data set in BraTS form that anyone can make: the built-in studies with their truth, as NIfTI. Then, with --evaluate, the
// table that docs/evaluate-on-brats.md expects.
//   node scripts/brats-sample.mjs <folder>
//   node scripts/brats-sample.mjs <folder> --evaluate [--weights <id or dir>]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { register } from 'tsx/esm/api';
import { ROOT } from './install.mjs';

const [folder, ...options] = process.argv.slice(2);
if (!folder || folder.startsWith('-')) {
  console.error('Usage: node scripts/brats-sample.mjs <folder> [--evaluate] [--weights <id or dir>]');
  process.exit(2);
}
register({ tsconfig: false });
const { openCase } = await import('../cli/src/source-case.ts');
const { encodeNifti } = await import('../cli/src/nifti-writer.ts');
const { gridOfSlices } = await import('../cli/src/nifti-grid.ts');
const { readNifti } = await import('../cli/src/nifti-volume.ts');

const STUDIES = path.join(ROOT, 'viewer/studies');
/** Study, name, first slice, last slice (feet to head): three cases with truth from study a, one without from study b. */
const CASES = [
  ['synthetic-a', 'LacunaSample_001', 0, 24],
  ['synthetic-a', 'LacunaSample_002', 8, 15],
  ['synthetic-a', 'LacunaSample_003', 10, 20],
  ['synthetic-b', 'LacunaSample_004', 0, 24],
];

for (const [study, name, first, last] of CASES) {
  const { source } = await openCase(path.join(STUDIES, study));
  const slices = source.slices.slice(first, last + 1);
  const { grid } = gridOfSlices(slices);
  const { columns } = slices[0].geometry;
  const truthFile = path.join(STUDIES, 'truth', `${study}-truth.nii.gz`);
  const truth = fs.existsSync(truthFile) ? (await readNifti(truthFile)).source.slices : undefined;
  const empty = new Uint8Array(slices[0].pixels.length);
  const labels = slices.map((_, i) =>
    truth ? Uint8Array.from(truth[first + i].pixels, (v) => (v > 0 ? 1 : 0)) : empty,
  );
  const own = path.join(folder, name);
  fs.mkdirSync(own, { recursive: true });
  const write = async (part, kind, planes) =>
    fs.writeFileSync(
      path.join(own, `${name}_${part}.nii.gz`),
      await encodeNifti(grid, kind, planes, columns, 'synthetic'),
    );
  await write(
    'flair',
    'float32',
    slices.map(({ pixels }) => pixels),
  );
  await write('seg', 'uint8', labels);
  console.log(
    `${own}: ${slices.length} slices, ${labels.reduce((n, plane) => n + plane.reduce((a, b) => a + b, 0), 0)} pixels marked`,
  );
}

if (options.includes('--evaluate')) {
  const out = path.join(folder, '..', `${path.basename(path.resolve(folder))}-results`);
  const rest = options.filter((option) => option !== '--evaluate');
  const { status } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'cli/bin/lacuna.mjs'), 'evaluate', folder, '--out', out, '--backend', 'cpu', ...rest],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) process.exit(status ?? 1);
  const { methods, weights } = JSON.parse(fs.readFileSync(path.join(out, 'summary.json'), 'utf8'));
  const text = (value) => (value === null ? '–' : value.toFixed(3));
  console.log(`\nWeights ${weights.id} ${weights.version}, SHA-256 ${weights.sha256}\n`);
  console.log(
    '| method | AP | AUROC | AUPRO 0.3 | Dice, pooled | Dice, mean of cases | best Dice (oracle) | healthy FPR |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const [id, { pooled, cases, healthy_fpr }] of Object.entries(methods))
    console.log(
      `| \`${id}\` | ${[pooled.ap, pooled.auroc, pooled.aupro30, pooled.dice, cases.dice.mean, pooled.dice_oracle, healthy_fpr].map(text).join(' | ')} |`,
    );
}
