import type { CaseFigures, MethodContent, ReportContent } from '../../../../cli/src/report/content.ts';
import { slicePanels, type SlicePlanes } from '../../../../cli/src/report/pictures/panels.ts';
import { deriveKey, uniforms } from '@lacuna/core/random.ts';

/** Invented figures to lay a page out with: they say nothing about any method. */
const METHODS = [
  ['latent-bernoulli', 'Latent Bernoulli diffusion', 0.62],
  ['diffusion-ad', 'DiffusionAD', 0.55],
  ['consensus', 'Consensus', 0.66],
  ['baseline-intensity', 'Intensity baseline', 0.4],
] as const;

function methodContent(id: string, name: string, level: number): MethodContent {
  const steps = Array.from({ length: 401 }, (_, i) => i / 400);
  return {
    id,
    name,
    threshold: { value: 0.21, source: 'fpr1 of the weights' },
    pooled: {
      ap: level,
      auroc: 0.9,
      aupro30: 0.7,
      diceOracle: level,
      dice: level - 0.04,
      sensitivity: level,
      fpr: 0.012,
    },
    cases: {
      dice: { n: 24, mean: level - 0.06, median: level - 0.03, ci95: [level - 0.12, level] },
      ap: { n: 24, mean: level - 0.02, median: level, ci95: [level - 0.09, level + 0.05] },
    },
    slices: { auroc: 0.87, ap: 0.8 },
    lesions: { tp: 21, fp: 14, fn: 6 },
    healthyFpr: 0.013,
    calibration: (
      [
        ['fpr1', 0.01, 0.21],
        ['fpr5', 0.05, 0.12],
        ['fpr10', 0.1, 0.07],
      ] as const
    ).map(([point, nominal, threshold]) => ({
      point,
      nominal,
      threshold,
      measured: nominal * (0.6 + level),
      slicesWithCandidate: 0.3,
    })),
    msPerSlice: 118,
    curves: {
      precisionRecall: steps.map((r) => [r, Math.max(0.02, 1 - r ** (1 / (1.4 - level)))]),
      roc: steps.map((f) => [f, f ** (1 - level)]),
      diceByThreshold: steps.map((t) => [t, Math.max(0, level - 4 * (t - 0.17) ** 2)]),
      oracle: { threshold: 0.17, dice: level },
      exactness: 'Curves and areas are exact: every pixel counts, ties together.',
    },
  };
}

/** A bright blob in a disc, seen by both methods. */
function samplePlanes(size = 96): SlicePlanes {
  const noise = uniforms(deriveKey(7, 'report sample'), 0, size * size);
  const field = (value: (x: number, y: number, i: number) => number): Float32Array =>
    Float32Array.from({ length: size * size }, (_, i) =>
      value((i % size) / size - 0.5, Math.floor(i / size) / size - 0.5, i),
    );
  const disc = (x: number, y: number): boolean => Math.hypot(x, y * 0.85) < 0.4;
  const blob = (x: number, y: number): number => Math.exp(-((x - 0.14) ** 2 + (y + 0.05) ** 2) / 0.006);
  const image = field((x, y, i) => (disc(x, y) ? 300 + 60 * noise[i]! + 420 * blob(x, y) : 0));
  const plain = field((x, y) => (disc(x, y) ? 330 : 0));
  const map = field((x, y, i) => (disc(x, y) ? 0.8 * blob(x, y) + 0.08 * noise[i]! : 0));
  return {
    rows: size,
    columns: size,
    rowSpacingMm: 1,
    columnSpacingMm: 1,
    image,
    truth: Uint8Array.from(field((x, y) => Number(blob(x, y) > 0.35))),
    methods: METHODS.slice(0, 3).map(([id, name]) => ({
      id,
      name,
      map,
      threshold: 0.3,
      ...(id === 'consensus' ? {} : { reconstruction: plain }),
    })),
  };
}

