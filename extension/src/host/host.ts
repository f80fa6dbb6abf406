import type { CornerstoneLibraries, DataSource, OhifContext, Services } from './ohif-types.ts';

const LIBRARIES = '@ohif/extension-cornerstone.utilityModule.common';

/** The running viewer, as the rest of this extension sees it; nothing else touches OHIF's globals. */
export interface Host {
  readonly services: Services;
  /** OHIF's own copies: a second copy would not see the viewer's cache or segmentations. */
  libraries(): CornerstoneLibraries;
  runCommand(name: string, options?: Readonly<Record<string, unknown>>): unknown;
  /** The data source of the open study. */
  dataSource(): DataSource | undefined;
}

export function createHost(context: OhifContext): Host {
  return {
    services: context.servicesManager.services,
    libraries() {
      const entry = context.extensionManager.getModuleEntry(LIBRARIES);
      if (!entry) throw new Error('The cornerstone extension of OHIF is not loaded.');
      return entry.exports.getCornerstoneLibraries();
    },
    runCommand: (name, options) => context.commandsManager.runCommand(name, options),
    dataSource: () => context.extensionManager.getActiveDataSource()[0],
  };
}
