/** As in package.json; exported objects and reports name it. */
export const SOFTWARE_VERSION = '0.1.0';
export const EXTENSION_ID = '@lacuna/extension';
export const PANEL_NAME = 'review';
export const PANEL_ID = `${EXTENSION_ID}.panelModule.${PANEL_NAME}`;
