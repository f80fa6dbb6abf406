/** A consensus segment carries its rule; the verifier rejects one that could not be made again. */
import { expect, test } from '@jest/globals';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { recordedSettings } from '@lacuna/core/inference/recorded-settings.ts';
import { calibratedManifest } from '../inference/support/calibration.ts';
import { randomMasks, requestOf, segmentOf } from './support/request.ts';
import { PLAIN, seriesOf } from './support/series.ts';
import { itemsOf, tamper } from './support/tamper.ts';

const source = seriesOf(PLAIN);
const settings = recordedSettings('consensus', parseManifest(calibratedManifest()));
const parameters = { weightsSha256: 'ab'.repeat(32), seed: 1, threshold: 1.5, ...settings };
const segments = [
  segmentOf(randomMasks(source, 3), {
    method: 'consensus',
    algorithm: { name: 'Consensus', version: '0.1.0', parameters },
  }),
];
const released = releaseSegmentation(requestOf(source, segments));
const bytes = released.kind === 'written' ? released.bytes : new Uint8Array();

/** The parameters as the file has them, before and after a change. */
function withParameters(change: (text: string) => string): { text: string; bytes: Uint8Array } {
  let text = '';
  const changed = tamper(bytes, (file) => {
    const segment = itemsOf(file.dict, '00620002')[0];
    const element = itemsOf(segment, '00620007')[0]!['00660032']!;
    text = String(element.Value[0]);
    element.Value = [change(text)];
  });
  return { text, bytes: changed };
}

test('the rule, the tables and the settings of both methods stand in the object', () => {
  const { text } = withParameters((same) => same);
  expect(text.split(',')).toEqual(
    expect.arrayContaining([
      'rule=weighted-tail-score',
      'threshold=1.5',
      'latent-bernoulli.weight=0.25',
      'latent-bernoulli.tail=0.1:0.25;0.01:0.5',
      'latent-bernoulli.L=1',
      'diffusion-ad.weight=0.75',
      'diffusion-ad.tail=0.1:0.5;0.01:0.75',
      'diffusion-ad.rangeEnd=1',
      'diffusion-ad.w=1',
    ]),
  );
  expect(verifySegmentation(bytes, source, segments)).toMatchObject({ kind: 'verified' });
});

test.each<[string, RegExp, (text: string) => string]>([
  ['weights that sum to 1.5', /do not sum to 1/, (text) => text.replace('.weight=0.25', '.weight=0.75')],
  ['one method only', /do not sum to 1/, (text) => text.replace('latent-bernoulli.weight=0.25', 'x=1')],
  [
    'no table',
    /calibration of diffusion-ad/,
    (text) => text.replace(/diffusion-ad\.tail=[^,]*/, 'diffusion-ad.tail='),
  ],
  ['a table that runs back', /calibration of diffusion-ad/, (text) => text.replace('0.1:0.5', '0.1:0.9')],
  ['a table with words', /calibration of latent-bernoulli/, (text) => text.replace('0.1:0.25', 'high:0.25')],
  ['no threshold', /does not name its weights and threshold/, (text) => text.replace('threshold=1.5', 'a=b')],
])('%s is rejected', (_, finding, change) => {
  const result = verifySegmentation(withParameters(change).bytes, source, segments);
  expect(result.kind === 'rejected' && result.findings.join('\n')).toMatch(finding);
});
