/** @jest-environment jsdom */
/** Figures of the methods' agreement while results come in. */
import { expect, test } from '@jest/globals';
import { SeriesAgreement } from '../../extension/src/overlay/series-agreement.ts';
import type { SeriesData } from '../../extension/src/overlay/series-data.ts';
import { METHOD_IDS } from '../../extension/src/methods.ts';
import { createWorkspace } from '../../extension/src/review/workspace.ts';
import { admitDisplaySet } from '../../extension/src/series/review-series.ts';
import { fakeResult, until } from './support/fake-client.ts';
import { FakeViewer } from './support/fake-viewer.ts';
import { axialInstance, displaySetOf, instanceLookup } from './support/series.ts';

const displaySet = displaySetOf([0, 10, 20].map((z) => axialInstance(z)));

test('a slice on which nothing is marked counts, too', async () => {
  const admission = admitDisplaySet(displaySet, instanceLookup(displaySet));
  if (admission.kind !== 'admitted') throw admission.error;
  const { series } = admission;
  const workspace = createWorkspace(new FakeViewer().host(), series, () => 0);
  const empty = new Uint8Array(24 * 26);
  const data = { workspace, masksRevision: 1, mask: () => empty } as unknown as SeriesData;
  const arrive = (slice: number) => {
    const { key, geometry } = series.slices[slice]!;
    for (const method of METHOD_IDS)
      workspace.results.add(fakeResult({ key, geometry, pixels: new Float32Array() }, slice, method), 'fake');
  };
  let counted = 0;
  const agreement = new SeriesAgreement(data, () => counted++);
  arrive(0);
  expect(agreement.figures(0)).toMatchObject({ slices: 1, total: 3 });
  arrive(1); // its masks are empty: no mask has changed
  agreement.figures(0);
  await until(() => counted === 1);
  expect(agreement.figures(0)).toMatchObject({ slices: 2, total: 3 });
  agreement.dispose();
});
