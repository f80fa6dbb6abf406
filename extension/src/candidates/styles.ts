/** Rows outside the list's window are not laid out, so that a long list scrolls as a short one. */
export const CANDIDATES_CSS = `
.lacuna .lc-regions { position: relative; margin: 0 -4px; padding: 4px; max-height: 264px; overflow-y: auto; overscroll-behavior: contain; border: 1px solid hsl(var(--input)); border-radius: 4px; }
.lacuna .lc-region { padding: 3px 4px 4px; border-radius: 4px; border: 1px solid transparent; content-visibility: auto; contain-intrinsic-size: auto 52px; }
.lacuna .lc-updating { padding-left: 6px; visibility: hidden; }
.lacuna [aria-busy='true'] .lc-updating { visibility: visible; transition: visibility 0s 0.15s; }
.lacuna .lc-region + .lc-region { border-top-color: hsl(var(--input)); }
.lacuna .lc-region[aria-current] { border-color: hsl(var(--highlight)); background: hsl(var(--popover)); }
.lacuna .lc-region .lc-row { gap: 3px; }
.lacuna .lc-cell { display: flex; align-items: center; gap: 3px; min-width: 0; }
.lacuna .lc-region-name { display: flex; align-items: center; gap: 6px; min-height: 24px; padding: 2px 2px; border: 0; background: none; text-align: left; }
.lacuna .lc-region-name .lc-one-line { flex: 1; min-width: 0; font-weight: 600; }
.lacuna .lc-volume { white-space: nowrap; }
.lacuna .lc-icon { display: flex; align-items: center; justify-content: center; width: 24px; min-height: 24px; padding: 0; flex: none; border: 0; background: none; color: hsl(var(--muted-foreground)); }
.lacuna .lc-icon[aria-pressed='true'] { background: hsl(var(--secondary)); color: hsl(var(--foreground)); }
.lacuna .lc-rejected .lc-one-line { text-decoration: line-through; color: hsl(var(--muted-foreground)); }
.lacuna .lc-rejected .lc-swatch { background: none; border: 1px solid var(--accent-of); }
.lacuna .lc-facts { padding-left: 18px; font-size: 11px; line-height: 1.3; }
.lacuna .lc-name-field { min-height: 24px; min-width: 0; padding: 1px 4px; border: 1px solid hsl(var(--ring)); border-radius: 3px; background: hsl(var(--background)); color: inherit; font: inherit; }
.lacuna .lc-tight { gap: 4px; white-space: nowrap; font-size: 12px; }
.lacuna select.lc-grow { min-width: 0; width: 0; }
`;
