/**
 * Picture and page from what `bench/quality-against-steps.ts` has written:
 * `npx tsx bench/quality-page.ts CURVE.json [--markdown docs/quality-against-steps.md] [--svg docs/images/quality-against-steps.svg]`
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFormatted } from './page/formatted.ts';
import { picture } from './quality/picture.ts';
import type { PointFigures } from './quality/points.ts';

interface Curve {
  dataset: string;
  weights: string;
  default: { noiseLevel: number; steps: number };
  seed: number;
  cases: number;
  slices: number;
  pixels: number;
  points: PointFigures[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    markdown: { type: 'string', default: 'docs/quality-against-steps.md' },
    svg: { type: 'string', default: 'docs/images/quality-against-steps.svg' },
  },
});
if (positionals[0] === undefined) throw new Error('Usage: quality-page.ts CURVE.json');
const curve = JSON.parse(await fs.readFile(positionals[0], 'utf8')) as Curve;
const { points, default: chosen, cases, slices, pixels } = curve;
const figure = (value: number | null) => (value === null ? '' : value.toFixed(4));
const common = Math.min(...points.map((point) => point.slices));
const rows = points.map((point) => [
  `L = ${point.noiseLevel}${point.settledSteps ? `, ends after ${point.settledSteps} settled steps` : ''}`,
  String(point.steps),
  point.denoiserCallsASlice.toFixed(1),
  String(point.slices),
  figure(point.averagePrecision),
  figure(point.averagePrecisionOnCommon),
  figure(point.auroc),
  point.cpuMsASlice.toFixed(0),
]);
const head = [
  'noise level',
  'steps',
  'calls made',
  'slices',
  'average precision',
  `average precision, ${common} slices`,
  'AUROC',
  'processor time a slice [ms]',
];
const table = [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map(
  (cells) => `| ${cells.join(' | ')} |`,
);
const find = ({ noiseLevel, steps }: { noiseLevel: number; steps: number }) =>
  points.find((p) => p.noiseLevel === noiseLevel && p.steps === steps && p.settledSteps === 0);
const [byDefault, reference] = [find(chosen), find({ noiseLevel: 200, steps: 200 })];
const verdict =
  byDefault && reference
    ? `On the ${common} slices that both were measured on, the default (L = ${chosen.noiseLevel}, ${chosen.steps} ${chosen.steps === 1 ? 'call' : 'calls'}) reaches ${figure(byDefault.averagePrecisionOnCommon)} and the published schedule (L = 200, 200 calls) ${figure(reference.averagePrecisionOnCommon)}, at ${(reference.cpuMsASlice / byDefault.cpuMsASlice).toFixed(0)} times the processor time.`
    : '';
const image = path.posix.relative(path.dirname(values.markdown), values.svg);
await fs.writeFile(values.svg, picture(points, chosen));

await writeFormatted(
  values.markdown,
  `# Quality against denoiser calls

Latent Bernoulli on \`${curve.dataset}\`, weights ${curve.weights}, seed ${curve.seed}: ${cases} patients, of each the slices with a lesion that lie
evenly over it, ${slices} in all; the pixels inside the brain mask pooled (${pixels}). These patients were used to choose settings
and thresholds, never for training: the figures compare schedules, they do not tell how good the method is on other data.

![Average precision against denoiser calls](${image})

A hollow point was measured on fewer slices than the others, as each takes seconds; the second column of average precision compares all on
the slices common to all. The default is ringed.

${verdict}

${table.join('\n')}

Processor time: median over the slices, one thread, the whole slice on onnxruntime-node's CPU; the machine was busy with other work, so
compare the rows and not the milliseconds. A chain that may end after settled steps never did on these slices where its calls equal
its steps.

This page is written by

\`\`\`
npx tsx bench/quality-against-steps.ts ../shared/data/lgg-flair/dev --out curve.json
npx tsx bench/quality-page.ts curve.json
\`\`\`
`,
);
