/**
 * Cornerstone's image decoding worker, chunk 8097 of OHIF 3.13.2, and the codec chunks that it loads: the only
 * scripts that need `new Function`. A test compares this with the distribution.
 */
export const DECODING_WORKER_CHUNK = '8097';

export const isDecodingWorker = (pathname: string): boolean =>
  new RegExp(`^/${DECODING_WORKER_CHUNK}\\.bundle\\.[0-9a-f]+\\.js$`).test(pathname);
