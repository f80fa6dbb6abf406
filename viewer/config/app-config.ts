import { WHITE_LABELING } from './brand.ts';

/** The parts of OHIF's configuration that Lacuna sets (https://docs.ohif.org/configuration/configurationFiles). */
interface DataSource {
  readonly namespace: string;
  readonly sourceName: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

const SOURCES = '@ohif/extension-default.dataSourcesModule';
export const EXTENSION_ID = '@lacuna/extension';
export const MODE_ID = '@lacuna/mode-review';

/** Binary SEG in Explicit VR Little Endian: what receivers read (OHIF's own default is Label Map SEG with RLE). */
const SEGMENTATION_STORE = { store: { defaultMode: 'bitmap', transferSyntaxUID: '1.2.840.10008.1.2.1' } };

function dicomWebSource(sourceName: string, friendlyName: string, root: string, extra: object): DataSource {
  return {
    namespace: `${SOURCES}.dicomweb`,
    sourceName,
    configuration: {
      friendlyName,
      name: sourceName,
      qidoRoot: root,
      wadoRoot: root,
      wadoUriRoot: root,
      imageRendering: 'wadors',
      thumbnailRendering: 'wadors',
      enableStudyLazyLoad: true,
      supportsStow: true,
      dicomUploadEnabled: true,
      omitQuotationForMultipartRequest: true,
      segmentation: SEGMENTATION_STORE,
      ...extra,
    },
  };
}

const BUILT_IN = dicomWebSource('dicomweb', 'Built-in studies', '/dicomweb', {
  qidoSupportsIncludeField: false,
  supportsFuzzyMatching: false,
  supportsWildcard: true,
  bulkDataURI: { enabled: true },
});

const PACS = dicomWebSource('pacs', 'DICOMweb server', '/pacs', {
  qidoSupportsIncludeField: true,
  supportsFuzzyMatching: true,
  supportsWildcard: true,
  bulkDataURI: { enabled: true },
});

const LOCAL_FILES: DataSource = {
  namespace: `${SOURCES}.dicomlocal`,
  sourceName: 'dicomlocal',
  configuration: { friendlyName: 'Local files' },
};

const DICOM_JSON: DataSource = {
  namespace: `${SOURCES}.dicomjson`,
  sourceName: 'dicomjson',
  configuration: { friendlyName: 'DICOM JSON', name: 'json' },
};

/** @param pacs true when the server has a DICOMweb server behind `/pacs`; its study list then comes first */
export function appConfig({ pacs }: { readonly pacs: boolean }): Readonly<Record<string, unknown>> {
  return {
    name: 'lacuna',
    routerBasename: null,
    extensions: [EXTENSION_ID],
    modes: [MODE_ID],
    // OHIF's guided tour would cover the first image of every new user.
    customizationService: { 'ohif.tours': { $set: [] } },
    showStudyList: true,
    groupEnabledModesFirst: true,
    maxNumberOfWebWorkers: 2,
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: true,
    showLoadingIndicator: true,
    strictZSpacingForVolumeViewport: true,
    // The notice is in the header of every page (see white labelling below), so no dialog has to be clicked away.
    investigationalUseDialog: { option: 'never' },
    maxNumRequests: { interaction: 100, thumbnail: 5, prefetch: 25 },
    defaultDataSourceName: pacs ? 'pacs' : 'dicomweb',
    dataSources: [...(pacs ? [PACS] : []), BUILT_IN, LOCAL_FILES, DICOM_JSON],
  };
}

/** Text of `/app-config.js`. */
export function appConfigScript(settings: { readonly pacs: boolean }): string {
  return `window.config = ${JSON.stringify(appConfig(settings), null, 2)};\nwindow.config.whiteLabeling = ${WHITE_LABELING};\n`;
}
