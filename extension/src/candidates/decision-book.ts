import type { Candidate, CandidateStatus } from './candidate.ts';
import type { Decision, Voxel } from './decisions.ts';

/** What a person has said of the regions of one series during a visit; regions themselves come and go with the threshold. */
export class DecisionBook {
  private made: readonly Decision[] = [];
  private generation = 0;
  private readonly uids = new Map<string, string>();

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

  /** Decisions on the results of another run do not hold for these. */
  startGeneration(generation: number): void {
    if (generation === this.generation) return;
    this.generation = generation;
    this.made = [];
    this.uids.clear();
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
