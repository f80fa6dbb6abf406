const PRESSED = 'button, a[href], summary, [role="button"], [role="tab"], [role="switch"], [role="checkbox"]';

/**
 * Enter and Space press what has the focus, in all of the viewer: OHIF's hotkeys on them (accept a preview, reset the
 * view) listen at the document and take the browser's own press away, so that none of its buttons could be reached by
 * keyboard. Here, one step before the document, such a key has done all it should. Gives back the way to stop it.
 */
export function keepPressKeys(): () => void {
  const keep = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (event.target instanceof Element && event.target.closest(PRESSED)) event.stopPropagation();
  };
  document.body.addEventListener('keydown', keep);
  return () => document.body.removeEventListener('keydown', keep);
}
