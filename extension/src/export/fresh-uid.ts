/** A DICOM UID from 122 random bits, as PS3.5 B.2 derives it from a version 4 UUID: `2.25.` and its decimal value. */
export function freshUid(): string {
  return `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;
}
