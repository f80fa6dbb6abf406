import type { Host } from '../../../extension/src/host/host.ts';
import type {
  DisplaySet,
  GridState,
  GridViewport,
  Instance,
  LayoutRequest,
} from '../../../extension/src/host/ohif-types.ts';

type Listener = (detail: never) => void;

/** Publish and subscribe as OHIF's services do it; counts its listeners, so that a test can see that none is left. */
class FakeEvents {
  readonly EVENTS: Record<string, string> = new Proxy({}, { get: (_target, name) => String(name) });
  private readonly listeners = new Map<string, Set<Listener>>();

  subscribe(event: string, listener: Listener) {
    const set = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, set.add(listener));
    return { unsubscribe: () => void set.delete(listener) };
  }
  emit(event: string, detail: unknown = {}) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener(detail as never);
  }
  get listenerCount() {
    return [...this.listeners.values()].reduce((sum, set) => sum + set.size, 0);
  }
}

interface FakeSegmentation {
  segmentationId: string;
  label: string;
  segments?: Record<string, unknown>;
  representationData: { Labelmap: { imageIds: string[] } };
}

export interface FakeImage {
  referencedImageId?: string;
  voxelManager: { getScalarData(): Uint8Array };
}

class FakeViewport {
  index = 0;
  voiRange = { lower: 0, upper: 100 };
  constructor(
    readonly element: HTMLElement,
    private readonly imageIds: readonly string[],
  ) {}
  getImageIds = () => [...this.imageIds];
  getCurrentImageIdIndex = () => this.index;
  getCurrentImageId = () => this.imageIds[this.index];
  setImageIdIndex = (index: number) => {
    this.index = index;
    this.element.dispatchEvent(new Event('CORNERSTONE_STACK_NEW_IMAGE'));
  };
  getProperties = () => ({ voiRange: this.voiRange });
  setProperties = (properties: { voiRange: { lower: number; upper: number } }) => {
    this.voiRange = properties.voiRange;
  };
  render = () => undefined;
}

/**
 * A stand-in for the running viewer: the services of OHIF and the parts of cornerstone that the extension uses, with
 * real label images in a real map, and no rendering. It is not OHIF: what OHIF does is tested in the browser.
 */
export class FakeViewer {
  readonly grid = Object.assign(new FakeEvents(), {});
  readonly viewportEvents = new FakeEvents();
  readonly segmentationEvents = new FakeEvents();
  readonly displaySetEvents = new FakeEvents();
  readonly displaySets = new Map<string, DisplaySet>();
  readonly viewports = new Map<string, FakeViewport>();
  readonly segmentations = new Map<string, FakeSegmentation>();
  readonly images = new Map<string, FakeImage>();
  /** `viewport|segmentation` to visibility. */
  readonly representations = new Map<string, boolean>();
  /** `viewport|segmentation` to the colour last set. */
  readonly colours = new Map<string, readonly number[]>();
  readonly announced: { segmentationId: string; slices: number[] }[] = [];
  readonly styles: { viewportId: string; segmentationId: string; style: Record<string, number | boolean> }[] =
    [];
  state: GridState = {
    activeViewportId: null,
    viewports: new Map(),
    layout: { numRows: 1, numCols: 1 },
  };
  dataSource: unknown;
  readonly notices: string[] = [];
  /** Names of OHIF's commands that were run. */
  readonly commands: string[] = [];
  /** Files of SEG display sets. */
  readonly files = new Map<string, ArrayBuffer>();

  /** Shows a display set in a viewport, as a hanging protocol or a drop of a thumbnail does. */
  show(viewportId: string, displaySet: DisplaySet, active = true): FakeViewport {
    this.displaySets.set(displaySet.displaySetInstanceUID, displaySet);
    const viewports = new Map(this.state.viewports);
    viewports.set(viewportId, {
      viewportId,
      positionId: '0-0',
      displaySetInstanceUIDs: [displaySet.displaySetInstanceUID],
    });
    this.state = {
      ...this.state,
      viewports,
      activeViewportId: active ? viewportId : this.state.activeViewportId,
    };
    const viewport = new FakeViewport(document.createElement('div'), displaySet.imageIds ?? []);
    this.viewports.set(viewportId, viewport);
    this.grid.emit('GRID_STATE_CHANGED');
    this.viewportEvents.emit('VIEWPORT_DATA_CHANGED', { viewportId });
    return viewport;
  }

