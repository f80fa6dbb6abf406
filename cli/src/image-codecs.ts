import { createRequire } from 'node:module';
import { asLacunaError, describeThrown, LacunaError } from '@lacuna/core/errors.ts';
import { decodeRle } from './rle-lossless.ts';
import type { Codec } from './transfer-syntax.ts';

/** A decoded frame: samples of 1 or 2 bytes, little-endian. */
export interface DecodedFrame {
  samples: Uint8Array;
  bytesPerSample: number;
}

export interface FrameShape {
  pixels: number;
  bytesPerSample: number;
}

/** The interface that all WebAssembly decoders of @cornerstonejs/codec-* share. */
interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
  delete(): void;
}
type WasmModule = Readonly<Record<string, new () => WasmDecoder>>;
type WasmFactory = (options: object) => Promise<WasmModule>;

const require = createRequire(import.meta.url);
const loaded = new Map<string, Promise<WasmModule>>();
const WASM = {
  jpeg: ['@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs', 'JPEGDecoder'],
  'jpeg-ls': ['@cornerstonejs/codec-charls/decodewasmjs', 'JpegLSDecoder'],
  'jpeg-2000': ['@cornerstonejs/codec-openjpeg/decodewasmjs', 'J2KDecoder'],
  htj2k: ['@cornerstonejs/codec-openjph', 'HTJ2KDecoder'],
} as const;

/** Loads a decoder when the first image needs it; what it would print on the terminal is dropped. */
function load(name: string): Promise<WasmModule> {
  const start = (): Promise<WasmModule> => {
    const module = require(name) as WasmFactory | { default: WasmFactory };
    const quiet = { print: () => undefined, printErr: () => undefined };
    return (typeof module === 'function' ? module : module.default)(quiet);
  };
  const known = loaded.get(name) ?? start();
  loaded.set(name, known);
  return known;
}

/**
 * Decodes one compressed frame.
 * @throws LacunaError `corrupt-file` when it cannot be decoded or has another size, `unsupported-transfer-syntax` for 12-bit
 *   lossy JPEG
 */
export async function decodeFrame(codec: Codec, frame: Uint8Array, shape: FrameShape): Promise<DecodedFrame> {
  if (codec === 'rle')
    return {
      samples: decodeRle(frame, shape.pixels, shape.bytesPerSample),
      bytesPerSample: shape.bytesPerSample,
    };
  if (codec === 'jpeg') refuseTwelveBits(frame);
  try {
    const decoded = codec === 'jpeg-lossless' ? await jpegLossless(frame) : await wasm(codec, frame);
    if (decoded.samples.length === shape.pixels * decoded.bytesPerSample) return decoded;
    throw new LacunaError(
      'corrupt-file',
      'A compressed image holds another number of pixels than its header says. Retrieve the file again.',
      { found: decoded.samples.length / decoded.bytesPerSample, expected: shape.pixels },
    );
  } catch (thrown) {
    // the decoders throw numbers (C++ exceptions) and strings
    throw asLacunaError(
      thrown instanceof LacunaError || thrown instanceof Error ? thrown : new Error(describeThrown(thrown)),
      'corrupt-file',
      `A compressed image (${codec}) cannot be decoded. Retrieve the file again.`,
    );
  }
}

async function wasm(codec: keyof typeof WASM, frame: Uint8Array): Promise<DecodedFrame> {
  const [name, className] = WASM[codec];
  const decoder = new (await load(name))[className]!();
  try {
    decoder.getEncodedBuffer(frame.length).set(frame);
    decoder.decode();
    const { bitsPerSample, componentCount } = decoder.getFrameInfo();
    if (componentCount > 1)
      throw new LacunaError(
        'colour',
        'The compressed images are in colour. Choose the original grey-value series.',
      );
    return {
      samples: Uint8Array.from(decoder.getDecodedBuffer()),
      bytesPerSample: bitsPerSample <= 8 ? 1 : 2,
    };
  } finally {
    decoder.delete();
  }
}

async function jpegLossless(frame: Uint8Array): Promise<DecodedFrame> {
  const { Decoder } = await import('jpeg-lossless-decoder-js');
  const own = Uint8Array.from(frame); // an empty decoder reads the whole buffer behind a view
  const image = new Decoder().decode(own.buffer, 0, own.length);
  const samples = new Uint8Array(image.buffer, image.byteOffset, image.byteLength);
  return { samples, bytesPerSample: image.BYTES_PER_ELEMENT };
}

/** Looks for the frame header (SOF0..2) and its sample precision: libjpeg-turbo, as built, reads 8 bits only. */
function refuseTwelveBits(frame: Uint8Array): void {
  for (let at = 2; at + 9 < frame.length && frame[at] === 0xff;) {
    const marker = frame[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xc2) {
      if (frame[at + 4] === 8) return;
      throw new LacunaError(
        'unsupported-transfer-syntax',
        `The images are lossy JPEG with ${frame[at + 4]} bits, which Lacuna does not read. Decompress them first, for example with dcmdjpeg.`,
        { bits: frame[at + 4] },
      );
    }
    at += 2 + ((frame[at + 2]! << 8) | frame[at + 3]!);
  }
}
