import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sequenceGuard, sequenceOfWeights } from '@lacuna/core/imaging/sequence-guard.ts';
import {
  type RecognisedSequence,
  recogniseSequence,
  type SequenceHeaders,
} from '@lacuna/core/imaging/sequence-recognition.ts';

type Expected = RecognisedSequence['sequence'];
/** Headers of real scanners, without anything that identifies a patient; `from` says where they were published. */
const FIXTURES = JSON.parse(
  fs.readFileSync(new URL('../fixtures/sequence-headers.json', import.meta.url), 'utf8'),
) as readonly { vendor: string; from: string; expected: Expected; headers: SequenceHeaders }[];

describe('real headers', () => {
  test.each(FIXTURES)('$vendor, $from: $expected', ({ expected, headers }) => {
    const { sequence, rule } = recogniseSequence(headers);
    expect({ sequence, rule }).toMatchObject({ sequence: expected });
    expect(rule).toMatch(/^\w.+\.$/s);
  });

  test('every vendor of the issue is there', () => {
    expect(new Set(FIXTURES.map(({ vendor }) => vendor))).toEqual(
      new Set(['Siemens', 'GE', 'Philips', 'Toshiba', 'Hitachi', 'Hyperfine']),
    );
  });
});

describe('names as scanners and people write them', () => {
  test.each<[string, Expected]>([
    ['Ax T2 FLAIR', 'flair'],
    ['AX_FLAIR_FS', 'flair'],
    ['3D_Brain_VIEW_FLAIR_SHC', 'flair'],
    ['Sag CUBE T2 FLAIR', 'flair'],
    ['t2_space_dark-fluid_sag_p2_iso', 'flair'],
    ['t2_tirm_tra_dark-fluid', 'flair'],
    ['FLAIR + C', 'flair'],
    ['t1_mprage_sag_p2_iso', 't1'],
    ['Sag 3D T1 BRAVO', 't1'],
    ['sT1W_3D_TFE', 't1'],
    ['t1_mprage_sag_KM', 't1-contrast'],
    ['Ax T1 FSPGR +C', 't1-contrast'],
    ['T1 POST GAD', 't1-contrast'],
    ['T1 pre contrast', 't1'],
    ['t1_se_tra ohne KM', 't1'],
    ['Ax T2 FSE', 't2'],
    ['T2W_TSE', 't2'],
    ['AX DWI b1000', 'other'],
    ['ADC (10^-6 mm/s)', 'other'],
    ['Ax SWAN SWI', 'other'],
    ['3D TOF MRA', 'other'],
    ['t2_stir_cor', 'other'],
    ['AX PD', 'other'],
    ['MobiView routine', 'unknown'],
  ])('%s: %s', (seriesDescription, expected) => {
    expect(recogniseSequence({ seriesDescription })).toMatchObject({ sequence: expected });
  });

  test('the times outweigh a wrong name, and the rule says so', () => {
    const times = {
      scanningSequence: ['SE', 'IR'],
      echoTimeMs: 120,
      repetitionTimeMs: 9000,
      inversionTimeMs: 2500,
    };
    expect(recogniseSequence({ ...times, seriesDescription: 'AX T1' })).toEqual({
      sequence: 'flair',
      rule: 'InversionTime 2500 ms, EchoTime 120 ms, RepetitionTime 9000 ms with ScanningSequence SE\\IR: fluid nulled by inversion, late echo.',
    });
  });

  test('the T1 FLAIR of GE is a T1', () => {
    const headers = { seriesDescription: 'Ax T1 FLAIR', scanningSequence: ['SE', 'IR'], echoTimeMs: 9.5 };
    expect(recogniseSequence(headers)).toMatchObject({ sequence: 't1' });
    const times = { ...headers, repetitionTimeMs: 2200, inversionTimeMs: 860 };
    expect(recogniseSequence(times)).toMatchObject({ sequence: 't1' });
  });

  test('an agent in the header makes a T1 one after contrast; a header that says no does not', () => {
    const t1 = { scanningSequence: ['SE'], echoTimeMs: 10, repetitionTimeMs: 500 };
    expect(recogniseSequence({ ...t1, contrastBolusAgent: '10 ml' })).toMatchObject({
      sequence: 't1-contrast',
    });
    expect(recogniseSequence({ ...t1, contrastBolusAgent: 'NO' })).toMatchObject({ sequence: 't1' });
  });

  test('a b-value above 0 is a diffusion image; 0 alone says nothing', () => {
    const spinEcho = { scanningSequence: ['SE'], echoTimeMs: 90, repetitionTimeMs: 6000 };
    expect(recogniseSequence({ ...spinEcho, diffusionBValue: 1000 })).toMatchObject({ sequence: 'other' });
    expect(recogniseSequence({ ...spinEcho, diffusionBValue: 0 })).toMatchObject({ sequence: 't2' });
  });

  test('empty headers give unknown, never a guess', () => {
    expect(recogniseSequence({}).sequence).toBe('unknown');
    expect(recogniseSequence({ echoTimeMs: 0, repetitionTimeMs: 0, seriesDescription: '' }).sequence).toBe(
      'unknown',
    );
  });
});

describe('weights and images', () => {
  const flair = recogniseSequence({ seriesDescription: 'AX FLAIR' });
  const t1 = recogniseSequence({ seriesDescription: 'AX T1' });
  test.each([
    ['FLAIR', flair, 'suits'],
    ['FLAIR', t1, 'refused'],
    ['T1', t1, 'suits'],
    ['T1ce', t1, 'refused'],
    ['FLAIR', recogniseSequence({}), 'unsure'],
    ['random', t1, 'suits'],
  ] as const)('%s weights: %o', (weights, recognised, kind) => {
    expect(sequenceGuard(weights, recognised).kind).toBe(kind);
  });

  test('the refusal names both sequences and the rule', () => {
    const verdict = sequenceGuard('FLAIR', t1);
    expect(verdict.kind === 'refused' && verdict.error.message).toBe(
      'The images are T1 by their header, and the weights know FLAIR only. SeriesDescription is "AX T1". Choose a FLAIR series.',
    );
  });

  test('manifest names', () => {
    expect(['FLAIR', 't1', 'T1ce', 'T2w', 'random'].map(sequenceOfWeights)).toEqual([
      'flair',
      't1',
      't1-contrast',
      't2',
      undefined,
    ]);
  });
});
