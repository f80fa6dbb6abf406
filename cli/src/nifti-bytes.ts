import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import zlib from 'node:zlib';
import { cancelled, LacunaError } from '@lacuna/core/errors.ts';

/** A NIfTI-2 header with its extension flag; NIfTI-1 is shorter. */
export const HEADER_BYTES = 544;
const MAX_FILE_BYTES = 2 ** 31 - 1;
/** A volume in thousands of small parts takes longer to put together than to inflate. */
const CHUNK_BYTES = 2 ** 20;

/**
 * The bytes of a .nii or .nii.gz file, inflated.
 *
 * @param sizeFromHeader the size that the header (the first 544 bytes, or fewer in a tiny file) promises; reading stops
 * there, so that a small file cannot inflate without bound. It throws when the header is no good.
 * @throws LacunaError `corrupt-file` | `cancelled`, and what `sizeFromHeader` throws
 */
export async function readNiftiBytes(
  file: string,
  sizeFromHeader: (header: Uint8Array) => number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { size } = await fsPromises.stat(file).catch((cause: unknown) => {
    throw new LacunaError('invalid-argument', `The file ${file} cannot be read. Check the path.`, undefined, {
      cause,
    });
  });
  if (size > MAX_FILE_BYTES)
    throw new LacunaError('corrupt-file', 'The NIfTI file is larger than 2 GiB and is not read.', { size });
  const raw = fs.createReadStream(file, { signal, highWaterMark: CHUNK_BYTES });
  const stream = (await startsAsGzip(file)) ? raw.pipe(zlib.createGunzip({ chunkSize: CHUNK_BYTES })) : raw;
  raw.on('error', (error) => stream.destroy(error));
  const chunks: Buffer[] = [];
  let [held, wanted] = [0, Infinity];
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      held += chunk.length;
      if (wanted === Infinity && held >= HEADER_BYTES) wanted = sizeFromHeader(Buffer.concat(chunks));
      if (held >= wanted) break;
    }
    if (wanted === Infinity) wanted = sizeFromHeader(Buffer.concat(chunks));
  } catch (thrown) {
    if (signal?.aborted) throw cancelled();
    if (thrown instanceof LacunaError) throw thrown;
    throw new LacunaError(
      'corrupt-file',
      'The NIfTI file is damaged: it cannot be decompressed or read.',
      undefined,
      { cause: thrown },
    );
  } finally {
    raw.destroy();
  }
  if (held < wanted)
    throw new LacunaError(
      'corrupt-file',
      `The NIfTI file is cut short: it holds ${held} bytes of ${wanted}.`,
      { bytes: held, expected: wanted },
    );
  return new Uint8Array(Buffer.concat(chunks).subarray(0, wanted));
}

async function startsAsGzip(file: string): Promise<boolean> {
  const handle = await fsPromises.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
