import { LacunaError } from '@lacuna/core/errors.ts';

export const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';

const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);

/** Names of PS3.6 for the compressed syntaxes met in practice, so that a refusal says what to convert. */
const COMPRESSED: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.5': 'RLE Lossless',
  '1.2.840.10008.1.2.4.50': 'JPEG Baseline',
  '1.2.840.10008.1.2.4.51': 'JPEG Extended',
  '1.2.840.10008.1.2.4.57': 'JPEG Lossless',
  '1.2.840.10008.1.2.4.70': 'JPEG Lossless, first-order prediction',
  '1.2.840.10008.1.2.4.80': 'JPEG-LS Lossless',
  '1.2.840.10008.1.2.4.81': 'JPEG-LS Near-lossless',
  '1.2.840.10008.1.2.4.90': 'JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.91': 'JPEG 2000',
  '1.2.840.10008.1.2.4.201': 'High-Throughput JPEG 2000 Lossless',
  '1.2.840.10008.1.2.4.202': 'High-Throughput JPEG 2000 Lossless RPCL',
  '1.2.840.10008.1.2.4.203': 'High-Throughput JPEG 2000',
};

/**
 * Pixels are read uncompressed only; the browser has the viewer's codecs, Node has none.
 * @throws LacunaError `unsupported-transfer-syntax` naming the syntax
 */
export function assertUncompressed(transferSyntaxUID: string): void {
  if (UNCOMPRESSED.has(transferSyntaxUID)) return;
  const name = COMPRESSED[transferSyntaxUID] ?? 'an unknown transfer syntax';
  throw new LacunaError(
    'unsupported-transfer-syntax',
    `The images are compressed (${name}, ${transferSyntaxUID.slice(0, 64)}). Decompress them first, for example with dcmdjpeg, dcmdjpls, dcmdrle or gdcmconv --raw.`,
    { transferSyntaxUID: transferSyntaxUID.slice(0, 64) },
  );
}
