import type { Host } from '../host/host.ts';
import type { DisplaySet, GridState, GridViewport } from '../host/ohif-types.ts';
import type { PaneContent, PaneCount } from './pane-content.ts';
import { MAX_PANES } from './pane-content.ts';

const ID_PREFIX = 'lacuna-compare-';
/** Rows and columns for as many panes. */
const GRIDS: Readonly<Record<PaneCount, readonly [rows: number, columns: number]>> = {
  1: [1, 1],
  2: [1, 2],
  3: [1, 3],
  4: [2, 2],
};

/** By position, from 0 in reading order: a pane that shows something else stays the same viewport. */
export const compareViewportId = (position: number): string => `${ID_PREFIX}${position + 1}`;

/** Position of a compared viewport; undefined for every other viewport. */
export function comparedPosition(viewportId: string): number | undefined {
  const position = Array.from({ length: MAX_PANES }, (_, i) => compareViewportId(i)).indexOf(viewportId);
  return position < 0 ? undefined : position;
}

/** What a viewport shows in the comparison; undefined for every other viewport. */
export function comparedPane(
  viewportId: string,
  panes: readonly PaneContent[] | null,
): PaneContent | undefined {
  const position = comparedPosition(viewportId);
  return position === undefined ? undefined : (panes?.[position] ?? 'source');
}

/** Slices, zoom and pan, and window go together in all of them, by the viewer's own synchronizers. */
const SYNC_GROUPS = ['imageslice', 'zoompan', 'voi'].map((type) => ({
  type,
  id: `${ID_PREFIX}${type}`,
  source: true,
  target: true,
  ...(type === 'voi' ? { options: { syncInvertState: true, syncColormap: true } } : {}),
}));

/** One to four viewports on the same series. Leaving gives back the grid as it was. */
export class CompareLayout {
  private before: GridState | undefined;
  private arrived = false;
  private count: PaneCount | 0 = 0;

  constructor(private readonly host: Host) {}

  get active(): boolean {
    const { viewports } = this.host.services.viewportGridService.getState();
    const own = [...viewports.keys()].filter((id) => comparedPosition(id) !== undefined);
    return this.count > 0 && own.length === this.count && viewports.size === this.count;
  }

  shows(count: number): boolean {
    return this.active && this.count === count;
  }

  /** Viewports that `leave` will bring back. */
  get returnsTo(): string[] {
    return [...(this.before?.viewports.keys() ?? [])];
  }

  /**
   * True once a person has chosen another layout while comparing: there is nothing to give back any more.
   * To be asked whenever the grid has changed; the first changes after `enter` come before the viewports are there.
   */
  abandoned(): boolean {
    if (this.active) this.arrived = true;
    if (!this.before || !this.arrived || this.active) return false;
    this.before = undefined;
    this.arrived = false;
    return true;
  }

  /** Another number of panes while comparing changes the grid, and what `leave` gives back stays. */
  async enter(displaySet: DisplaySet, displayIndex: number, count: PaneCount): Promise<void> {
    if (this.shows(count)) return;
    if (!this.active) {
      const state = this.host.services.viewportGridService.getState();
      this.before = { ...state, viewports: new Map(state.viewports), layout: { ...state.layout } };
    }
    this.count = count;
    await this.lay(displaySet, displayIndex, count);
  }

  /**
   * Another series in one of the panes is one in all of them: a pane that stayed with the last one would have no label and
   * no masks any more. `leave` gives back the grid with the new series, too.
   */
  async follow(displaySet: DisplaySet, displayIndex: number, left: DisplaySet | undefined): Promise<void> {
    const { count, before } = this;
    if (count === 0 || !this.active) return;
    const now = displaySet.displaySetInstanceUID;
    const swapped = (uid: string) => (uid === left?.displaySetInstanceUID ? now : uid);
    const viewports = [...(before?.viewports ?? [])].map(([id, viewport]) => {
      const displaySetInstanceUIDs = viewport.displaySetInstanceUIDs?.map(swapped);
      return [id, { ...viewport, displaySetInstanceUIDs }] as const;
    });
    if (before) this.before = { ...before, viewports: new Map(viewports) };
    await this.lay(displaySet, displayIndex, count);
  }

  private async lay(displaySet: DisplaySet, displayIndex: number, count: PaneCount): Promise<void> {
    this.arrived = false;
    const [numRows, numCols] = GRIDS[count];
    await this.host.services.viewportGridService.setLayout({
      numRows,
      numCols,
      activeViewportId: compareViewportId(0),
      findOrCreateViewport: (position) => compareViewport(position, displaySet, displayIndex),
      isHangingProtocolLayout: false,
    });
  }

  async leave(): Promise<void> {
    const { before } = this;
    this.before = undefined;
    this.arrived = false;
    const wasActive = this.active;
    this.count = 0;
    if (!before || !wasActive) return;
    const { viewportGridService } = this.host.services;
    const viewports = [...before.viewports.values()];
    await viewportGridService.setLayout({
      numRows: before.layout.numRows,
      numCols: before.layout.numCols,
      ...(before.activeViewportId ? { activeViewportId: before.activeViewportId } : {}),
      layoutOptions: viewportGridService.getLayoutOptionsFromState(before),
      findOrCreateViewport: (position, positionId) =>
        viewports.find((viewport) => viewport.positionId === positionId) ??
        viewports[position] ?? { viewportOptions: {} },
      isHangingProtocolLayout: before.isHangingProtocolLayout ?? false,
    });
  }
}

function compareViewport(position: number, displaySet: DisplaySet, displayIndex: number): GridViewport {
  const viewportId = compareViewportId(position);
  return {
    viewportId,
    displaySetInstanceUIDs: [displaySet.displaySetInstanceUID],
    displaySetOptions: [{}],
    viewportOptions: {
      viewportId,
      viewportType: 'stack',
      toolGroupId: 'default',
      allowUnmatchedView: true,
      initialImageOptions: { index: displayIndex },
      syncGroups: SYNC_GROUPS,
    },
  };
}
