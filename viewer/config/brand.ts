/**
 * In a wide window the notice stands beside the name. In a narrow one the viewer's tools, which are centred, would cover
 * it: it becomes a line along the lower edge of the bar, above the tools and open to clicks. OHIF moves the parent by a
 * transform, so that "absolute" is within it and its order of painting has to be raised with it.
 */
const CSS = `
.lacuna-brand { display: inline-flex; align-items: baseline; gap: 10px; white-space: nowrap; }
.lacuna-brand-name { color: #fff; font-size: 19px; font-weight: 600; }
.lacuna-brand-notice { color: #ffb000; font-size: 12px; }
@media (max-width: 1000px) {
  div:has(> [data-cy="return-to-work-list"] .lacuna-brand) { z-index: 20; }
  .lacuna-brand-notice { position: absolute; left: 0; top: calc(50% + 11px); width: 100vw; height: 13px; line-height: 13px; font-size: 11px; text-align: center; background: #1d1500; pointer-events: none; }
}
@media (max-width: 700px) { .lacuna-brand-name { display: none; } }
`;

/** Name and notice in place of OHIF's logo, in the reader's language. `React` is OHIF's own copy. */
export const WHITE_LABELING = `{
  createLogoComponentFn(React) {
    const german = (localStorage.getItem('i18nextLng') || navigator.language).startsWith('de');
    const part = (className, text) => React.createElement('span', { className }, text);
    return React.createElement(
      'span',
      { 'data-cy': 'lacuna-brand', className: 'lacuna-brand' },
      React.createElement('style', null, ${JSON.stringify(CSS)}),
      part('lacuna-brand-name', 'Lacuna'),
      part('lacuna-brand-notice', german ? 'Nur für die Forschung' : 'Research use only'),
    );
  },
}`;
