import path from 'node:path';
import { Engine } from '@lacuna/core/inference/engine.ts';
import { openNodeSessions } from '@lacuna/core/inference/session-ort-node.ts';
import { readDicomFolder } from '../../../cli/src/dicom-folder.ts';
import { folderWeights } from '../../../cli/src/folder-weights.ts';
import { REPOSITORY } from '../support/page-server.ts';
import { STUDIES } from '../support/built-in-studies.ts';

/** 1 inside the brain of one image of synthetic A, found by the same weights in another process than the viewer's. */
export async function brainOf(sopInstanceUID: string): Promise<Uint8Array> {
  const { series } = await readDicomFolder(path.join(STUDIES, 'synthetic-a'));
  const { source } = series[0]!;
  const weights = folderWeights(path.join(REPOSITORY, 'models/weights/flair-small'));
  const engine = await Engine.open(await openNodeSessions(), weights);
  try {
    const prepared = await engine.prepareSeries(source);
    const index = source.slices.findIndex(({ key }) => key === sopInstanceUID);
    return (await engine.detectSlice(prepared, index, 'diffusion-ad', { seed: 1 })).brainMask;
  } finally {
    await engine.dispose();
  }
}

/** Dice and Cohen's kappa from their definitions: shares of agreement, observed and by chance. */
export function agreement(a: Uint8Array, b: Uint8Array, brain: Uint8Array) {
  let [overlap, inA, inB, same, pixels] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [inFirst, inSecond] = [a[i] === 1, b[i] === 1];
    if (brain[i] === 0 && !inFirst && !inSecond) continue;
    pixels++;
    if (inFirst) inA++;
    if (inSecond) inB++;
    if (inFirst && inSecond) overlap++;
    if (inFirst === inSecond) same++;
  }
  const [pa, pb] = [inA / pixels, inB / pixels];
  const chance = pa * pb + (1 - pa) * (1 - pb);
  return {
    dice: (2 * overlap) / (inA + inB),
    kappa: (same / pixels - chance) / (1 - chance),
    overlap,
    onlyA: inA - overlap,
    onlyB: inB - overlap,
  };
}