export function sampleContent(caseCount = 24): ReportContent {
  const draws = uniforms(deriveKey(11, 'report cases'), 0, caseCount * 8);
  const figures = (i: number, m: number): CaseFigures => {
    const dice = Math.min(0.95, Math.max(0, METHODS[m]![2] + 0.5 * (draws[i * 8 + m]! - 0.55)));
    return {
      dice, diceOracle: dice + 0.02, ap: Math.min(1, dice + 0.05), auroc: 0.9, sensitivity: dice, fpr: 0.01,
      lesions: { tp: 1, fp: m, fn: 0 }, predictedMl: 12.3, msPerSlice: 117,
    }; // prettier-ignore
  };
  const undefinedFigures: CaseFigures = {
    dice: null, diceOracle: null, ap: null, auroc: null, sensitivity: null, fpr: 0.012, lesions: null, predictedMl: 0.4, msPerSlice: 117,
  }; // prettier-ignore
  const panels = slicePanels(samplePlanes());
  return {
    title: 'Evaluation of brain MRI anomaly maps',
    createdAt: '2026-01-02T03:04:05Z',
    notice: 'Research use only. Not a medical device; not for diagnosis.',
    dataset: {
      name: 'sample', layout: 'BraTS', casesWithTruth: caseCount, healthyCases: 2, slices: 155 * (caseCount + 2), prevalence: 0.061, subjects: caseCount, truthOutsideBrain: 0.012, warnings: ['One of the masks had a second label.'],
      leftOut: [{ id: 'BraTS_017', reason: 'There is no *_flair.nii.gz <in> the folder & no "t2f" either.' }],
    }, // prettier-ignore
    methods: METHODS.map(([id, name, level]) => methodContent(id, name, level)),
    cases: [
      ...Array.from({ length: caseCount }, (_, i) => ({
        id: `BraTS-GLI-${String(i).padStart(5, '0')}-000`,
        healthy: false,
        slices: 155,
        truthMl: 2 + 90 * draws[i * 8 + 5]!,
        methods: Object.fromEntries(METHODS.map(([id], m) => [id, figures(i, m)])),
      })),
      ...['healthy-01', 'healthy-02'].map((id) => ({
        id, healthy: true, slices: 155, truthMl: null,
        methods: Object.fromEntries(METHODS.map(([method]) => [method, undefinedFigures])),
      })), // prettier-ignore
    ],
    strata: [
      ['under 1 ml', 6, 4, 2],
      ['1 to 10 ml', 11, 9, 8],
      ['over 10 ml', 10, 10, 10],
    ].map(([label, lesions, cases, found]) => ({
      label: String(label),
      lesions: Number(lesions),
      cases: Number(cases),
      methods: Object.fromEntries(
        METHODS.map(([id], m) => [id, { found: Math.max(0, Number(found) - m), dice: null }]),
      ),
    })),
    comparisons: [
      {
        a: 'consensus',
        b: 'latent-bernoulli',
        metric: 'Dice',
        n: caseCount,
        meanDifference: 0.041,
        ci95: [0.012, 0.069],
        p: 0.0031,
        pHolm: 0.0031,
      },
      {
        a: 'consensus',
        b: 'diffusion-ad',
        metric: 'Dice',
        n: caseCount,
        meanDifference: 0.11,
        ci95: [0.05, 0.17],
        p: 0.00002,
        pHolm: 0.00002,
      },
      {
        a: 'latent-bernoulli',
        b: 'diffusion-ad',
        metric: 'AP',
        n: caseCount,
        meanDifference: -0.01,
        ci95: [-0.06, 0.04],
        p: 0.61,
        pHolm: 0.61,
      },
    ],
    seeds: [
      {
        method: 'consensus',
        metric: 'AP',
        values: [
          [0, 0.66],
          [1, 0.661],
        ],
        mean: 0.6605,
        sd: 0.0007,
      },
    ],
    pictures: (['worst', 'median', 'best'] as const).map((rank, i) => ({
      rank, caseId: `BraTS-GLI-${String(i).padStart(5, '0')}-000`, slice: 71 + i,
      caption: `Dice of the consensus 0.${3 + 2 * i}0`, panels,
    })), // prettier-ignore
    provenance: [
      {
        heading: 'Settings',
        entries: [
          ['seed', '0'],
          ['protocol', 'native'],
          ['sequence', 'flair'],
        ],
      },
      {
        heading: 'SHA-256',
        entries: [
          ['weights', 'a'.repeat(64)],
          ['settings', 'b'.repeat(64)],
        ],
      },
      {
        heading: 'Versions',
        entries: [
          ['lacuna', '0.1.0'],
          ['node', 'v20.0.0'],
        ],
      },
      {
        heading: 'Hardware',
        entries: [
          ['processor', '2 x some processor'],
          ['back-end', 'cpu'],
        ],
      },
    ],
    definitions: [
      [
        'Dice',
        'Twice the pixels that mask and truth share over the sum of their sizes; undefined for an empty truth.',
      ],
      ['AP', 'Average precision: precision summed over the steps of recall, ties as one step.'],
    ],
  };
}
