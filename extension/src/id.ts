export const EXTENSION_ID = '@lacuna/extension';
export const PANEL_NAME = 'review';
export const PANEL_ID = `${EXTENSION_ID}.panelModule.${PANEL_NAME}`;
