import { ModelProto } from './onnx-schema.ts';

/** Sizes along the axes; the batch is bound when the graph is read. */
export type Shape = readonly number[];

export interface GraphTensor {
  name: string;
  shape: Shape;
  /** Bytes as stored in the file. */
  storedBytes: number;
  /** Values of small integer tensors, which hold shapes, axes and factors. */
  values?: readonly number[];
}

export interface GraphNode {
  op: string;
  name: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attribute(name: string): number | undefined;
  attributes(name: string): readonly number[] | undefined;
  tensor(name: string): GraphTensor | undefined;
}

export interface Graph {
  nodes: readonly GraphNode[];
  initializers: readonly GraphTensor[];
  inputs: ReadonlyMap<string, Shape>;
  outputs: readonly string[];
}

/** protobufjs's plain object, longs as numbers. */
interface PlainTensor {
  dims?: number[];
  dataType?: number;
  name?: string;
  rawData?: Uint8Array;
  floatData?: number[];
  int64Data?: number[];
}
interface PlainAttribute {
  name: string;
  f?: number;
  i?: number;
  t?: PlainTensor;
  ints?: number[];
}
interface PlainModel {
  graph?: {
    node?: {
      opType: string;
      name?: string;
      input?: string[];
      output?: string[];
      attribute?: PlainAttribute[];
    }[];
    initializer?: PlainTensor[];
    input?: {
      name: string;
      type?: { tensorType?: { shape?: { dim?: { dimValue?: number; dimParam?: string }[] } } };
    }[];
    output?: { name: string }[];
  };
}

const FLOAT = 1;
const INT64 = 7;
/** A shape, an axis list or a scale: nothing longer is needed as numbers. */
const MOST_VALUES = 16;

/** @throws Error when the bytes are no ONNX model */
export function readGraph(bytes: Uint8Array, batch: number): Graph {
  const decoded = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number }) as PlainModel;
  const { graph } = decoded;
  if (!graph?.node?.length) throw new Error('The file holds no ONNX graph.');
  const inputs = (graph.input ?? []).map(({ name, type }): [string, Shape] => [
    name,
    (type?.tensorType?.shape?.dim ?? []).map(({ dimValue, dimParam }) =>
      dimParam ? batch : (dimValue ?? 0),
    ),
  ]);
  return {
    initializers: (graph.initializer ?? []).map(tensor),
    inputs: new Map(inputs),
    outputs: (graph.output ?? []).map(({ name }) => name),
    nodes: graph.node.map((node) => {
      const attribute = (name: string) => node.attribute?.find((a) => a.name === name);
      return {
        op: node.opType,
        name: node.name ?? '',
        inputs: node.input ?? [],
        outputs: node.output ?? [],
        attribute: (name) => attribute(name)?.i ?? attribute(name)?.f,
        attributes: (name) => attribute(name)?.ints,
        tensor: (name) => {
          const found = attribute(name)?.t;
          return found && tensor(found);
        },
      };
    }),
  };
}

function tensor({ name = '', dims = [], dataType, rawData, floatData, int64Data }: PlainTensor): GraphTensor {
  const size = dims.reduce((product, n) => product * n, 1);
  const storedBytes = rawData?.byteLength ?? 4 * (floatData?.length ?? 0) + 8 * (int64Data?.length ?? 0);
  const values = size <= MOST_VALUES ? readValues(size, dataType, rawData, floatData, int64Data) : undefined;
  return { name, shape: dims, storedBytes, ...(values ? { values } : {}) };
}

function readValues(
  size: number,
  dataType?: number,
  raw?: Uint8Array,
  floats?: number[],
  ints?: number[],
): number[] | undefined {
  if (dataType !== INT64 && dataType !== FLOAT) return undefined;
  if (!raw?.byteLength) return dataType === INT64 ? ints : floats;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: size }, (_, i) =>
    dataType === INT64 ? Number(view.getBigInt64(8 * i, true)) : view.getFloat32(4 * i, true),
  );
}
