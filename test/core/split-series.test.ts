import { describe, expect, test } from '@jest/globals';
import type { SliceHeader } from '@lacuna/core/imaging/admission.ts';
import { splitSeries } from '@lacuna/core/imaging/split-series.ts';

let made = 0;
const at = (z: number, rest: Partial<SliceHeader> = {}, orientation = [1, 0, 0, 0, 1, 0]): SliceHeader => ({
  key: `${made++}`,
  modality: 'MR',
  geometry: {
    rows: 64,
    columns: 64,
    rowSpacingMm: 3,
    columnSpacingMm: 3,
    imagePositionPatient: [-96, -96, z],
    imageOrientationPatient: orientation as unknown as [number, number, number, number, number, number],
  },
  ...rest,
});
const heights = [0, 5, 10, 15, 20];
const stack = (rest: Partial<SliceHeader> = {}) => heights.map((z) => at(z, rest));
const labels = (headers: readonly SliceHeader[]) => splitSeries(headers).parts.map(({ label }) => label);

test('one stack is one part, also when its echo times vary from slice to slice', () => {
  const headers = heights.map((z) => at(z, { sequence: { echoTimeMs: 80 + z / 100 } }));
  expect(splitSeries(headers)).toEqual({ parts: [{ indices: [0, 1, 2, 3, 4], label: '' }], notes: [] });
});

describe('images over each other', () => {
  test('two echoes, given slice by slice', () => {
    const headers = heights.flatMap((z) => [
      at(z, { echoNumber: 1, sequence: { echoTimeMs: 20 } }),
      at(z, { echoNumber: 2, sequence: { echoTimeMs: 90 } }),
    ]);
    expect(splitSeries(headers).parts).toEqual([
      { indices: [0, 2, 4, 6, 8], label: 'EchoTime 20 ms' },
      { indices: [1, 3, 5, 7, 9], label: 'EchoTime 90 ms' },
    ]);
  });

  test('b-values', () => {
    const headers = [0, 1000].flatMap((diffusionBValue) => stack({ sequence: { diffusionBValue } }));
    expect(labels(headers)).toEqual(['DiffusionBValue 0 s/mm2', 'DiffusionBValue 1000 s/mm2']);
  });

  test('magnitude and phase', () => {
    const headers = ['M', 'P'].flatMap((component) =>
      stack({ imageType: ['ORIGINAL', 'PRIMARY', component] }),
    );
    expect(labels(headers)).toEqual(['ImageType ORIGINAL\\PRIMARY\\M', 'ImageType ORIGINAL\\PRIMARY\\P']);
  });

  test('time points of two echoes: four parts', () => {
    const headers = [1, 2].flatMap((temporalPosition) =>
      [20, 90].flatMap((echoTimeMs) => stack({ temporalPosition, sequence: { echoTimeMs } })),
    );
    expect(labels(headers)).toEqual([
      'EchoTime 20 ms, TemporalPosition 1',
      'EchoTime 90 ms, TemporalPosition 1',
      'EchoTime 20 ms, TemporalPosition 2',
      'EchoTime 90 ms, TemporalPosition 2',
    ]);
  });

  test('what nothing tells apart stays together, for admission to refuse', () => {
    expect(labels([...stack(), ...stack()])).toEqual(['']);
  });
});

describe('localisers', () => {
  const coronal = [1, 0, 0, 0, 0, -1];
  test('an image that lies another way is left out, with a note', () => {
    const { parts, notes } = splitSeries([at(0, {}, coronal), ...stack()]);
    expect(parts).toEqual([{ indices: [1, 2, 3, 4, 5], label: '' }]);
    expect(notes).toEqual(['Left out: 1 image not parallel to the other 5, as a localiser would be.']);
  });

  test('images marked as localisers too', () => {
    const { parts, notes } = splitSeries([
      ...stack(),
      at(7, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, coronal),
    ]);
    expect(parts[0]!.indices).toEqual([0, 1, 2, 3, 4]);
    expect(notes).toEqual(['Left out: 1 image marked as localiser.']);
  });

  test('a series of localisers alone, or of as many images each way, stays whole', () => {
    const localiser = { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] };
    expect(splitSeries(stack(localiser)).parts[0]!.indices).toHaveLength(5);
    const both = [...stack(), ...heights.map((z) => at(z, {}, coronal))];
    expect(splitSeries(both)).toMatchObject({ parts: [{ label: '' }], notes: [] });
    expect(splitSeries(both).parts[0]!.indices).toHaveLength(10);
  });
});
