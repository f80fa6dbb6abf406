import type { Graph, GraphNode, Shape } from './onnx-graph.ts';

/** What is known of a tensor before the graph runs: its shape, and its values where it holds a shape. */
interface Known {
  shape: Shape;
  values?: readonly number[];
}
type Rule = (node: GraphNode, inputs: readonly (Known | undefined)[]) => Known | undefined;

const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** numpy's rule, aligned at the last axis. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const at = (shape: Shape, i: number) => shape[shape.length - rank + i] ?? 1;
  return Array.from({ length: rank }, (_, i) => (at(a, i) === 1 ? at(b, i) : at(a, i)));
}

const same: Rule = (_, [x]) => x && { shape: x.shape, ...(x.values ? { values: x.values } : {}) };
const elementwise: Rule = (_, [a, b]) => a && b && { shape: broadcast(a.shape, b.shape) };

const conv: Rule = (node, [x, w]) => {
  if (!x || !w) return undefined;
  const pads = node.attributes('pads') ?? [0, 0, 0, 0];
  const strides = node.attributes('strides') ?? [1, 1];
  const dilations = node.attributes('dilations') ?? [1, 1];
  const side = (i: 0 | 1) => {
    const kernel = dilations[i]! * (w.shape[i + 2]! - 1) + 1;
    return Math.floor((x.shape[i + 2]! + pads[i]! + pads[i + 2]! - kernel) / strides[i]!) + 1;
  };
  return { shape: [x.shape[0]!, w.shape[0]!, side(0), side(1)] };
};

const convTranspose: Rule = (node, [x, w]) => {
  if (!x || !w) return undefined;
  const pads = node.attributes('pads') ?? [0, 0, 0, 0];
  const strides = node.attributes('strides') ?? [1, 1];
  const extra = node.attributes('output_padding') ?? [0, 0];
  const group = node.attribute('group') ?? 1;
  const side = (i: 0 | 1) =>
    (x.shape[i + 2]! - 1) * strides[i]! + w.shape[i + 2]! - pads[i]! - pads[i + 2]! + extra[i]!;
  return { shape: [x.shape[0]!, w.shape[1]! * group, side(0), side(1)] };
};

const pool: Rule = (node, [x]) => {
  if (!x) return undefined;
  const kernel = node.attributes('kernel_shape') ?? [1, 1];
  const pads = node.attributes('pads') ?? [0, 0, 0, 0];
  const strides = node.attributes('strides') ?? [1, 1];
  const side = (i: 0 | 1) =>
    Math.floor((x.shape[i + 2]! + pads[i]! + pads[i + 2]! - kernel[i]!) / strides[i]!) + 1;
  return { shape: [x.shape[0]!, x.shape[1]!, side(0), side(1)] };
};

const reshape: Rule = (_, [x, to]) => {
  if (!x || !to?.values) return undefined;
  const shape = to.values.map((n, i) => (n === 0 ? x.shape[i]! : n));
  const free = shape.indexOf(-1);
  if (free >= 0) shape[free] = size(x.shape) / -size(shape);
  return { shape };
};

const resize: Rule = (_, [x, , scales, sizes]) => {
  if (x && sizes?.values) return { shape: sizes.values };
  if (!x || !scales?.values) return undefined;
  return { shape: x.shape.map((n, i) => Math.floor(n * scales.values![i]!)) };
};

const concat: Rule = (node, inputs) => {
  if (inputs.some((input) => !input)) return undefined;
  const [first, ...rest] = inputs as Known[];
  const axis = node.attribute('axis')!;
  const at = axis < 0 ? first!.shape.length + axis : axis;
  const shape = first!.shape.map((n, i) => (i === at ? rest.reduce((sum, r) => sum + r.shape[i]!, n) : n));
  const parts = (inputs as Known[]).map(({ values }) => values);
  return { shape, ...(parts.every((p) => p !== undefined) ? { values: parts.flat() as number[] } : {}) };
};

const unsqueeze: Rule = (_, [x, axes]) => {
  if (!x || !axes?.values) return undefined;
  const rank = x.shape.length + axes.values.length;
  const inserted = new Set(axes.values.map((a) => (a < 0 ? a + rank : a)));
  let next = 0;
  const shape = Array.from({ length: rank }, (_, i) => (inserted.has(i) ? 1 : x.shape[next++]!));
  return { shape, ...(x.values ? { values: x.values } : {}) };
};

const slice: Rule = (_, [x, starts, ends, axes, steps]) => {
  if (!x || !starts?.values || !ends?.values) return undefined;
  const shape = [...x.shape];
  for (const [i, axis] of (axes?.values ?? starts.values.map((_, n) => n)).entries()) {
    const at = axis < 0 ? axis + shape.length : axis;
    const length = x.shape[at]!;
    const bound = (v: number) => Math.min(Math.max(v < 0 ? v + length : v, 0), length);
    shape[at] = Math.max(
      0,
      Math.ceil((bound(ends.values[i]!) - bound(starts.values[i]!)) / (steps?.values?.[i] ?? 1)),
    );
  }
  return { shape };
};

const gemm: Rule = (node, [a, b]) =>
  a &&
  b && { shape: [a.shape[node.attribute('transA') ? 1 : 0]!, b.shape[node.attribute('transB') ? 0 : 1]!] };

const matMul: Rule = (_, [a, b]) =>
  a &&
  b && {
    shape: [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), a.shape.at(-2)!, b.shape.at(-1)!],
  };

const constant: Rule = (node) => {
  const value = node.tensor('value');
  return value && { shape: value.shape, ...(value.values ? { values: value.values } : {}) };
};

const shapeOf: Rule = (_, [x]) => x && { shape: [x.shape.length], values: x.shape };

const RULES: Readonly<Record<string, Rule>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  AveragePool: pool,
  MaxPool: pool,
  Reshape: reshape,
  Resize: resize,
  Concat: concat,
  Unsqueeze: unsqueeze,
  Slice: slice,
  Gemm: gemm,
  MatMul: matMul,
  Constant: constant,
  Shape: shapeOf,
};
for (const op of ['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Greater', 'Less', 'And', 'Or', 'Max', 'Min'])
  (RULES as Record<string, Rule>)[op] = elementwise;
for (const op of [
  'Cast',
  'Sigmoid',
  'InstanceNormalization',
  'Identity',
  'Exp',
  'Sqrt',
  'Neg',
  'Abs',
  'Clip',
  'Relu',
  'Tanh',
])
  (RULES as Record<string, Rule>)[op] = same;

/** Shapes of all tensors that the rules reach; what comes after an unknown operation is left out. */
export function inferShapes(graph: Graph): ReadonlyMap<string, Shape> {
  const known = new Map<string, Known>();
  for (const { name, shape, values } of graph.initializers)
    known.set(name, { shape, ...(values ? { values } : {}) });
  for (const [name, shape] of graph.inputs) if (!known.has(name)) known.set(name, { shape });
  for (const node of graph.nodes) {
    const result = RULES[node.op]?.(
      node,
      node.inputs.map((name) => known.get(name)),
    );
    if (result && node.outputs[0]) known.set(node.outputs[0], result);
  }
  return new Map([...known].map(([name, { shape }]) => [name, shape]));
}
