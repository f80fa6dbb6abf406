import type { SliceHeader } from './admission-types.ts';
import { sliceNormal } from './orientation.ts';
import type { Vec3 } from './series.ts';
import { ORIENTATION_TOLERANCE, POSITION_TOLERANCE_MM } from './stack-tolerances.ts';

/** A part of a series that makes one stack. */
export interface SeriesPart {
  /** Into the given headers, in their order. */
  indices: readonly number[];
  /** What sets it apart from the other parts, such as `EchoTime 20 ms`; empty where there is one part only. */
  label: string;
}

export interface SeriesSplit {
  parts: readonly SeriesPart[];
  /** Sentences for the user about images that are in no part. */
  notes: readonly string[];
}

/** A main stack has at least this many images, and this many times those that lie another way. */
const MAIN_STACK = { images: 4, times: 2 };

/**
 * Parts a series whose images lie over each other (echoes, b-values, components, time points), and sets localiser images
 * aside. A series that is one stack comes back as one part; what cannot be told apart is left for admission to refuse.
 */
export function splitSeries(headers: readonly SliceHeader[]): SeriesSplit {
  const all = headers.map((_, i) => i);
  const [pictures, localisers] = partition(all, (i) => !isLocaliser(headers[i]!));
  const main = pictures.length > 0 ? pictures : all;
  const notes =
    pictures.length > 0 && localisers.length > 0
      ? [`Left out: ${count(localisers)} marked as localiser.`]
      : [];
  const stack = mainStack(headers, main);
  if (stack.length < main.length) {
    notes.push(
      `Left out: ${count(main.filter((i) => !stack.includes(i)))} not parallel to the other ${stack.length}, as a localiser would be.`,
    );
  }
  return { parts: overlaid(headers, stack), notes };
}

const count = ({ length }: readonly number[]) => `${length} ${length === 1 ? 'image' : 'images'}`;
const isLocaliser = ({ imageType }: SliceHeader) =>
  imageType?.some((value) => /^LOCALI[SZ]ER$/i.test(value.trim())) === true;

/** The images of the one orientation that clearly prevails; all of them where none does. */
function mainStack(headers: readonly SliceHeader[], indices: readonly number[]): readonly number[] {
  const stacks: number[][] = [];
  for (const i of indices) {
    const own = headers[i]!.geometry?.imageOrientationPatient;
    if (!own) return indices;
    const same = stacks.find((stack) =>
      headers[stack[0]!]!.geometry!.imageOrientationPatient!.every(
        (c, k) => Math.abs(c - own[k]!) <= ORIENTATION_TOLERANCE,
      ),
    );
    if (same) same.push(i);
    else stacks.push([i]);
  }
  const largest = stacks.reduce((best, stack) => (stack.length > best.length ? stack : best), [] as number[]);
  const others = indices.length - largest.length;
  return largest.length >= MAIN_STACK.images && largest.length >= MAIN_STACK.times * others
    ? largest
    : indices;
}

type Trait = readonly [name: string, of: (header: SliceHeader) => string | number | undefined, unit?: string];
const TRAITS: readonly Trait[] = [
  ['EchoTime', ({ sequence }) => sequence?.echoTimeMs, ' ms'],
  ['EchoNumbers', ({ echoNumber }) => echoNumber],
  ['InversionTime', ({ sequence }) => sequence?.inversionTimeMs, ' ms'],
  ['DiffusionBValue', ({ sequence }) => sequence?.diffusionBValue, ' s/mm2'],
  ['ComplexImageComponent', ({ sequence }) => sequence?.complexImageComponent],
  ['ImageType', ({ imageType }) => imageType?.join('\\')],
  ['TemporalPosition', ({ temporalPosition }) => temporalPosition],
];

/** Parts by the traits that differ between images at one place; one part where none lie over each other. */
function overlaid(headers: readonly SliceHeader[], indices: readonly number[]): readonly SeriesPart[] {
  const whole = [{ indices, label: '' }];
  const places = samePlace(headers, indices);
  if (!places || places.every((place) => place.length === 1)) return whole;
  const telling = TRAITS.filter(([, of]) =>
    places.some((place) => new Set(place.map((i) => of(headers[i]!))).size > 1),
  );
  // an echo number that only repeats the echo time says nothing new
  const traits = telling.filter(([name]) => name !== 'EchoNumbers' || telling[0]![0] !== 'EchoTime');
  if (traits.length === 0) return whole;
  const parts = new Map<string, number[]>();
  for (const i of indices) {
    const label = traits
      .map(([name, of, unit]) => `${name} ${of(headers[i]!) ?? 'absent'}${unit ?? ''}`)
      .join(', ');
    const part = parts.get(label);
    if (part) part.push(i);
    else parts.set(label, [i]);
  }
  return [...parts].map(([label, part]) => ({ indices: part, label }));
}

/** Images by their place along the normal of the first; nothing where a position is missing. */
function samePlace(headers: readonly SliceHeader[], indices: readonly number[]): number[][] | undefined {
  const orientation = headers[indices[0]!]?.geometry?.imageOrientationPatient;
  if (!orientation) return undefined;
  const normal = sliceNormal(orientation);
  const placed = indices.map((i) => ({ i, at: along(headers[i]!.geometry?.imagePositionPatient, normal) }));
  if (placed.some(({ at }) => !Number.isFinite(at))) return undefined;
  placed.sort((a, b) => a.at - b.at || a.i - b.i);
  const places: number[][] = [];
  placed.forEach(({ i, at }, n) => {
    if (n > 0 && at - placed[n - 1]!.at < POSITION_TOLERANCE_MM) places.at(-1)!.push(i);
    else places.push([i]);
  });
  return places;
}

const along = (position: Vec3 | undefined, [x, y, z]: Vec3) =>
  position ? position[0] * x + position[1] * y + position[2] * z : NaN;

function partition(values: readonly number[], keep: (value: number) => boolean): [number[], number[]] {
  return [values.filter(keep), values.filter((value) => !keep(value))];
}
