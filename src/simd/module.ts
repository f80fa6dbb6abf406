import { type Code, unsigned } from './instructions.ts';

/** A function that takes whole numbers and gives nothing. Its locals: parameters, `ints`, `vectors`, in this order. */
export interface KernelFunction {
  name: string;
  parameters: number;
  ints: number;
  vectors: number;
  code: Code;
}

export interface Kernel {
  call: Readonly<Record<string, (...numbers: number[]) => void>>;
  /** What the functions read and write; `bytes` of it at the least. */
  memory: ArrayBuffer;
}

const PAGE = 65536;
const I32 = 0x7f;
const V128 = 0x7b;

/**
 * The functions, compiled, with a memory of their own of so many bytes; undefined where there is no WebAssembly with vectors,
 * or a page's policy forbids it: whoever asks has the same arithmetic in TypeScript.
 */
export function openKernel(functions: readonly KernelFunction[], bytes: number): Kernel | undefined {
  try {
    const module = new WebAssembly.Module(encode(functions, Math.ceil(bytes / PAGE)));
    const { memory, ...call } = new WebAssembly.Instance(module).exports;
    return { call: call as Kernel['call'], memory: (memory as WebAssembly.Memory).buffer as ArrayBuffer };
  } catch {
    return undefined;
  }
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, items: readonly Code[]): Code => [id, ...sized(list(items))];
const text = (name: string): Code => sized([...new TextEncoder().encode(name)]);

function encode(functions: readonly KernelFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [I32])),
    0,
  ]);
  const bodies = functions.map(({ ints, vectors, code }) => {
    const locals = list([
      [...unsigned(ints), I32],
      [...unsigned(vectors), V128],
    ]);
    return sized([...locals, ...code, 0x0b]);
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(
      3,
      functions.map((_, i) => unsigned(i)),
    ),
    ...section(5, [[0x00, ...unsigned(pages)]]),
    ...section(7, [
      [...text('memory'), 0x02, 0],
      ...functions.map(({ name }, i) => [...text(name), 0x00, ...unsigned(i)]),
    ]),
    ...section(10, bodies),
  ]);
}
