import { cssColour } from '../methods.ts';

/** Scoped to `.lacuna`: OHIF ships only the utility classes that it uses itself. Colours follow OHIF's theme variables. */
export const PANEL_CSS = `
.lacuna { display: flex; flex-direction: column; height: 100%; min-height: 0; color: hsl(var(--foreground)); font-size: 13px; line-height: 1.4; }
.lacuna *, .lacuna *::before { box-sizing: border-box; }
.lacuna section, .lacuna .lc-scroll > details { padding: 8px 12px; border-bottom: 1px solid hsl(var(--input)); }
.lacuna h3 { margin: 0 0 6px; font-size: 12px; font-weight: 600; color: hsl(var(--muted-foreground)); }
.lacuna p { margin: 0; }
.lacuna .lc-unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.lacuna .lc-muted { color: hsl(var(--muted-foreground)); font-size: 12px; }
.lacuna .lc-warning { color: #ffcf5c; font-size: 12px; }
.lacuna .lc-error { color: #ff9d94; font-size: 12px; }
.lacuna .lc-success { color: #7fdc9c; font-size: 12px; }
.lacuna .lc-row { display: flex; align-items: center; gap: 8px; }
.lacuna .lc-row.lc-wrap { flex-wrap: wrap; }
.lacuna .lc-grow { flex: 1; min-width: 0; }
.lacuna .lc-beside { flex: 1 1 140px; } /* of a button, which goes below where it would be a narrow column */
.lacuna .lc-wrap > button.lc-grow { flex: 1 1 auto; min-width: max-content; }
.lacuna .lc-stack { display: flex; flex-direction: column; gap: 6px; }
.lacuna .lc-one-line { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.lacuna .lc-percent { width: 40px; text-align: right; white-space: nowrap; }
.lacuna .lc-number { font-variant-numeric: tabular-nums; }
.lacuna button { min-height: 28px; padding: 3px 8px; white-space: nowrap; border: 1px solid hsl(var(--input)); border-radius: 4px; background: hsl(var(--popover)); color: hsl(var(--foreground)); font: inherit; cursor: pointer; }
.lacuna button:hover:not(:disabled) { border-color: hsl(var(--primary)); }
.lacuna button.lc-main { background: hsl(var(--secondary)); border-color: hsl(var(--secondary)); font-weight: 600; }
.lacuna button:disabled { opacity: 0.45; cursor: not-allowed; }
.lacuna button.lc-link { min-height: 0; padding: 0; border: 0; background: none; color: hsl(var(--highlight)); text-decoration: underline; }
.lacuna select, .lacuna input[type='number'] { min-height: 26px; padding: 2px 6px; border: 1px solid hsl(var(--input)); border-radius: 4px; background: hsl(var(--background)); color: inherit; font: inherit; }
.lacuna input[type='number'] { width: 84px; }
.lacuna label { cursor: pointer; }
.lacuna input[type='file'] { font-size: 12px; color: hsl(var(--muted-foreground)); }
.lacuna input[type='file']::file-selector-button { min-height: 26px; margin-right: 8px; border: 1px solid hsl(var(--input)); border-radius: 4px; background: hsl(var(--popover)); color: hsl(var(--foreground)); font: inherit; cursor: pointer; }
.lacuna input[type='checkbox'] { width: 15px; height: 15px; margin: 0; accent-color: hsl(var(--primary)); flex: none; }
.lacuna input[type='range'] { width: 100%; height: 24px; margin: 0; accent-color: var(--accent-of, hsl(var(--primary))); }
.lacuna :is(button, input, select, summary, a, [tabindex]):focus-visible { outline: 2px solid hsl(var(--ring)); outline-offset: 2px; border-radius: 3px; }
.lacuna .lc-swatch { width: 10px; height: 10px; border-radius: 2px; flex: none; background: var(--accent-of); }
.lacuna .lc-of-latent-bernoulli { --accent-of: ${cssColour('latent-bernoulli')}; }
.lacuna .lc-of-diffusion-ad { --accent-of: ${cssColour('diffusion-ad')}; }
.lacuna .lc-of-consensus { --accent-of: ${cssColour('consensus')}; }
.lacuna .lc-name { color: var(--accent-of); font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.lacuna .lc-switch { position: relative; width: 30px; height: 16px; min-height: 0; padding: 0; border-radius: 8px; background: hsl(var(--input)); border: 0; flex: none; }
.lacuna .lc-switch::before { content: ''; position: absolute; top: 2px; left: 2px; width: 12px; height: 12px; border-radius: 50%; background: #fff; transition: transform 80ms; }
.lacuna .lc-switch[aria-checked='true'] { background: var(--accent-of, hsl(var(--primary))); }
.lacuna .lc-switch[aria-checked='true']::before { transform: translateX(14px); background: #06101d; }
.lacuna .lc-choice-label { width: 84px; flex: none; }
.lacuna select[data-cy^='lacuna-candidate-'] { font-size: 12px; }
.lacuna select[data-cy='lacuna-candidate-output'] { flex-grow: 1.25; }
.lacuna .lc-brief { font-variant-numeric: tabular-nums; }
.lacuna .lc-brief .lc-choice-label { width: auto; }
.lacuna .lc-brief select { font-size: 12px; }
.lacuna select.lc-grow { min-width: 0; text-overflow: ellipsis; }
.lacuna button.lc-count { min-width: 26px; min-height: 26px; padding: 0; }
.lacuna button.lc-count[aria-pressed='true'] { background: hsl(var(--secondary)); border-color: hsl(var(--primary)); font-weight: 600; }
.lacuna .lc-progress { height: 6px; border-radius: 3px; background: hsl(var(--input)); overflow: hidden; }
.lacuna .lc-progress > div { height: 100%; background: hsl(var(--primary)); }
.lacuna .lc-status { font-weight: 600; overflow-wrap: anywhere; }
.lacuna .lc-marks { position: relative; height: 24px; margin: 0 8px; }
.lacuna .lc-marks button { position: absolute; transform: translateX(-50%); min-width: 26px; min-height: 24px; padding: 0 3px; border: 0; background: none; color: hsl(var(--muted-foreground)); font-size: 11px; }
.lacuna .lc-marks button[aria-pressed='true'] { color: hsl(var(--foreground)); font-weight: 600; }
.lacuna .lc-marks span { position: absolute; font-size: 11px; color: hsl(var(--muted-foreground)); }
.lacuna .lc-chart { display: block; width: 100%; height: auto; cursor: pointer; touch-action: none; }
.lacuna .lc-tooltip { min-height: 36px; }
.lacuna details > summary { padding: 4px 0; cursor: pointer; color: hsl(var(--muted-foreground)); font-size: 12px; }
.lacuna details[open] > summary { margin-bottom: 6px; }
.lacuna dl + p { margin-top: 6px; }
.lacuna label + p { margin-top: 4px; }
.lacuna .lc-stack > label + p { margin-top: 0; }
.lacuna dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 8px; margin: 0; font-size: 12px; }
.lacuna dt { color: hsl(var(--muted-foreground)); }
.lacuna dd { margin: 0; overflow-wrap: anywhere; }
.lacuna .lc-footer-line { padding-right: 12px; }
.lacuna .lc-footer-line .lc-link { flex: none; font-size: 12px; }
.lacuna button.lc-about { width: 18px; border: 1px solid hsl(var(--muted-foreground)); color: hsl(var(--foreground)); min-height: 18px; height: 18px; padding: 0; border-radius: 50%; font: italic 600 11px/1 Georgia, serif; flex: none; }
.lacuna .lc-hint { margin: 8px 12px 0; padding: 8px 10px; border: 1px solid hsl(var(--primary)); border-radius: 4px; font-size: 12px; }
.lacuna .lc-hint .lc-row { margin-top: 6px; }
.lacuna .lc-dialog { width: min(640px, calc(100vw - 32px)); max-height: calc(100vh - 48px); padding: 0; border: 1px solid hsl(var(--input)); border-radius: 6px; background: hsl(var(--background)); color: hsl(var(--foreground)); font-size: 13px; line-height: 1.45; overflow: hidden; }
.lacuna .lc-dialog[open] { display: flex; flex-direction: column; }
.lacuna .lc-dialog::backdrop { background: rgb(0 0 0 / 55%); }
.lacuna .lc-dialog header { padding: 10px 14px; border-bottom: 1px solid hsl(var(--input)); }
.lacuna .lc-dialog h2 { margin: 0; font-size: 15px; font-weight: 600; }
.lacuna .lc-dialog-content { overflow-y: auto; min-height: 0; }
.lacuna .lc-dialog-content section > p + p { margin-top: 8px; }
.lacuna .lc-dialog dl { grid-template-columns: minmax(90px, max-content) 1fr; column-gap: 12px; }
.lacuna .lc-dialog dt { max-width: 220px; }
.lacuna .lc-dialog ul { margin: 0; padding-left: 18px; list-style: disc; font-size: 12px; }
.lacuna .lc-dialog pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 11px; }
.lacuna .lc-dialog kbd { padding: 0 5px; border: 1px solid hsl(var(--input)); border-radius: 3px; font-family: inherit; }
.lacuna .lc-scroll { flex: 1; min-height: 0; overflow-y: auto; }
.lacuna .lc-footer { flex: none; background: hsl(var(--background)); border-top: 1px solid hsl(var(--input)); }
.lacuna .lc-backend { margin: 4px 12px; font-size: 11px; line-height: 1.3; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 4; overflow: hidden; }
.lacuna .lc-research-use { padding: 6px 12px; background: #3a2a00; color: #ffd98a; font-size: 12px; font-weight: 600; text-align: center; }
`;
