/**
 * The part of OHIF 3.13 that this extension speaks to. OHIF ships no types for its prebuilt app, so these are the
 * shapes that the running services have; anything not listed here is not used.
 */
import type * as CornerstoneCore from '@cornerstonejs/core';
import type * as CornerstoneTools from '@cornerstonejs/tools';

export interface Subscription {
  unsubscribe(): void;
}

export interface PubSub<EventName extends string> {
  readonly EVENTS: Readonly<Record<EventName, string>>;
  subscribe<Detail>(event: string, listener: (detail: Detail) => void): Subscription;
}

/** One naturalised DICOM instance (dcmjs keywords); values may be missing or of the wrong type. */
export type Instance = Readonly<Record<string, unknown>>;

export interface DisplaySet {
  readonly displaySetInstanceUID: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly Modality?: string;
  readonly SeriesNumber?: number | string;
  readonly SeriesDescription?: string;
  /** In the order in which the viewer scrolls. */
  readonly imageIds?: readonly string[];
  readonly instances?: readonly Instance[];
  /** Of the one object of the series, for SEG and the like. */
  readonly instance?: Instance;
  /** Set on SEG, RTSTRUCT and the like. */
  readonly isOverlayDisplaySet?: boolean;
  readonly referencedDisplaySetInstanceUID?: string;
  readonly referencedSeriesInstanceUID?: string;
}

export interface DisplaySetService extends PubSub<'DISPLAY_SETS_ADDED' | 'DISPLAY_SETS_CHANGED'> {
  getDisplaySetByUID(uid: string): DisplaySet | undefined;
  getActiveDisplaySets(): readonly DisplaySet[];
}

export interface GridViewport {
  viewportId: string;
  positionId?: string;
  displaySetInstanceUIDs?: readonly string[];
  displaySetOptions?: readonly unknown[];
  viewportOptions?: Readonly<Record<string, unknown>>;
}

export interface GridState {
  activeViewportId: string | null;
  viewports: ReadonlyMap<string, GridViewport>;
  layout: { numRows: number; numCols: number; layoutType?: string };
  isHangingProtocolLayout?: boolean;
}

export interface LayoutRequest {
  numRows: number;
  numCols: number;
  activeViewportId?: string;
  layoutOptions?: readonly unknown[];
  findOrCreateViewport: (
    position: number,
    positionId: string,
  ) => GridViewport | Omit<GridViewport, 'viewportId'>;
  isHangingProtocolLayout?: boolean;
}

export interface ViewportGridService extends PubSub<
  'ACTIVE_VIEWPORT_ID_CHANGED' | 'LAYOUT_CHANGED' | 'GRID_STATE_CHANGED' | 'VIEWPORTS_READY'
> {
  getState(): GridState;
  getActiveViewportId(): string | null;
  getDisplaySetsUIDsForViewport(viewportId: string): readonly string[] | undefined;
  getLayoutOptionsFromState(state: GridState): readonly unknown[];
  setLayout(request: LayoutRequest): Promise<void>;
  setActiveViewportId(viewportId: string): void;
}

export type CornerstoneViewport =
  CornerstoneCore.Types.IStackViewport | CornerstoneCore.Types.IVolumeViewport;

export interface CornerstoneViewportService extends PubSub<'VIEWPORT_DATA_CHANGED'> {
  getCornerstoneViewport(viewportId: string): CornerstoneViewport | null | undefined;
}

export interface LabelmapSegmentation {
  segmentationId: string;
  label: string;
  /** By segment index. */
  segments?: Readonly<Record<string, unknown>>;
  representationData: {
    Labelmap?: { imageIds?: readonly string[]; volumeId?: string };
  };
}

export interface SegmentationRepresentation {
  segmentationId: string;
  viewportId: string;
  type: string;
  visible: boolean;
}

export interface SegmentInput {
  segmentIndex: number;
  label: string;
  active: boolean;
  locked: boolean;
  cachedStats?: Readonly<Record<string, unknown>>;
}

export interface SegmentationService extends PubSub<
  | 'SEGMENTATION_MODIFIED'
  | 'SEGMENTATION_REMOVED'
  | 'SEGMENTATION_REPRESENTATION_MODIFIED'
  | 'SEGMENTATION_REPRESENTATION_REMOVED'
  | 'SEGMENTATION_DATA_MODIFIED'
