import { LacunaError } from '@lacuna/core/errors.ts';

const broken = (what: string) =>
  new LacunaError('store-failed', `The DICOMweb server's answer ${what}. Try again.`);

/**
 * The parts of a multipart/related body (RFC 2046) as views of it, their headers left out.
 * @param contentType of the answer; it names the boundary
 * @throws LacunaError `store-failed` when the body is cut short or no multipart
 */
export function multipartBodies(body: Buffer, contentType: string): Buffer[] {
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (!/^multipart\/related\b/i.test(contentType) || boundary === undefined) throw broken('is no multipart');
  const first = Buffer.from(`--${boundary}`);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Buffer[] = [];
  let at = body.indexOf(first);
  if (at < 0) throw broken('has no parts');
  at += first.length;
  while (body.toString('latin1', at, at + 2) !== '--') {
    const head = body.indexOf('\r\n\r\n', at);
    const end = head < 0 ? -1 : body.indexOf(delimiter, head + 2);
    if (end < 0) throw broken('ends too early');
    parts.push(body.subarray(Math.min(head + 4, end), end));
    at = end + delimiter.length;
  }
  return parts;
}
