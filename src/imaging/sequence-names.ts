import type { SequenceHeaders } from './sequence-headers.ts';

/** What a name found in a header claims, with the header's DICOM keyword and its text. */
export interface NameClaim {
  keyword: string;
  text: string;
}

/** Names of images that are no plain FLAIR, T1 or T2, as scanners and technologists write them. */
const OTHER =
  /(^| )(adc|eadc|dwi?|diff(usion)?|tracew?|dti|tensor|isotropic image|fa map|colfa|swi|mip|minip|tof|mra|mrv|angio\w*|perf\w*|pwi|asl|pcasl|cbf|cbv|mtt|ttp|tmax|bold|fmri|field ?map\w*|b0 (map|ns)|loc|locali[sz]er|scout|survey|surv|stir|ciss|fiesta|mrs|svs|press|phase|t2 ?star|t2\*w?|dir|double inversion|ir ?tse real|calibration|asset cal|quantitative|t1 ?map|t2 ?map|synthetic)( |$)/;
const FLAIR = /flair|dark ?fluid|(^| )tirm( |$)/;
const T1 = /(^| )(t1\w*|\w*mprage\w*|mp rage|\w*fspgr\w*|\w*bravo|spgr|vibe|tfl\dd?\w*|\w*t1w?|fl3d\w*)( |$)/;
const PROTON_DENSITY = /(^| )(pd|pdw|proton ?density)( |$)/;
const T2 = /(^| )(t2\w*|\w*t2w?)( |$)/;
const CONTRAST =
  /(^| )(post|postgd|gd|gad\w*|contrast|km|ce|t1w?(c|ce|gd|post|km)|cm|nach km|\+ ?c|\+ ?gd|\+ ?km)( |$)/;
const WITHOUT_CONTRAST = /(^| )(pre|ohne|no|non|without|vor|native?) ?(contrast|km|gd|gad\w*|cm)?( |$)/;
/** Siemens echo planar names: epfid2d1_64, ep2d_diff, ep_b1000. */
const ECHO_PLANAR = /(^| |\*)(ep\dd|epfid|ep b\d|epse|epi)/;

const plain = (text: string) =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+*]+/gu, ' ')
    .trim()} `;

/** The first of the names that people write which matches. */
function claim(headers: SequenceHeaders, pattern: RegExp, sequenceNames = false): NameClaim | undefined {
  const written: readonly (readonly [string, string | undefined])[] = sequenceNames
    ? [
        ['SequenceName', headers.sequenceName],
        ['PulseSequenceName', headers.pulseSequenceName],
      ]
    : [
        ['SeriesDescription', headers.seriesDescription],
        ['ProtocolName', headers.protocolName],
      ];
  for (const [keyword, text] of written)
    if (text !== undefined && pattern.test(plain(text).trim()))
      return { keyword, text: text.replaceAll('"', "'").slice(0, 64) };
  return undefined;
}

export const namedOther = (headers: SequenceHeaders) => claim(headers, OTHER);
export const namedFlair = (headers: SequenceHeaders) => claim(headers, FLAIR);
export const namedT1 = (headers: SequenceHeaders) => claim(headers, T1) ?? claim(headers, /t1tfe|tfl/, true);
export const namedT2 = (headers: SequenceHeaders) => claim(headers, T2);
export const namedProtonDensity = (headers: SequenceHeaders) => claim(headers, PROTON_DENSITY);
export const namedEchoPlanar = (headers: SequenceHeaders) => claim(headers, ECHO_PLANAR, true);
/** A name that speaks of contrast agent, unless it says there was none. */
export const namedContrast = (headers: SequenceHeaders) => {
  const found = claim(headers, CONTRAST);
  return found && !WITHOUT_CONTRAST.test(plain(found.text).trim()) ? found : undefined;
};
