/** FLOPs counted from the graphs, against onnx's own shape inference in Python. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { modelCost } from '../../bench/graph/cost.ts';
import { matMulModel } from '../../bench/graph/matmul-model.ts';
import { findPython } from '../../scripts/environment.mjs';

const FOLDERS = [
  'test/fixtures/weights-tiny',
  ...fs.readdirSync('models/weights').map((f) => path.join('models/weights', f)),
];
const FILES = FOLDERS.flatMap((folder) =>
  fs
    .readdirSync(folder)
    .filter((f) => f.endsWith('.onnx'))
    .map((f) => path.join(folder, f)),
);
const PROGRAM = `
import json, sys
sys.path.insert(0, 'models/training')
import onnx
from lacuna_training.evaluation.cost import multiply_adds
print(json.dumps({f: 2 * multiply_adds(onnx.load(f)) for f in sys.argv[1:]}))
`;
const python = findPython('onnx', 'onnxruntime', 'torch');

(python ? test : test.skip)(
  'FLOPs of every model are those that onnx infers',
  () => {
    const { stdout, stderr, status } = spawnSync(python!, ['-c', PROGRAM, ...FILES], { encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    const expected = JSON.parse(stdout) as Record<string, number>;
    const counted = Object.fromEntries(FILES.map((file) => [file, modelCost(fs.readFileSync(file)).flops]));
    expect(counted).toEqual(expected);
    expect(FILES.length).toBeGreaterThanOrEqual(12);
  },
  120_000,
);

describe('cost', () => {
  const file = FILES[0]!;

  test('grows with the batch, weights do not', () => {
    const [one, three] = [1, 3].map((batch) => modelCost(fs.readFileSync(file), batch));
    expect(three!.flops).toBe(3 * one!.flops);
    expect(three!.inputBytes).toBe(3 * one!.inputBytes);
    expect(three!.weightBytes).toBe(one!.weightBytes);
    expect(three!.movedBytes).toBeLessThan(3 * one!.movedBytes);
    expect(three!.movedBytes).toBeGreaterThan(2 * one!.movedBytes);
  });

  test('a product of matrices of side 8: 2 * 8^3 FLOPs, three matrices moved', () => {
    expect(modelCost(matMulModel(8))).toMatchObject({
      flops: 1024,
      movedBytes: 3 * 4 * 64,
      inputBytes: 512,
      outputBytes: 256,
    });
  });

  test('what is no model is refused', () => {
    expect(() => modelCost(new Uint8Array())).toThrow('no ONNX graph');
  });
});
