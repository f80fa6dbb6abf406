import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const SCRIPT = path.join(import.meta.dirname, 'support/large-object.ts');
const FRAMES = 512;

it.each([
  ['segmentation', 10],
  ['parametric-map', 15],
])(
  'a %s of 512 frames of 512 x 512 is written and verified within %d s and 1.5 GB',
  (kind, limit) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, kind], {
      encoding: 'utf8',
    });
    const written = JSON.parse(stdout || JSON.stringify({ stderr })) as Record<string, unknown>;
    process.stderr.write(`${kind} 512 x 512 x 512: ${stdout}\n`);
    expect(written).toMatchObject({ kind: 'written', frames: FRAMES });
    expect(written['seconds']).toBeLessThan(limit);
    expect(written['peakBytes']).toBeLessThan(1.5e9);
  },
  600_000,
);
