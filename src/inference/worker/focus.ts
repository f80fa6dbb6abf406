/** What is on the screen, and which way the person scrolls: 1 towards higher slice indices, -1 lower, 0 unknown. */
export interface Focus {
  readonly seriesKey: string;
  readonly sliceIndex: number;
  readonly direction: -1 | 0 | 1;
}
