import { useEffect, useRef, useState } from 'react';
import type { ReviewStore } from '../state/store.ts';
import { textLanguage } from '../text/t.ts';
import { announcement } from './announcement.ts';
import { noticeAnnouncement } from './notice-announcement.ts';

/** Of changes that follow each other, only the last is said. */
const REST_MS = 250;

/** The one live region for what keys and runs change; polite, and not to be seen. */
export function Announcer({ store }: { store: ReviewStore }) {
  const [said, setSaid] = useState('');
  const before = useRef(store.getState());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe(() => {
      const [old, now] = [before.current, store.getState()];
      before.current = now;
      const sentence = announcement(old, now) ?? (panelIsThere() ? undefined : noticeAnnouncement(old, now));
      if (sentence === undefined || saysItself(document.activeElement)) return;
      clearTimeout(timer);
      timer = setTimeout(() => setSaid(sentence), REST_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store]);
  return (
    <p
      className="lc-unseen"
      role="status"
      aria-live="polite"
      lang={textLanguage()}
      data-cy="lacuna-announcer"
    >
      {said}
    </p>
  );
}

const panelIsThere = () => document.querySelector('[data-cy="lacuna-panel"]') !== null;

/** A slider with the focus speaks its own value. */
const saysItself = (element: Element | null): boolean =>
  element instanceof HTMLInputElement && element.type === 'range';
