import { LacunaError } from '@lacuna/core/errors.ts';

export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';

const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);

export type Codec = 'rle' | 'jpeg' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k';

interface Compression {
  /** As PS3.6 has it. */
  name: string;
  codec: Codec;
  /** The syntax itself always loses; where it may or may not, LossyImageCompression tells. */
  lossy?: true;
}

const COMPRESSED: Readonly<Record<string, Compression>> = {
  '1.2.840.10008.1.2.5': { name: 'RLE Lossless', codec: 'rle' },
  '1.2.840.10008.1.2.4.50': { name: 'JPEG Baseline', codec: 'jpeg', lossy: true },
  '1.2.840.10008.1.2.4.51': { name: 'JPEG Extended', codec: 'jpeg', lossy: true },
  '1.2.840.10008.1.2.4.57': { name: 'JPEG Lossless', codec: 'jpeg-lossless' },
  '1.2.840.10008.1.2.4.70': { name: 'JPEG Lossless, first-order prediction', codec: 'jpeg-lossless' },
  '1.2.840.10008.1.2.4.80': { name: 'JPEG-LS Lossless', codec: 'jpeg-ls' },
  '1.2.840.10008.1.2.4.81': { name: 'JPEG-LS Near-lossless', codec: 'jpeg-ls', lossy: true },
  '1.2.840.10008.1.2.4.90': { name: 'JPEG 2000 Lossless', codec: 'jpeg-2000' },
  '1.2.840.10008.1.2.4.91': { name: 'JPEG 2000', codec: 'jpeg-2000' },
  '1.2.840.10008.1.2.4.201': { name: 'High-Throughput JPEG 2000 Lossless', codec: 'htj2k' },
  '1.2.840.10008.1.2.4.202': { name: 'High-Throughput JPEG 2000 Lossless RPCL', codec: 'htj2k' },
  '1.2.840.10008.1.2.4.203': { name: 'High-Throughput JPEG 2000', codec: 'htj2k' },
};

/**
 * How pixels are compressed; undefined for uncompressed ones.
 * @throws LacunaError `unsupported-transfer-syntax` for video and syntaxes that are not known
 */
export function compressionOf(transferSyntaxUID: string): Compression | undefined {
  if (UNCOMPRESSED.has(transferSyntaxUID)) return undefined;
  const compression = COMPRESSED[transferSyntaxUID];
  if (compression) return compression;
  throw new LacunaError(
    'unsupported-transfer-syntax',
    `The images are stored in a way that Lacuna does not read (transfer syntax ${transferSyntaxUID.slice(0, 64)}). Convert them first, for example with gdcmconv --raw.`,
    { transferSyntaxUID: transferSyntaxUID.slice(0, 64) },
  );
}
