declare module 'jpeg-lossless-decoder-js' {
  /** Decodes one JPEG Lossless image (process 14); 8-bit samples come as bytes, others as 16-bit words. */
  export class Decoder {
    decode(buffer: ArrayBuffer, offset: number, length: number): Uint8Array | Uint16Array;
  }
}
