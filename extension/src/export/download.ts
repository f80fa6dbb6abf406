/** Hands bytes to the browser's own download; nothing is kept in the page. */
export function downloadBytes(bytes: Uint8Array, fileName: string, type = 'application/dicom'): void {
  const url = URL.createObjectURL(new Blob([exactBuffer(bytes)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // some browsers read the address after the click has returned
}

/** The bytes in a buffer of exactly their length, as DICOMweb clients and Blob want it. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) return buffer;
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}
