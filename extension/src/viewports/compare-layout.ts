import type { Host } from '../host/host.ts';
import type { DisplaySet, GridState, GridViewport } from '../host/ohif-types.ts';
import { METHOD_IDS, type MethodId } from '../methods.ts';

const ID_PREFIX = 'lacuna-compare-';

export const compareViewportId = (method: MethodId): string => `${ID_PREFIX}${method}`;

/** The method a compare viewport stands for; undefined for every other viewport. */
export function comparedMethod(viewportId: string): MethodId | undefined {
  return METHOD_IDS.find((method) => compareViewportId(method) === viewportId);
}

/** Slices, zoom and pan, and window go together in both viewports, by the viewer's own synchronizers. */
const SYNC_GROUPS = ['imageslice', 'zoompan', 'voi'].map((type) => ({
  type,
  id: `${ID_PREFIX}${type}`,
  source: true,
  target: true,
  ...(type === 'voi' ? { options: { syncInvertState: true, syncColormap: true } } : {}),
}));

/**
 * Two viewports side by side on the same series: the first method's layer on the left, the second's on the right.
 * Leaving gives back the grid as it was.
 */
export class CompareLayout {
  private before: GridState | undefined;
  private arrived = false;

  constructor(private readonly host: Host) {}

  get active(): boolean {
    const { viewports } = this.host.services.viewportGridService.getState();
    return METHOD_IDS.every((method) => viewports.has(compareViewportId(method)));
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

  async enter(displaySet: DisplaySet, displayIndex: number): Promise<void> {
    if (this.active) return;
    const { viewportGridService } = this.host.services;
    const state = viewportGridService.getState();
    this.before = { ...state, viewports: new Map(state.viewports), layout: { ...state.layout } };
    await viewportGridService.setLayout({
      numRows: 1,
      numCols: METHOD_IDS.length,
      activeViewportId: compareViewportId(METHOD_IDS[0]),
      findOrCreateViewport: (position) =>
        compareViewport(METHOD_IDS[position] ?? METHOD_IDS[0], displaySet, displayIndex),
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

function compareViewport(method: MethodId, displaySet: DisplaySet, displayIndex: number): GridViewport {
  const viewportId = compareViewportId(method);
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
