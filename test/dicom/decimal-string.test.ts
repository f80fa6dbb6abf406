import { expect, it } from '@jest/globals';
import { decimalString } from '@lacuna/core/dicom/decimal-string.ts';

it('writes short numbers exactly and long ones to 8 digits, a nanometre at any place of a patient', () => {
  for (const value of [0, -0, 1, -1, 0.9375, -110.5, 6.958, 1e-7])
    expect(Number(decimalString(value))).toBe(value + 0);
  for (let i = 0; i < 2000; i++) {
    const value = Math.sin(i * 1.7) * 10 ** ((i % 9) - 4);
    const text = decimalString(value);
    expect(text).toMatch(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/);
    expect(text.length).toBeLessThanOrEqual(16);
    expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(1e-8 * Math.abs(value));
  }
  expect(Math.abs(Number(decimalString(-1234.56789012345678)) + 1234.56789012345678)).toBeLessThan(1e-6);
});

it.each([NaN, Infinity, -Infinity])('refuses %p', (value) => {
  expect(() => decimalString(value)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});
