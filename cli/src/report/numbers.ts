/** How figures are written in the report. A metric that is undefined is null in the data and a dash on the page. */

const NOT_DEFINED = '–';

/** A share of 0 to 1 with three digits. */
export const share = (value: number | null | undefined): string =>
  value === null || value === undefined ? NOT_DEFINED : value.toFixed(3);

/** A share as per cent: more digits where it is small, so that 0.04 % is not 0. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NOT_DEFINED;
  const scaled = value * 100;
  return `${scaled.toFixed(scaled !== 0 && Math.abs(scaled) < 1 ? 2 : 1)}\u00a0%`;
}

/** Four significant digits, no exponent for everyday values. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined) return NOT_DEFINED;
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(2);
}

export const whole = (value: number | null | undefined): string =>
  value === null || value === undefined ? NOT_DEFINED : Math.round(value).toLocaleString('en-GB');

/** "0.512 to 0.634". */
export const interval = (bounds: readonly [number, number] | null | undefined): string =>
  bounds ? `${bounds[0].toFixed(3)} to ${bounds[1].toFixed(3)}` : NOT_DEFINED;

/** A difference with its sign; the real minus, so that columns align. */
export const signed = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? NOT_DEFINED
    : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

/** "0.031", "< 0.0001". */
export function probability(p: number | null | undefined): string {
  if (p === null || p === undefined) return NOT_DEFINED;
  return p < 1e-4 ? '< 0.0001' : p.toFixed(p < 0.001 ? 4 : 3);
}
