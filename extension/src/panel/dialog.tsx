import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { t, textLanguage } from '../text/t.ts';

interface DialogProps {
  hook: string;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A dialog over everything: the browser's own, which holds the focus and closes on Escape; the focus goes back to where it
 * was. Keys pressed in it do not reach the hotkeys of the viewer.
 */
export function Dialog({ hook, title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus(); // Escape in the panel means: leave it
    };
  }, []);
  const keepKeys = (event: KeyboardEvent) => event.stopPropagation();
  return (
    <dialog
      ref={element}
      className="lc-dialog"
      lang={textLanguage()}
      data-cy={hook}
      aria-labelledby={heading}
      onClose={onClose}
      onKeyDown={keepKeys}
      onKeyPress={keepKeys}
      onKeyUp={keepKeys}
    >
      <header className="lc-row">
        <h2 id={heading} className="lc-grow">
          {title}
        </h2>
        <button type="button" data-cy={`${hook}-close`} autoFocus onClick={() => element.current?.close()}>
          {t('panel.close')}
        </button>
      </header>
      <div className="lc-dialog-content" tabIndex={0} role="group" aria-labelledby={heading}>
        {children}
      </div>
    </dialog>
  );
}
