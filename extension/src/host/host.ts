import type {
  CornerstoneLibraries,
  DataSource,
  DisplaySet,
  HotkeysManager,
  OhifContext,
  Services,
} from './ohif-types.ts';

const LIBRARIES = '@ohif/extension-cornerstone.utilityModule.common';

/** The running viewer, as the rest of this extension sees it; nothing else touches OHIF's globals. */
export interface Host {
  readonly services: Services;
  /** The keys as bound now; absent in an OHIF that hands its extensions no manager. */
  readonly hotkeys: HotkeysManager | undefined;
  /** OHIF's own copies: a second copy would not see the viewer's cache or segmentations. */
  libraries(): CornerstoneLibraries;
  runCommand(name: string, options?: Readonly<Record<string, unknown>>): unknown;
  /** The data source of the open study. */
  dataSource(): DataSource | undefined;
  /** The file of the one object of a display set, from wherever the study came. */
  objectBytes(displaySet: DisplaySet): Promise<ArrayBuffer>;
}

export function createHost(context: OhifContext): Host {
  return {
    services: context.servicesManager.services,
    hotkeys: context.hotkeysManager,
    libraries() {
      const entry = context.extensionManager.getModuleEntry(LIBRARIES);
      if (!entry) throw new Error('The cornerstone extension of OHIF is not loaded.');
      return entry.exports.getCornerstoneLibraries();
    },
    runCommand: (name, options) => context.commandsManager.runCommand(name, options),
    async objectBytes(displaySet) {
      const loader = context.extensionManager.getModuleEntry(LIBRARIES)?.exports.dicomLoaderService;
      if (!loader) throw new Error('The cornerstone extension of OHIF is not loaded.');
      const headers = context.servicesManager.services.userAuthenticationService?.getAuthorizationHeader?.();
      return loader.findDicomDataPromise(displaySet, null, headers);
    },
    dataSource: () => context.extensionManager.getActiveDataSource()[0],
  };
}
