import {
  addDoubles,
  addInt,
  type Code,
  doublesOfLowFloats,
  floatsOfDoubles,
  get,
  int,
  lessInt,
  load,
  loadDouble,
  loop,
  multiplyDoubles,
  set,
  storeLow,
} from '../simd/instructions.ts';
import { type Kernel, type KernelFunction, openKernel } from '../simd/module.ts';

/** Two lines of doubles, and a line of floats between them. */
export interface LineBlend {
  readonly lines: readonly [Float64Array, Float64Array];
  readonly blended: Float32Array;
  /**
   * Of the columns from `first` to before `end`, blended = round(weightA * lines[a] + weightB * lines[b]) * unit, each rounded
   * to float32; what is behind `end` is without meaning.
   */
  blend(a: 0 | 1, b: 0 | 1, weightA: number, weightB: number, unit: number, first: number, end: number): void;
}

/** In TypeScript. */
export function plainBlend(columns: number): LineBlend {
  const lines = [new Float64Array(columns), new Float64Array(columns)] as const;
  const blended = new Float32Array(columns);
  return {
    lines,
    blended,
    blend(a, b, weightA, weightB, unit, first, end) {
      const [above, below] = [lines[a], lines[b]];
      for (let i = first; i < end; i++)
        blended[i] = Math.fround(weightA * above[i]! + weightB * below[i]!) * unit;
    },
  };
}

const MOST_COLUMNS = 4096;
const SLACK = 4;
const LINE_BYTES = 8 * (MOST_COLUMNS + SLACK);
/** Addresses in bytes: weights and unit, the blended line, the two lines. */
const [WEIGHT_A, WEIGHT_B, UNIT, BLENDED_AT] = [0, 8, 16, 32];
const LINES_AT = BLENDED_AT + LINE_BYTES / 2;
const BYTES = LINES_AT + 2 * LINE_BYTES;

/** Parameters: from and to in bytes along the floats, then the addresses of the two lines at `from`. */
const [FROM, TO, A, B] = [0, 1, 2, 3];
const forward = (local: number, bytes: number): Code => [
  ...get(local),
  ...int(bytes),
  ...addInt,
  ...set(local),
];
const number = (at: number): Code => [...int(at), ...loadDouble(0)];
const product = (line: number, half: number, weight: number): Code => [
  ...[...get(line), ...load(16 * half), ...number(weight), ...multiplyDoubles],
];
const halves = [0, 1].map((half): Code => [
  ...[...get(FROM), ...product(A, half, WEIGHT_A), ...product(B, half, WEIGHT_B), ...addDoubles],
  ...[...floatsOfDoubles, ...doublesOfLowFloats, ...number(UNIT), ...multiplyDoubles, ...floatsOfDoubles],
  ...storeLow(BLENDED_AT + 8 * half),
]);
const kernelFunction: KernelFunction = {
  name: 'blend',
  parameters: 4,
  ints: 0,
  vectors: 0,
  code: loop([
    ...halves.flat(),
    ...[...forward(A, 32), ...forward(B, 32), ...forward(FROM, 16)],
    ...[...get(FROM), ...get(TO), ...lessInt],
  ]),
};

/** By vectors in WebAssembly; undefined where they are not to be had. */
export function vectorBlend(): LineBlend | undefined {
  const kernel = openKernel([kernelFunction], BYTES);
  return kernel && blendIn(kernel);
}

function blendIn({ memory, call }: Kernel): LineBlend {
  const numbers = new Float64Array(memory, 0, 3);
  const at = [LINES_AT, LINES_AT + LINE_BYTES] as const;
  return {
    lines: [new Float64Array(memory, at[0], MOST_COLUMNS), new Float64Array(memory, at[1], MOST_COLUMNS)],
    blended: new Float32Array(memory, BLENDED_AT, MOST_COLUMNS),
    blend(a, b, weightA, weightB, unit, first, end) {
      if (first >= end) return;
      numbers[0] = weightA;
      numbers[1] = weightB;
      numbers[2] = unit;
      call['blend']!(4 * first, 4 * end, at[a] + 8 * first, at[b] + 8 * first);
    },
  };
}

/** Undefined before its first use. */
let vectors: { blend: LineBlend | undefined } | undefined;
let plain: LineBlend | undefined;

/** Kept from image to image: one image at a time. */
export function lineBlend(columns: number): LineBlend {
  vectors ??= { blend: vectorBlend() };
  if (vectors.blend && columns <= MOST_COLUMNS) return vectors.blend;
  if (!plain || plain.blended.length < columns) plain = plainBlend(columns);
  return plain;
}
