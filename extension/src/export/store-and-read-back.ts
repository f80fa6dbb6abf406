import type { DataSource } from '../host/ohif-types.ts';
import { exactBuffer } from './download.ts';
import { asTold, told } from '../text/say.ts';
import { t } from '../text/t.ts';

export interface StoredObject {
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string;
}

/** Why a data source cannot take objects; undefined when it can. */
export function storeBlockedBy(source: DataSource | undefined): string | undefined {
  if (!source?.store?.dicom || source.getConfig?.()?.supportsStow === false) {
    return t('export.takesNothing');
  }
  return source.retrieve?.getWadoDicomWebClient?.() ? undefined : t('export.notReadBack');
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
  if (blocked) throw told('store-failed', `${blocked}.`);
  try {
    await source.store?.dicom?.(exactBuffer(bytes));
  } catch (cause) {
    throw asTold(cause, 'store-failed', t('export.notTaken'));
  }
  let returned: unknown;
  try {
    returned = await source.retrieve?.getWadoDicomWebClient?.()?.retrieveInstance(ids);
  } catch (cause) {
    throw asTold(cause, 'store-failed', t('export.notGiven'));
  }
  await check(asBytes(returned));
}

/** What a DICOMweb client gives for an instance. @throws LacunaError `store-failed` when it is nothing */
export function asBytes(returned: unknown): Uint8Array {
  const first: unknown = Array.isArray(returned) ? returned[0] : returned;
  if (first instanceof ArrayBuffer) return new Uint8Array(first);
  if (ArrayBuffer.isView(first)) return new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  throw told('store-failed', t('export.gaveNothing'));
}
