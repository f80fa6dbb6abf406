/** Faults of OHIF 3.13's own interface, outside everything that this extension draws: rule of axe and what it is. */
export const OHIF_FAULTS: Readonly<Record<string, string>> = {
  'aria-allowed-attr': 'menus of toolbar and viewport corners hang on a span or div that has no role',
  'button-name':
    'more tools, undo, redo, panel tabs and the corners of the viewports have an icon and no name',
  'image-alt': 'thumbnails of the series list',
  'nested-interactive': 'a button within a button in toolbar and series list',
  'target-size': 'the small buttons of the series list',
};
