import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './page-server.ts';

export const STUDIES = path.join(REPOSITORY, 'viewer/studies');

/** The first of the studies that come with the viewer, synthetic A; its folder is under STUDIES. */
export function firstBuiltInStudy(): { studyInstanceUID: string; folder: string } {
  const [study] = JSON.parse(fs.readFileSync(path.join(STUDIES, 'studies.json'), 'utf8')) as {
    studyInstanceUID: string;
    folder: string;
  }[];
  assert.ok(study);
  return study;
}
