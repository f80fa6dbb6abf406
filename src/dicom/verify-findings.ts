/** Sentences about what is wrong, without patient data; the first ones of a kind are enough to act on. */
export class Findings {
  private readonly sentences: string[] = [];
  private readonly counts = new Map<string, number>();
  private static readonly PER_KIND = 3;

  /** @param kind groups findings, so that 500 frames with the same fault do not hide another fault */
  add(kind: string, sentence: string): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= Findings.PER_KIND) this.sentences.push(sentence);
  }

  check(holds: boolean, kind: string, sentence: string): void {
    if (!holds) this.add(kind, sentence);
  }

  list(): readonly string[] {
    const more = [...this.counts]
      .filter(([, count]) => count > Findings.PER_KIND)
      .map(([kind, count]) => `${count - Findings.PER_KIND} more findings of this kind: ${kind}.`);
    return [...this.sentences, ...more];
  }
}
