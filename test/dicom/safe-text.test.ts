import { describe, expect, it } from '@jest/globals';
import {
  isUid,
  safeCode,
  safeDate,
  safeLongText,
  safePersonName,
  safeString,
  safeTime,
} from '@lacuna/core/dicom/safe-text.ts';

describe('text copied into written objects', () => {
  it('leaves ordinary names of any script as they are', () => {
    for (const name of ['Doe^Jane', 'Yamada^Tarou=山田^太郎=やまだ^たろう', 'Müller^Jörg^^Dr.', 'כהן^דוד'])
      expect(safePersonName(name)).toBe(name);
    expect(safeString('<b>AX & FLAIR</b>', 64)).toBe('<b>AX & FLAIR</b>'); // markup is text here; escaping is the reader's
  });

  it('keeps spaces inside, which can be part of a patient ID', () => {
    expect(safeString(' A  B ', 64)).toBe('A  B');
  });

  it('keeps a name to three groups of five components and 64 characters', () => {
    const long = 'x'.repeat(65536);
    expect(safePersonName(long)).toBe('x'.repeat(64));
    expect(safePersonName(`${long}=${long}`)).toBe(`${'x'.repeat(64)}`); // the rest of 64 kB is not looked at
    expect(safePersonName('a^b^c^d^e^f=g=h=i')).toBe('a^b^c^d^e=g=h');
  });

  it('lets no control character, backslash, or reversal of direction through', () => {
    const hostile = 'A\\B\u0000C\u001b[31mD\r\nE\u202eF\u2066G\u007f\u0085';
    for (const safe of [safeString(hostile, 64), safePersonName(hostile)]) {
      expect(safe).not.toMatch(/[\p{Cc}\\\u202e\u2066]/u);
      expect(safe).toMatch(/A.*B.*C.*D.*E.*F.*G/);
    }
  });

  it('cuts between characters, never inside one', () => {
    expect(safeString('😀'.repeat(40), 16)).toBe('😀'.repeat(16));
    expect(safeString('a\ud83d', 16)).toBe('a\ufffd');
    expect(safeLongText(`a=1\n${'é'.repeat(20_000)}`)).toHaveLength(10_240);
  });

  it('takes only what a code, a date or a time may be', () => {
    expect([safeCode(' BRAIN '), safeCode('brain'), safeCode('A'.repeat(17)), safeCode(undefined)]).toEqual([
      'BRAIN',
      undefined,
      undefined,
      undefined,
    ]);
    expect(['20200229', '20201301', '2020-01-01', '20200132', undefined].map(safeDate)).toEqual([
      '20200229',
      '',
      '',
      '',
      '',
    ]);
    expect(['120000.123456', '0730', '24', '120', '12:00'].map(safeTime)).toEqual([
      '120000.123456',
      '0730',
      '',
      '',
      '',
    ]);
  });

  it('knows a UID', () => {
    for (const uid of ['2.25.1', '1.2.840.10008.5.1.4.1.1.4', '0.0.0.0.1']) expect(isUid(uid)).toBe(true);
    for (const uid of ['', '1.', '.1', '1..2', '1.2a', '1.'.repeat(32) + '11', undefined])
      expect(isUid(uid)).toBe(false);
  });
});
