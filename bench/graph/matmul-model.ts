import { ModelProto } from './onnx-schema.ts';

const FLOAT = 1;
const square = (name: string, side: number) => ({
  name,
  type: { tensorType: { elemType: FLOAT, shape: { dim: [{ dimValue: side }, { dimValue: side }] } } },
});

/** An ONNX model that multiplies two square matrices: what a back-end reaches when nothing but arithmetic limits it. */
export function matMulModel(side: number): Uint8Array {
  return ModelProto.encode(
    ModelProto.fromObject({
      irVersion: 8,
      opsetImport: [{ domain: '', version: 17 }],
      graph: {
        name: 'peak',
        node: [{ opType: 'MatMul', name: 'product', input: ['a', 'b'], output: ['c'] }],
        input: [square('a', side), square('b', side)],
        output: [square('c', side)],
      },
    }),
  ).finish();
}
