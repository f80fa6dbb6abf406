import type { GlueSpec } from '../session.ts';
import {
  type Attributes,
  type Dimensions,
  encodeModel,
  type OnnxConstant,
  type OnnxConstantValue,
  type OnnxNode,
  type OnnxValue,
} from './onnx-encoding.ts';

/** Name of a value inside a graph. */
export type Value = string;

/**
 * Writes down arithmetic on tensors as an ONNX graph. Only operators that onnxruntime's WebGPU computes itself, so that
 * nothing is fetched from the device on the way.
 */
export class GraphBuilder {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: OnnxConstant[] = [];
  private readonly inputs: OnnxValue[] = [];
  private readonly outputs: OnnxValue[] = [];

  constructor(private readonly name: string) {}

  input(name: string, shape: Dimensions): Value {
    this.inputs.push({ name, shape });
    return name;
  }

  output(name: string, shape: Dimensions, value: Value): void {
    this.nodes.push({ operator: 'Identity', inputs: [value], outputs: [name], attributes: {} });
    this.outputs.push({ name, shape });
  }

  /** One float32, of shape [1]. */
  scalar(value: number): Value {
    return this.constant({ scalar: value });
  }

  add = (a: Value, b: Value): Value => this.node('Add', [a, b]);
  subtract = (a: Value, b: Value): Value => this.node('Sub', [a, b]);
  multiply = (a: Value, b: Value): Value => this.node('Mul', [a, b]);
  divide = (a: Value, b: Value): Value => this.node('Div', [a, b]);
  largerOf = (a: Value, b: Value): Value => this.node('Max', [a, b]);
  smallerOf = (a: Value, b: Value): Value => this.node('Min', [a, b]);
  absolute = (a: Value): Value => this.node('Abs', [a]);

  clamp(a: Value, low: number, high: number): Value {
    return this.node('Clip', [a, this.constant({ point: low }), this.constant({ point: high })]);
  }

  /** 1 where a > b, else 0. */
  isGreater(a: Value, b: Value): Value {
    return this.node('Cast', [this.node('Greater', [a, b])], { to: 1 });
  }

  /** `then` where a > b, else `otherwise`. */
  chooseWhereGreater(a: Value, b: Value, then: Value, otherwise: Value): Value {
    return this.node('Where', [this.node('Greater', [a, b]), then, otherwise]);
  }

  /** -1 stands for what is left. */
  reshape(a: Value, shape: readonly number[]): Value {
    return this.node('Reshape', [a, this.constant({ list: shape })]);
  }

  concatenate(values: readonly Value[], axis: number): Value {
    return this.node('Concat', values, { axis });
  }

  /** Equal parts along an axis. */
  split(a: Value, parts: number, axis: number): Value[] {
    const outputs = Array.from({ length: parts }, () => this.unnamed());
    this.nodes.push({ operator: 'Split', inputs: [a], outputs, attributes: { axis } });
    return outputs;
  }

  /** Over the whole tensor, of shape [1]. */
  sum = (a: Value): Value =>
    this.node('ReduceSum', [this.reshape(a, [1, -1]), this.constant({ list: [1] })], { keepdims: 0 });
  mean = (a: Value): Value => this.node('ReduceMean', [this.reshape(a, [1, -1])], { axes: [1], keepdims: 0 });
  smallest = (a: Value): Value =>
    this.node('ReduceMin', [this.reshape(a, [1, -1])], { axes: [1], keepdims: 0 });
  largest = (a: Value): Value =>
    this.node('ReduceMax', [this.reshape(a, [1, -1])], { axes: [1], keepdims: 0 });

  /** Over one axis, which stays with size 1. */
  meanOver(a: Value, axis: number): Value {
    return this.node('ReduceMean', [a], { axes: [axis], keepdims: 1 });
  }

  finish(): GlueSpec {
    const { name, nodes, constants, inputs, outputs } = this;
    return { name, inputs, outputs, bytes: encodeModel({ name, nodes, constants, inputs, outputs }) };
  }

  private node(operator: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const output = this.unnamed();
    this.nodes.push({ operator, inputs, outputs: [output], attributes });
    return output;
  }

  private constant(value: OnnxConstantValue): Value {
    const name = `constant${this.constants.length}`;
    this.constants.push({ name, ...value });
    return name;
  }

  private made = 0;
  private unnamed(): Value {
    return `value${this.made++}`;
  }
}