  /** The pixels of the label slice over a source image. */
  labelPixels(segmentationId: string, imageId: string): Uint8Array {
    const ids = this.segmentations.get(segmentationId)?.representationData.Labelmap.imageIds ?? [];
    const image = ids
      .map((id) => this.images.get(id))
      .find((candidate) => candidate?.referencedImageId === imageId);
    if (!image) throw new Error(`No label over ${imageId}`);
    return image.voxelManager.getScalarData();
  }

  /** An empty labelmap over a display set; `order` gives the positions of the source images in the labelmap. */
  addSegmentation(
    segmentationId: string,
    displaySet: DisplaySet,
    order = displaySet.imageIds?.map((_, i) => i) ?? [],
  ) {
    const imageIds = order.map((position) => {
      const pixels = new Uint8Array(
        Number(displaySet.instances?.[position]?.['Rows']) *
          Number(displaySet.instances?.[position]?.['Columns']),
      );
      const id = `label:${segmentationId}:${position}`;
      this.images.set(id, {
        referencedImageId: displaySet.imageIds?.[position],
        voxelManager: { getScalarData: () => pixels },
      });
      return id;
    });
    this.segmentations.set(segmentationId, {
      segmentationId,
      label: '',
      representationData: { Labelmap: { imageIds } },
    });
  }

  removeSegmentation(segmentationId: string) {
    this.segmentations.delete(segmentationId);
    this.segmentationEvents.emit('SEGMENTATION_REMOVED', { segmentationId });
  }

  get listenerCount() {
    return (
      this.grid.listenerCount +
      this.viewportEvents.listenerCount +
      this.segmentationEvents.listenerCount +
      this.displaySetEvents.listenerCount
    );
  }

  host(): Host {
    const services = {
      displaySetService: Object.assign(this.displaySetEvents, {
        getDisplaySetByUID: (uid: string) => this.displaySets.get(uid),
        getActiveDisplaySets: () => [...this.displaySets.values()],
      }),
      uiNotificationService: {
        show: (notice: { message: string }) => void this.notices.push(notice.message),
      },
      viewportGridService: Object.assign(this.grid, {
        getState: () => this.state,
        getActiveViewportId: () => this.state.activeViewportId,
        getDisplaySetsUIDsForViewport: (id: string) => this.state.viewports.get(id)?.displaySetInstanceUIDs,
        getLayoutOptionsFromState: () => [],
        setLayout: (request: LayoutRequest) => this.setLayout(request),
      }),
      cornerstoneViewportService: Object.assign(this.viewportEvents, {
        getCornerstoneViewport: (id: string) => this.viewports.get(id),
      }),
      segmentationService: Object.assign(this.segmentationEvents, this.segmentationMethods()),
    };
    return {
      services: services as unknown as Host['services'],
      hotkeys: undefined,
      libraries: () => this.libraries() as unknown as ReturnType<Host['libraries']>,
      runCommand: (name) => void this.commands.push(name),
      objectBytes: async ({ displaySetInstanceUID }) => this.files.get(displaySetInstanceUID)!,
      dataSource: () => this.dataSource as ReturnType<Host['dataSource']>,
    };
  }

  private async setLayout({ numRows, numCols, activeViewportId, findOrCreateViewport }: LayoutRequest) {
    const viewports = new Map<string, GridViewport>();
    for (let position = 0; position < numRows * numCols; position++) {
      const viewport = findOrCreateViewport(position, `${position}-0`) as GridViewport;
      viewports.set(viewport.viewportId, { ...viewport, positionId: `${position}-0` });
    }
    this.state = { activeViewportId: activeViewportId ?? null, viewports, layout: { numRows, numCols } };
    for (const id of [...this.viewports.keys()]) if (!viewports.has(id)) this.viewports.delete(id);
    for (const [id, { displaySetInstanceUIDs }] of viewports) {
      const displaySet = this.displaySets.get(displaySetInstanceUIDs?.[0] ?? '');
      this.viewports.set(id, new FakeViewport(document.createElement('div'), displaySet?.imageIds ?? []));
    }
    this.grid.emit('LAYOUT_CHANGED');
    for (const viewportId of viewports.keys())
      this.viewportEvents.emit('VIEWPORT_DATA_CHANGED', { viewportId });
  }

