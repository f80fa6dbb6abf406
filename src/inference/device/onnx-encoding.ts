import type { GlueTensorSpec } from '../session.ts';

/**
 * The few parts of the ONNX file format (protocol buffers, wire format) that a graph without weights needs.
 * Field numbers are those of onnx.proto, IR version 8.
 */
const VARINT = 0;
const DELIMITED = 2;

/** A message being written; fields in the order of the calls. */
class Message {
  private readonly bytes: number[] = [];

  /** Non-negative integers only. */
  whole(field: number, value: number): this {
    return this.varint(field * 8 + VARINT).varint(value);
  }

  text(field: number, value: string): this {
    return this.block(field, new TextEncoder().encode(value));
  }

  message(field: number, message: Message): this {
    return this.block(field, message.bytes);
  }

  block(field: number, content: ArrayLike<number> & Iterable<number>): this {
    this.varint(field * 8 + DELIMITED).varint(content.length);
    this.bytes.push(...content);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }

  private varint(value: number): this {
    let left = value;
    for (; left > 0x7f; left = Math.floor(left / 128)) this.bytes.push((left % 128) + 128);
    this.bytes.push(left);
    return this;
  }
}

export type Dimensions = GlueTensorSpec['shape'];
/** Whole numbers, or a list of them. */
export type Attributes = Readonly<Record<string, number | readonly number[]>>;

export interface OnnxNode {
  operator: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Attributes;
}
export type OnnxValue = GlueTensorSpec;
/** A constant: one float32 of shape [1] or of no dimensions, or a list of int64, as shapes are. */
export type OnnxConstantValue = { scalar: number } | { point: number } | { list: readonly number[] };
export type OnnxConstant = { name: string } & OnnxConstantValue;

export interface OnnxGraph {
  name: string;
  nodes: readonly OnnxNode[];
  constants: readonly OnnxConstant[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;

/** The bytes of a model of ONNX operator set 17; all inputs and outputs are float32. */
export function encodeModel({ name, nodes, constants, inputs, outputs }: OnnxGraph): Uint8Array {
  const graph = new Message();
  for (const node of nodes) graph.message(1, encodeNode(node));
  graph.text(2, name);
  for (const constant of constants) graph.message(5, encodeConstant(constant));
  for (const value of inputs) graph.message(11, encodeValue(value));
  for (const value of outputs) graph.message(12, encodeValue(value));
  const operatorSet = new Message().text(1, '').whole(2, 17);
  return new Message().whole(1, 8).text(2, 'lacuna').message(7, graph).message(8, operatorSet).finish();
}

function encodeNode({ operator, inputs, outputs, attributes }: OnnxNode): Message {
  const node = new Message();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(4, operator);
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = new Message().text(1, name);
    if (typeof value === 'number') attribute.whole(3, value).whole(20, ATTRIBUTE_INT);
    else {
      for (const item of value) attribute.whole(8, item);
      attribute.whole(20, ATTRIBUTE_INTS);
    }
    node.message(5, attribute);
  }
  return node;
}

function encodeConstant(constant: OnnxConstant): Message {
  const tensor = new Message();
  if ('scalar' in constant) tensor.whole(1, 1).whole(2, FLOAT).block(9, float32(constant.scalar));
  else if ('point' in constant) tensor.whole(2, FLOAT).block(9, float32(constant.point));
  else tensor.whole(1, constant.list.length).whole(2, INT64).block(9, int64(constant.list));
  return tensor.text(8, constant.name);
}

function encodeValue({ name, shape }: OnnxValue): Message {
  const dimensions = new Message();
  for (const size of shape) {
    const dimension = new Message();
    dimensions.message(1, typeof size === 'number' ? dimension.whole(1, size) : dimension.text(2, size));
  }
  const tensor = new Message().whole(1, FLOAT).message(2, dimensions);
  return new Message().text(1, name).message(2, new Message().message(1, tensor));
}

function float32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return new Uint8Array(view.buffer);
}

function int64(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => view.setBigInt64(8 * i, BigInt(value), true));
  return new Uint8Array(view.buffer);
}