> {
  createLabelmapForDisplaySet(
    displaySet: DisplaySet,
    options: { segmentationId: string; label: string; segments: Readonly<Record<number, SegmentInput>> },
  ): Promise<string>;
  getSegmentation(segmentationId: string): LabelmapSegmentation | undefined;
  getSegmentations(): readonly LabelmapSegmentation[];
  addSegmentationRepresentation(
    viewportId: string,
    representation: { segmentationId: string; config?: { colorLUTOrIndex: readonly (readonly number[])[] } },
  ): Promise<void>;
  getSegmentationRepresentations(
    viewportId: string,
    specifier: { segmentationId?: string },
  ): readonly SegmentationRepresentation[];
  getSegmentColor(
    viewportId: string,
    segmentationId: string,
    segmentIndex: number,
  ): readonly number[] | undefined;
  setSegmentColor(
    viewportId: string,
    segmentationId: string,
    segmentIndex: number,
    rgba: readonly number[],
  ): void;
  setStyle(
    specifier: { viewportId?: string; segmentationId: string; type: 'Labelmap' },
    style: Readonly<Record<string, number | boolean>>,
  ): void;
  setActiveSegmentation(viewportId: string, segmentationId: string): void;
  setActiveSegment(segmentationId: string, segmentIndex: number): void;
  setRenderInactiveSegmentations(viewportId: string, render: boolean): void;
  removeRepresentationsFromViewport(viewportId: string, specifier: { segmentationId: string }): void;
  remove(segmentationId: string): void;
}

export interface NotificationService {
  show(notice: {
    title: string;
    message: string;
    type: 'success' | 'error' | 'info' | 'warning';
    position?: 'bottom-center' | 'bottom-right';
    /** How long it stays, ms; OHIF's own is 5000. */
    duration?: number;
  }): void;
}

export interface DicomWebClient {
  retrieveInstance(request: {
    studyInstanceUID: string;
    seriesInstanceUID: string;
    sopInstanceUID: string;
  }): Promise<unknown>;
}

export interface DataSource {
  getConfig?(): { supportsStow?: boolean; friendlyName?: string } | undefined;
  store?: { dicom?(part10: ArrayBuffer): Promise<void> };
  retrieve?: {
    getWadoDicomWebClient?(): DicomWebClient | undefined;
  };
}

export interface CornerstoneLibraries {
  cornerstone: typeof CornerstoneCore;
  cornerstoneTools: typeof CornerstoneTools;
}

export interface ExtensionManager {
  getModuleEntry(id: string):
    | {
        exports: {
          getCornerstoneLibraries(): CornerstoneLibraries;
          dicomLoaderService?: {
            findDicomDataPromise(
              displaySet: DisplaySet,
              studies: null,
              headers: unknown,
            ): Promise<ArrayBuffer>;
          };
        };
      }
    | undefined;
  getActiveDataSource(): readonly DataSource[];
}

export interface CommandsManager {
  runCommand(name: string, options?: Readonly<Record<string, unknown>>, context?: string): unknown;
}

export interface Services {
  /** Absent in an OHIF without a toolbar. */
  toolbarService?: { refreshToolbarState?(of: { viewportId: string | null }): void };
  displaySetService: DisplaySetService;
  viewportGridService: ViewportGridService;
  cornerstoneViewportService: CornerstoneViewportService;
  segmentationService: SegmentationService;
  uiNotificationService: NotificationService;
  /** Absent where nobody signs in. */
  userAuthenticationService?: {
    getUser?(): { profile?: { name?: string } } | null | undefined;
    getAuthorizationHeader?(): unknown;
  };
  /** What the site's configuration says; absent in an OHIF without it. */
  customizationService?: { getCustomization(id: string): unknown };
}

/** One key as it is bound now; after a change by the reader its keys are one string. */
export interface HotkeyDefinition {
  readonly commandName: string;
  readonly commandOptions?: Readonly<Record<string, unknown>>;
  readonly keys?: string | readonly string[];
}

export interface HotkeysManager {
  readonly hotkeyDefinitions?: Readonly<Record<string, HotkeyDefinition>>;
}

/** What OHIF hands to every module of an extension. */
export interface OhifContext {
  servicesManager: { services: Services };
  commandsManager: CommandsManager;
  extensionManager: ExtensionManager;
  hotkeysManager?: HotkeysManager;
}
