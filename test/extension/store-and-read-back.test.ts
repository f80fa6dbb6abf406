import { expect, jest, test } from '@jest/globals';
import { LacunaError } from '@lacuna/core/errors.ts';
import { storeAndReadBack, storeBlockedBy } from '../../extension/src/export/store-and-read-back.ts';

const ids = { studyInstanceUID: '1', seriesInstanceUID: '1.2', sopInstanceUID: '1.2.3' };
const bytes = Uint8Array.from([1, 2, 3]);

/** A data source in the shape of OHIF's DICOMweb one, that keeps what it is given. */
function source({ give, fail }: { give?: unknown; fail?: boolean } = {}) {
  const stored: Uint8Array[] = [];
  return {
    stored,
    getConfig: () => ({ supportsStow: true }),
    store: {
      dicom: async (part10: ArrayBuffer) => {
        if (fail) throw new Error('500');
        stored.push(new Uint8Array(part10));
      },
    },
    retrieve: {
      getWadoDicomWebClient: () => ({
        retrieveInstance: async () => (give === undefined ? stored[0]!.slice().buffer : give),
      }),
    },
  };
}

test('it is stored when what the server gives back has been checked', async () => {
  const server = source();
  const check = jest.fn((_returned: Uint8Array): void => undefined);
  const buffer = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4); // a view into a larger buffer
  await storeAndReadBack(server, buffer, ids, check);
  expect(server.stored).toEqual([bytes]);
  expect(check).toHaveBeenCalledWith(bytes);
});

test('what differs after the way through the server is not said to be stored', async () => {
  const refuse = () => {
    throw new LacunaError('verification-failed', 'It differs.');
  };
  await expect(storeAndReadBack(source(), bytes, ids, refuse)).rejects.toMatchObject({
    code: 'verification-failed',
  });
});

test.each([
  ['the server fails', source({ fail: true })],
  ['the server gives nothing back', source({ give: null })],
  ['the server gives an empty list', source({ give: [] })],
])('when %s it is an error', async (_name, server) => {
  const check = jest.fn((_returned: Uint8Array): void => undefined);
  await expect(storeAndReadBack(server, bytes, ids, check)).rejects.toMatchObject({ code: 'store-failed' });
  expect(check).not.toHaveBeenCalled();
});

test('a list and a view are accepted', async () => {
  for (const give of [[bytes.slice().buffer], bytes.slice()]) {
    const check = jest.fn((_returned: Uint8Array): void => undefined);
    await storeAndReadBack(source({ give }), bytes, ids, check);
    expect(check).toHaveBeenCalledWith(bytes);
  }
});

test('a source that takes nothing or cannot be read back is known before', () => {
  expect(storeBlockedBy(undefined)).toMatch(/takes no new objects/);
  expect(storeBlockedBy({ ...source(), getConfig: () => ({ supportsStow: false }) })).toMatch(
    /takes no new objects/,
  );
  expect(storeBlockedBy({ store: source().store })).toMatch(/cannot be read back/);
  expect(storeBlockedBy(source())).toBeUndefined();
});
