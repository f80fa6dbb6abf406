/** What a segment of the object must hold; masks per source instance, on its grid, anything but 0 is inside. */
export interface ExpectedSegment {
  readonly masks: readonly (Uint8Array | null)[];
  /** A person changed it: it must say SEMIAUTOMATIC, else AUTOMATIC. */
  readonly edited?: boolean;
  /** The object must then keep what the person did. */
  readonly edit?: unknown;
}

/** What is known about an object besides its pixels. */
export interface ExpectedObject {
  /** Earlier objects that this one must name. */
  readonly predecessors?: readonly { readonly sopInstanceUID: string; readonly seriesInstanceUID: string }[];
}

export type Verification =
  | { readonly kind: 'verified'; readonly frames: number }
  /** Sentences that say what is wrong, without patient data. */
  | { readonly kind: 'rejected'; readonly findings: readonly string[] };
