import { type Graph, type GraphNode, readGraph, type Shape } from './onnx-graph.ts';
import { inferShapes } from './shapes.ts';

/** What one call of a model costs at the batch it was counted for. */
export interface ModelCost {
  /** Two a multiply-add of convolutions and matrix products; everything else is left out (a few per cent). */
  flops: number;
  /** As stored in the file. */
  weightBytes: number;
  /** float32 values that the nodes read and write, one by one, weights included: what a graph without fusion moves. */
  movedBytes: number;
  inputBytes: number;
  outputBytes: number;
}

const size = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

/** @throws Error when the shape of a convolution or matrix product cannot be told */
export function modelCost(bytes: Uint8Array, batch = 1): ModelCost {
  const graph = readGraph(bytes, batch);
  const shapes = inferShapes(graph);
  const weights = constants(graph);
  let [flops, movedBytes] = [0, 0];
  for (const node of graph.nodes) {
    flops += flopsOf(node, shapes);
    if (!weights.has(node.outputs[0] ?? '')) movedBytes += 4 * moved(node, shapes);
  }
  const bytesOf = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + 4 * size(shapes.get(name) ?? [0]), 0);
  return {
    flops,
    movedBytes,
    weightBytes: graph.initializers.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    inputBytes: bytesOf(graph.inputs.keys()),
    outputBytes: bytesOf(graph.outputs),
  };
}

/** Outputs that depend on no input: the runtime folds them once, when it opens the model. */
function constants(graph: Graph): ReadonlySet<string> {
  const known = new Set(graph.initializers.map(({ name }) => name));
  for (const { op, inputs, outputs } of graph.nodes) {
    if (op === 'Constant' || (inputs.length > 0 && inputs.every((name) => name === '' || known.has(name))))
      for (const name of outputs) known.add(name);
  }
  return known;
}

function flopsOf(node: GraphNode, shapes: ReadonlyMap<string, Shape>): number {
  const shape = (name: string | undefined): Shape => {
    const found = shapes.get(name ?? '');
    if (!found)
      throw new Error(
        `The shape of ${name} at ${node.op} ${node.name} is not known: add a rule to shapes.ts.`,
      );
    return found;
  };
  switch (node.op) {
    case 'Conv':
      return 2 * size(shape(node.outputs[0])) * size(shape(node.inputs[1]).slice(1));
    case 'ConvTranspose':
      return 2 * size(shape(node.inputs[0])) * size(shape(node.inputs[1]).slice(1));
    case 'Gemm':
      return 2 * size(shape(node.outputs[0])) * shape(node.inputs[0])[node.attribute('transA') ? 0 : 1]!;
    case 'MatMul':
      return 2 * size(shape(node.outputs[0])) * shape(node.inputs[0]).at(-1)!;
    default:
      return 0;
  }
}

/** Views and shapes move nothing. */
const FREE = new Set(['Constant', 'Shape', 'Reshape', 'Unsqueeze', 'Squeeze', 'Identity', 'Flatten']);

function moved(node: GraphNode, shapes: ReadonlyMap<string, Shape>): number {
  if (FREE.has(node.op)) return 0;
  return [...node.inputs, ...node.outputs].reduce((sum, name) => sum + size(shapes.get(name) ?? [0]), 0);
}
