import {
  describeRegions,
  type CandidateRegion,
  type DescribedRegions,
} from '@lacuna/core/anomaly/candidate-regions.ts';
import { intersectRuns } from '@lacuna/core/anomaly/mask-runs.ts';
import { partCounts, type PartCounts } from '@lacuna/core/anomaly/part-counts.ts';
import { joinParts, type JoinedParts } from '@lacuna/core/anomaly/region-labels.ts';
import { eachRun, linkParts, type SliceParts } from '@lacuna/core/anomaly/slice-parts.ts';
import { sliceStack, type SliceStack } from '@lacuna/core/anomaly/slice-stack.ts';
import type { SliceGeometry } from '@lacuna/core/imaging/series.ts';
import type { Voxel } from './decisions.ts';

/** Where the slices of one layer come from; the same objects as long as nothing has changed in them. */
export interface SliceSource {
  parts(slice: number): SliceParts | null;
  /** What the regions' agreement is counted in: where all of these mark a pixel; null where one is missing. */
  others(slice: number): readonly SliceParts[] | null;
}

export interface DescribeOptions {
  readonly minimumVolumeMl: number;
  readonly midlineXMm: number | undefined;
  /** There is something to agree with. */
  readonly compared: boolean;
}

interface KnownLink {
  readonly below: SliceParts;
  readonly above: SliceParts;
  readonly pairs: Int32Array;
}
interface KnownCounts {
  readonly of: readonly unknown[];
  readonly counts: PartCounts;
}

/**
 * The candidate regions of one layer, kept up to date slice by slice: only slices whose mask has changed are looked at
 * again, and only links beside them. What can be asked for is always of one whole update, never of half of one.
 */
export class OutputRegions {
  private readonly known: (SliceParts | null)[] = [];
  private readonly links: (KnownLink | null)[] = [];
  private readonly counted: (KnownCounts | null)[] = [];
  private readonly stack: SliceStack;
  /** Slices have changed that the regions are not described from yet. */
  private changed = false;
  private options: DescribeOptions | undefined;
  private parts: readonly (SliceParts | null)[] = [];
  private joined: JoinedParts = { regionOf: [], count: 0 };
  private described: DescribedRegions = { regions: [], numberOf: new Int32Array(0), dropped: 0 };

  constructor(
    private readonly geometry: readonly SliceGeometry[],
    private readonly source: SliceSource,
    /** Of a slice that stands alone, mm. */
    nominalThicknessMm?: number,
  ) {
    this.stack = sliceStack(geometry, nominalThicknessMm);
  }

  get regions(): readonly CandidateRegion[] {
    return this.described.regions;
  }

  /** Components left out for their size. */
  get dropped(): number {
    return this.described.dropped;
  }

  /** One step per slice, so that the caller can give the page its turn between them; gives whether anything has changed. */
  *update(options: DescribeOptions): Generator<void, boolean> {
    const slices = this.geometry.length;
    for (let z = 0; z < slices; z++) {
      this.lookAt(z);
      yield;
    }
    for (let z = 0; z + 1 < slices; z++) if (this.link(z)) yield;
    for (let z = 0; z < slices; z++) {
      this.count(z, options);
      yield;
    }
    const { minimumVolumeMl, midlineXMm, compared } = options;
    const old = this.options;
    const asked = old?.minimumVolumeMl === minimumVolumeMl && old.compared === compared;
    if (!this.changed && asked && old.midlineXMm === midlineXMm) return false;
    const parts = this.geometry.map((_, z) => this.known[z] ?? null);
    const links = this.links.map((link) => link?.pairs);
    const joined = joinParts(parts, links);
    yield;
    this.described = describeRegions(this.geometry, parts, joined, {
      minimumVolumeMl,
      thicknessMm: this.stack.thicknessMm,
      counts: this.counted.map((known) => known?.counts ?? null),
      sided: midlineXMm !== undefined,
      compared,
    });
    this.parts = parts;
    this.joined = joined;
    this.options = options;
    this.changed = false;
    return true;
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

  private lookAt(z: number): void {
    const parts = this.source.parts(z);
    if (parts === (this.known[z] ?? null)) return;
    this.known[z] = parts;
    this.changed = true;
  }

  private link(z: number): boolean {
    const [below, above] = [this.known[z], this.known[z + 1]];
    const old = this.links[z];
    if (!below || !above || !this.stack.joined[z]) {
      this.links[z] = null;
      return false;
    }
    if (old?.below === below && old.above === above) return false;
    this.links[z] = { below, above, pairs: linkParts(below, above) };
    return true;
  }

  /** What its parts have in common with the left side and with the other mask. */
  private count(z: number, { midlineXMm, compared }: DescribeOptions): void {
    const parts = this.known[z];
    if (!parts || parts.parts.length === 0) {
      this.counted[z] = null;
      return;
    }
    const others = compared ? this.source.others(z) : null;
    const of = [parts, midlineXMm, ...(others ?? [null])];
    const old = this.counted[z]?.of;
    if (old?.length === of.length && of.every((value, i) => value === old[i])) return;
    const other = others?.map(({ runs }) => runs).reduce(intersectRuns) ?? null;
    this.counted[z] = { of, counts: partCounts(parts, this.geometry[z]!, midlineXMm, other) };
    this.changed = true;
  }
}
