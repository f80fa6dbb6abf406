/** What a segment of the object must hold; masks per source instance, on its grid, anything but 0 is inside. */
export interface ExpectedSegment {
  readonly masks: readonly (Uint8Array | null)[];
  /** A person changed it: it must say SEMIAUTOMATIC, else AUTOMATIC. */
  readonly edited?: boolean;
}

export type Verification =
  | { readonly kind: 'verified'; readonly frames: number }
  /** Sentences that say what is wrong, without patient data. */
  | { readonly kind: 'rejected'; readonly findings: readonly string[] };
