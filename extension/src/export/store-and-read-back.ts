import { asLacunaError, LacunaError } from '@lacuna/core/errors.ts';
import type { DataSource } from '../host/ohif-types.ts';
import { exactBuffer } from './download.ts';

export interface StoredObject {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string;
}

/** Why a data source cannot take objects; undefined when it can. */
export function storeBlockedBy(source: DataSource | undefined): string | undefined {
  if (!source?.store?.dicom || source.getConfig?.()?.supportsStow === false) {
    return 'The source of this study takes no new objects: download the file instead';
  }
  return source.retrieve?.getWadoDicomWebClient?.()
    ? undefined
    : 'The source of this study cannot be read back for comparison: download the file instead';
}

/**
 * Stores a finished object at the study's own data source, reads it back and hands the bytes that the server gave to
 * `check`, which throws when they are not the same object. Only after that is it stored.
 *
 * @throws LacunaError `store-failed` | `verification-failed`
 */
export async function storeAndReadBack(
  source: DataSource,
  bytes: Uint8Array,
  ids: StoredObject,
  check: (returned: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const blocked = storeBlockedBy(source);
  if (blocked) throw new LacunaError('store-failed', `${blocked}.`);
  try {
    await source.store?.dicom?.(exactBuffer(bytes));
  } catch (cause) {
    throw asLacunaError(
      cause,
      'store-failed',
      'The server did not take the object: nothing is known to be stored.',
    );
  }
  let returned: unknown;
  try {
    returned = await source.retrieve?.getWadoDicomWebClient?.()?.retrieveInstance(ids);
  } catch (cause) {
    throw asLacunaError(
      cause,
      'store-failed',
      'The server took the object but did not give it back: do not rely on it.',
    );
  }
  await check(asBytes(returned));
}

/** What a DICOMweb client gives for an instance. @throws LacunaError `store-failed` when it is nothing */
export function asBytes(returned: unknown): Uint8Array {
  const first: unknown = Array.isArray(returned) ? returned[0] : returned;
  if (first instanceof ArrayBuffer) return new Uint8Array(first);
  if (ArrayBuffer.isView(first)) return new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  throw new LacunaError(
    'store-failed',
    'The server took the object but gave nothing back: do not rely on it.',
  );
}
