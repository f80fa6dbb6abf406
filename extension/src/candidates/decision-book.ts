import type { Candidate, CandidateStatus } from './candidate.ts';
import type { Decision, Voxel } from './decisions.ts';

/** What a person has said of the regions of one series during a visit; regions themselves come and go with the threshold. */
export class DecisionBook {
  private made: readonly Decision[] = [];
  private generation = 0;
  private seed: number | null = null;
  private uids = new Map<string, string>();
  /** Of the results that others have taken the place of, by their seed: run again, they are the same. */
  private readonly shelf = new Map<number | null, { made: readonly Decision[]; uids: Map<string, string> }>();

  constructor(private readonly freshUid: () => string) {}

  get decisions(): readonly Decision[] {
    return this.made;
  }

  /** What was said in an earlier visit, of results that are the same. */
  takeOver(decisions: readonly Decision[], trackingUids: ReadonlyMap<string, string>): void {
    this.made = decisions;
    for (const [id, uid] of trackingUids) this.uids.set(id, uid);
  }

  get trackingUids(): ReadonlyMap<string, string> {
    return this.uids;
  }

  /** Decisions on the results of another seed do not hold for these; they come back with those. */
  startGeneration(generation: number, seed: number | null): void {
    if (generation !== this.generation) {
      this.shelf.set(this.seed, { made: this.made, uids: this.uids });
      const before = this.shelf.get(seed);
      this.made = before?.made ?? [];
      this.uids = before?.uids ?? new Map<string, string>();
    }
    this.generation = generation;
    this.seed = seed;
  }

  decide(
    candidate: Candidate,
    anchor: Voxel,
    footprint: ReadonlyMap<number, Int32Array>,
    change: { status?: CandidateStatus; name?: string | null },
  ): void {
    const { id, output } = candidate;
    const decision: Decision = {
      id,
      output,
      anchor,
      status: change.status ?? candidate.status,
      name: change.name === undefined ? candidate.name : change.name,
      footprint,
    };
    this.made = [...this.made.filter((old) => old.id !== id), decision];
  }

  trackingUid(id: string): string {
    const known = this.uids.get(id) ?? this.freshUid();
    this.uids.set(id, known);
    return known;
  }
}
