import type { Host } from '../host/host.ts';
import type { DisplaySet, GridState, GridViewport } from '../host/ohif-types.ts';
import { LAYER_IDS, METHOD_IDS, type LayerId } from '../methods.ts';

const ID_PREFIX = 'lacuna-compare-';
const COLUMNS = 2;

/** What one of the compared viewports shows: one layer, or the images alone. */
export type ComparePane = LayerId | 'source';

/** Without a consensus the two methods side by side; with it the source, both methods and the consensus, two by two. */
export function comparePanes(hasConsensus: boolean): readonly ComparePane[] {
  return hasConsensus ? ['source', ...LAYER_IDS] : METHOD_IDS;
}

export const compareViewportId = (pane: ComparePane): string => `${ID_PREFIX}${pane}`;

/** What a compare viewport stands for; undefined for every other viewport. */
export function comparedPane(viewportId: string): ComparePane | undefined {
  return (['source', ...LAYER_IDS] as const).find((pane) => compareViewportId(pane) === viewportId);
}

/** Slices, zoom and pan, and window go together in all of them, by the viewer's own synchronizers. */
const SYNC_GROUPS = ['imageslice', 'zoompan', 'voi'].map((type) => ({
  type,
  id: `${ID_PREFIX}${type}`,
  source: true,
  target: true,
  ...(type === 'voi' ? { options: { syncInvertState: true, syncColormap: true } } : {}),
}));

/** Viewports on the same series, one for each pane, in rows of two. Leaving gives back the grid as it was. */
export class CompareLayout {
  private before: GridState | undefined;
  private arrived = false;
  private panes: readonly ComparePane[] = [];

  constructor(private readonly host: Host) {}

  get active(): boolean {
    const { viewports } = this.host.services.viewportGridService.getState();
    return this.panes.length > 0 && this.panes.every((pane) => viewports.has(compareViewportId(pane)));
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

  async enter(displaySet: DisplaySet, displayIndex: number, panes: readonly ComparePane[]): Promise<void> {
    const [first] = panes;
    if (this.active || !first) return;
    this.panes = panes;
    const { viewportGridService } = this.host.services;
    const state = viewportGridService.getState();
    this.before = { ...state, viewports: new Map(state.viewports), layout: { ...state.layout } };
    await viewportGridService.setLayout({
      numRows: panes.length / COLUMNS,
      numCols: COLUMNS,
      activeViewportId: compareViewportId(first),
      findOrCreateViewport: (position) => compareViewport(panes[position] ?? first, displaySet, displayIndex),
      isHangingProtocolLayout: false,
    });
  }

  async leave(): Promise<void> {
    const { before } = this;
    this.before = undefined;
    this.arrived = false;
    if (!before || !this.active) return;
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

function compareViewport(pane: ComparePane, displaySet: DisplaySet, displayIndex: number): GridViewport {
  const viewportId = compareViewportId(pane);
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
