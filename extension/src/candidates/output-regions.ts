import {
  describeRegions,
  type CandidateRegion,
  type DescribedRegions,
} from '@lacuna/core/anomaly/candidate-regions.ts';
import { joinParts, type JoinedParts } from '@lacuna/core/anomaly/region-labels.ts';
import { eachRun, linkParts, sliceParts, type SliceParts } from '@lacuna/core/anomaly/slice-parts.ts';
import { sliceStack, type SliceStack } from '@lacuna/core/anomaly/slice-stack.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import type { Voxel } from './decisions.ts';

/** Where the slices of one layer come from; the same objects as long as nothing has changed in them. */
export interface SliceSource {
  mask(slice: number): Uint8Array | undefined;
  result(slice: number): { readonly anomalyMap: Float32Array } | undefined;
}

export interface DescribeOptions {
  readonly minimumVolumeMl: number;
  readonly midlineXMm: number | undefined;
  /** What the regions' agreement is counted in; undefined where there is nothing to agree with. */
  readonly otherMasks: readonly (Uint8Array | null)[] | undefined;
}

interface KnownSlice {
  mask: Uint8Array;
  result: object;
  parts: SliceParts;
}
interface KnownLink {
  below: SliceParts;
  above: SliceParts;
  pairs: Int32Array;
}

/**
 * The candidate regions of one layer, kept up to date slice by slice: only slices whose mask has changed are looked at
 * again, and only links beside them.
 */
export class OutputRegions {
  private readonly known: (KnownSlice | null)[] = [];
  private readonly links: (KnownLink | null)[] = [];
  private readonly stack: SliceStack;
  private parts: (SliceParts | null)[] = [];
  private joined: JoinedParts = { regionOf: [], count: 0 };
  private described: DescribedRegions = { regions: [], numberOf: new Int32Array(0), dropped: 0 };

  constructor(
    private readonly geometry: readonly SliceGeometry[],
    private readonly source: SliceSource,
  ) {
    this.stack = sliceStack(geometry);
  }

  get regions(): readonly CandidateRegion[] {
    return this.described.regions;
  }

  /** Components left out for their size. */
  get dropped(): number {
    return this.described.dropped;
  }

  /** One step per slice, so that the caller can give the page its turn between them. */
  *update(options: () => DescribeOptions): Generator<void, void> {
    for (let z = 0; z < this.geometry.length; z++) {
      if (this.lookAt(z)) yield;
    }
    for (let z = 0; z + 1 < this.geometry.length; z++) {
      if (this.link(z)) yield;
    }
    this.parts = this.known.map((slice) => slice?.parts ?? null);
    this.joined = joinParts(
      this.parts,
      this.links.map((link) => link?.pairs),
    );
    yield;
    const { minimumVolumeMl, midlineXMm, otherMasks } = options();
    this.described = describeRegions(this.geometry, this.parts, this.joined, {
      minimumVolumeMl,
      thicknessMm: this.stack.thicknessMm,
      ...(midlineXMm === undefined ? {} : { midlineXMm }),
      ...(otherMasks ? { otherMasks } : {}),
    });
  }

  /** Number of the region (from 1) at a voxel; 0 outside, and in components that were left out. */
  numberAt({ slice, index }: Voxel): number {
    let number = 0;
    this.eachRunOf(slice, (of, start, end) => {
      if (index >= start && index < end) number = of;
    });
    return number;
  }

  /** Runs of a slice with their regions' numbers; 0 for components that were left out. */
  eachRunOf(slice: number, visit: (number: number, startIndex: number, endIndex: number) => void): void {
    const parts = this.parts[slice];
    const regionOf = this.joined.regionOf[slice];
    if (!parts || !regionOf) return;
    const { numberOf } = this.described;
    eachRun(parts, (part, start, end) => visit(numberOf[regionOf[part]!] ?? 0, start, end));
  }

  /** Pairs of first index and index after the last, per slice, of one region. */
  footprint({ number, firstSlice, lastSlice }: CandidateRegion): Map<number, Int32Array> {
    const slices = new Map<number, Int32Array>();
    for (let z = firstSlice; z <= lastSlice; z++) {
      const pairs: number[] = [];
      this.eachRunOf(z, (of, start, end) => void (of === number && pairs.push(start, end)));
      slices.set(z, Int32Array.from(pairs));
    }
    return slices;
  }

  private lookAt(z: number): boolean {
    const [mask, result] = [this.source.mask(z), this.source.result(z)];
    const old = this.known[z] ?? null;
    if (!mask || !result) {
      this.known[z] = null;
      return false;
    }
    if (old?.mask === mask && old.result === result) return false;
    const parts = sliceParts(mask, result.anomalyMap, this.geometry[z]!.columns);
    this.known[z] = { mask, result, parts };
    return true;
  }

  private link(z: number): boolean {
    const [below, above] = [this.known[z]?.parts, this.known[z + 1]?.parts];
    const old = this.links[z];
    if (!below || !above || !this.stack.joined[z]) {
      this.links[z] = null;
      return false;
    }
    if (old?.below === below && old.above === above) return false;
    this.links[z] = { below, above, pairs: linkParts(below, above) };
    return true;
  }
}
