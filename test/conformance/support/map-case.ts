import fs from 'node:fs';
import path from 'node:path';
import dicomParser from 'dicom-parser';
import { releaseParametricMap } from '@lacuna/core/dicom/release-parametric-map.ts';
import { sourceFromDataSet } from '@lacuna/core/dicom/source.ts';
import { mapRequest, randomMaps } from '../../dicom/support/map-request.ts';

export interface MapCase {
  name: string;
  folder: string;
  file: string;
  frames: number;
}

/** A Parametric Map on the given files without their third slice, with all that an outside judge needs, in a folder. */
export function writeMapCase(
  folder: string,
  files: readonly string[],
  healthy?: { mean: number; sd: number },
): MapCase {
  const source = files.map((file) => sourceFromDataSet(dicomParser.parseDicom(fs.readFileSync(file))));
  const maps = randomMaps(source, 31, [2]);
  const released = releaseParametricMap(mapRequest(source, maps, healthy ? { healthy } : {}));
  if (released.kind !== 'written') throw new Error(released.sentence);
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'map.dcm');
  fs.writeFileSync(file, released.bytes);
  const { rows, columns } = source[0]!;
  const planes = maps.map((map) => Buffer.from((map ?? new Float32Array(rows * columns)).buffer));
  fs.writeFileSync(path.join(folder, 'values.f32'), Buffer.concat(planes));
  const description = {
    source: files.map((name) => path.resolve(name)),
    map: 'map.dcm',
    values: 'values.f32',
    missing: [2],
    healthy: healthy ?? null,
  };
  fs.writeFileSync(path.join(folder, 'case.json'), JSON.stringify(description));
  return { name: path.basename(folder), folder, file, frames: released.frames };
}