  private segmentationMethods() {
    const key = (viewportId: string, segmentationId: string) => `${viewportId}|${segmentationId}`;
    return {
      getSegmentation: (id: string) => this.segmentations.get(id),
      getSegmentations: () => [...this.segmentations.values()],
      createLabelmapForDisplaySet: async (displaySet: DisplaySet, options: { segmentationId: string }) => {
        await Promise.resolve(); // OHIF makes the images first: the segmentation is there only later
        this.addSegmentation(options.segmentationId, displaySet);
        return options.segmentationId;
      },
      addSegmentationRepresentation: async (
        viewportId: string,
        { segmentationId }: { segmentationId: string },
      ) => {
        this.representations.set(key(viewportId, segmentationId), true);
      },
      getSegmentationRepresentations: (
        viewportId: string,
        { segmentationId = '' }: { segmentationId?: string },
      ) => {
        const visible = this.representations.get(key(viewportId, segmentationId));
        return visible === undefined ? [] : [{ segmentationId, viewportId, type: 'Labelmap', visible }];
      },
      removeRepresentationsFromViewport: (
        viewportId: string,
        { segmentationId }: { segmentationId: string },
      ) => void this.representations.delete(key(viewportId, segmentationId)),
      getSegmentColor: () => undefined,
      setSegmentColor: (viewportId: string, segmentationId: string, _segment: number, colour: number[]) =>
        void this.colours.set(key(viewportId, segmentationId), colour),
      setRenderInactiveSegmentations: () => undefined,
      setStyle: (
        { viewportId, segmentationId }: { viewportId: string; segmentationId: string },
        style: Record<string, number | boolean>,
      ) => void this.styles.push({ viewportId, segmentationId, style }),
    };
  }

  private libraries() {
    const key = (viewportId: string, { segmentationId }: { segmentationId: string }) =>
      `${viewportId}|${segmentationId}`;
    return {
      cornerstone: {
        cache: { getImage: (id: string) => this.images.get(id), getVolume: () => undefined },
        metaData: { get: (_type: string, imageId: string) => this.instance(imageId) },
        imageLoader: { loadAndCacheImage: async (imageId: string) => this.sourceImage(imageId) },
        utilities: {
          jumpToSlice: async (element: HTMLElement, { imageIndex }: { imageIndex: number }) => {
            for (const viewport of this.viewports.values())
              if (viewport.element === element) viewport.setImageIdIndex(imageIndex);
          },
        },
      },
      cornerstoneTools: {
        utilities: { segmentation: { triggerSegmentationRender: () => undefined } },
        segmentation: {
          triggerSegmentationEvents: {
            triggerSegmentationDataModified: (segmentationId: string, slices: number[]) =>
              void this.announced.push({ segmentationId, slices }),
          },
          config: {
            visibility: {
              getSegmentIndexVisibility: (viewportId: string, specifier: { segmentationId: string }) =>
                this.representations.get(key(viewportId, specifier)) ?? true,
              setSegmentationRepresentationVisibility: (
                viewportId: string,
                specifier: { segmentationId: string },
                visible: boolean,
              ) => void this.representations.set(key(viewportId, specifier), visible),
            },
          },
        },
      },
    };
  }

  private instance(imageId: string): Instance | undefined {
    for (const { imageIds, instances } of this.displaySets.values()) {
      const position = imageIds?.indexOf(imageId) ?? -1;
      if (position >= 0) return instances?.[position];
    }
    return undefined;
  }

  /** Source pixels of an image: 100 everywhere unless a test says otherwise. */
  pixelsOf = (_imageId: string, length: number): Float32Array => new Float32Array(length).fill(100);

  private sourceImage(imageId: string) {
    const { Rows: rows, Columns: columns } = this.instance(imageId) as { Rows: number; Columns: number };
    const pixels = this.pixelsOf(imageId, rows * columns);
    return { rows, columns, slope: 1, intercept: 0, voxelManager: { getScalarData: () => pixels } };
  }
}
