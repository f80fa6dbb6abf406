import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { DataSet } from 'dicom-parser';
import { HttpError, sendJson } from '../http.ts';
import { swapWords, toDicomJson, WORD_BYTES, type JsonDataSet } from './dicom-json.ts';
import { readFrames } from './frames.ts';
import { sendMultipart } from './multipart.ts';
import { EXPLICIT_BIG_ENDIAN, readHeader, readRange } from './part10.ts';
import type { IndexedInstance } from './study-index.ts';
import { vrOfTag } from './dictionary.ts';

export const DICOM_JSON = 'application/dicom+json';

/** Metadata of instances, read from their headers now; pixel data and large values by address. */
export async function sendMetadata(
  response: ServerResponse,
  instances: readonly IndexedInstance[],
  root: string,
): Promise<true> {
  const all: JsonDataSet[] = [];
  for (const instance of instances) all.push(await metadata(instance, root));
  return sendJson(response, 200, all, DICOM_JSON);
}

async function metadata(instance: IndexedInstance, root: string): Promise<JsonDataSet> {
  const { dataSet, transferSyntaxUID } = await readHeader(instance.file);
  const address = `${root}/studies/${instance.studyInstanceUID}/series/${instance.seriesInstanceUID}/instances/${instance.sopInstanceUID}`;
  return {
    ...toDicomJson(dataSet, {
      bigEndian: transferSyntaxUID === EXPLICIT_BIG_ENDIAN,
      bulkDataURI: (path) => `${address}/bulkdata/${path}`,
    }),
    '00083002': { vr: 'UI', Value: [transferSyntaxUID] },
  };
}

/** Whole Part-10 files, one part each, streamed one after another so that a large series is never in memory. */
export async function sendInstances(
  response: ServerResponse,
  instances: readonly IndexedInstance[],
): Promise<true> {
  const boundary = randomUUID();
  response.writeHead(200, {
    'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
  });
  for (const instance of instances) {
    const body = await fs.readFile(instance.file);
    const type = `application/dicom; transfer-syntax=${instance.transferSyntaxUID}`;
    response.write(`--${boundary}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`);
    response.write(body);
    if (!response.write('\r\n'))
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    if (response.destroyed) return true;
  }
  response.end(`--${boundary}--\r\n`);
  return true;
}

/** @param list `1` or `1,2,5` */
export async function sendFrames(
  response: ServerResponse,
  instance: IndexedInstance,
  list: string,
): Promise<true> {
  if (!/^\d{1,9}(,\d{1,9})*$/.test(list))
    throw new HttpError(400, 'Frame numbers must be whole numbers from 1.');
  const { contentType, frames } = await readFrames(instance, list.split(',').map(Number));
  const type = contentType.split(';')[0] ?? contentType;
  return sendMultipart(
    response,
    type,
    frames.map((body) => ({ contentType, body })),
  );
}

/** One large value by the path given in the metadata: `GGGGEEEE` or `GGGGEEEE/item/GGGGEEEE`. */
export async function sendBulkData(
  response: ServerResponse,
  instance: IndexedInstance,
  path: readonly string[],
): Promise<true> {
  const header = await readHeader(instance.file);
  if (path.length === 1 && path[0] === '7FE00010') return sendPixelData(response, instance, header.pixelData);
  let dataSet: DataSet | undefined = header.dataSet;
  for (let i = 0; i + 2 < path.length; i += 2) {
    const item: number = Number(path[i + 1]) - 1;
    dataSet = dataSet?.elements[`x${path[i]?.toLowerCase()}`]?.items?.[item]?.dataSet;
  }
  const tag = path.at(-1) ?? '';
  const element = dataSet?.elements[`x${tag.toLowerCase()}`];
  if (!dataSet || !element || element.items) throw new HttpError(404, 'The instance has no such value.');
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const word = WORD_BYTES[element.vr ?? vrOfTag(tag, false)] ?? 1;
  const body = header.transferSyntaxUID === EXPLICIT_BIG_ENDIAN ? swapWords(bytes, word) : bytes;
  return sendMultipart(response, 'application/octet-stream', [
    { contentType: 'application/octet-stream', body },
  ]);
}

async function sendPixelData(
  response: ServerResponse,
  instance: IndexedInstance,
  pixelData: { readonly offset: number; readonly length?: number } | undefined,
): Promise<true> {
  if (!pixelData) throw new HttpError(404, 'The instance has no pixel data.');
  if (pixelData.length === undefined || instance.transferSyntaxUID === EXPLICIT_BIG_ENDIAN) {
    const all = Array.from({ length: instance.numberOfFrames }, (_, i) => i + 1).join(',');
    return sendFrames(response, instance, all);
  }
  const handle = await fs.open(instance.file);
  try {
    const body = await readRange(handle, pixelData.offset, pixelData.length);
    return sendMultipart(response, 'application/octet-stream', [
      { contentType: 'application/octet-stream', body },
    ]);
  } finally {
    await handle.close();
  }
}
