/** Header attributes that tell one MR sequence from another; times in ms, angles in degrees; none need be present. */
export interface SequenceHeaders {
  seriesDescription?: string;
  protocolName?: string;
  sequenceName?: string;
  pulseSequenceName?: string;
  scanningSequence?: readonly string[];
  sequenceVariant?: readonly string[];
  scanOptions?: readonly string[];
  imageType?: readonly string[];
  echoTimeMs?: number;
  repetitionTimeMs?: number;
  inversionTimeMs?: number;
  flipAngleDeg?: number;
  echoTrainLength?: number;
  contrastBolusAgent?: string;
  acquisitionContrast?: string;
  complexImageComponent?: string;
  diffusionBValue?: number;
  manufacturer?: string;
}

export const SEQUENCES = ['flair', 't1', 't1-contrast', 't2', 'other'] as const;
export type Sequence = (typeof SEQUENCES)[number];

/** `other`: recognised as something else, such as a diffusion image; `unknown`: the header does not say. */
export interface RecognisedSequence {
  sequence: Sequence | 'unknown';
  /** A plain sentence that names the header and the value that decided. */
  rule: string;
}

/** A rule or a sentence with one in it, without the text that people typed: that may hold a name and is never stored. */
export const withoutTypedText = (sentence: string): string => sentence.replace(/"[^"]*"/g, '(text)');
