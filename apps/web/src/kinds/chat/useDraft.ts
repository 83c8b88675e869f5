import { useEffect, useRef, useState } from 'react';
import { keys } from '../../storage/keys';
import { load, onOtherTab, save } from '../../storage/localStore';

const SAVE_MS = 300;

/** What the user has written for a room, but not sent. It survives reloads, and follows the other tabs. */
export function useDraft(room: string): [string, (text: string) => void] {
  const key = keys.draft(room);
  const [text, setText] = useState(() => load(key) ?? '');
  const unsaved = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const flush = () => {
      clearTimeout(timer.current);
      if (unsaved.current !== undefined) save(key, unsaved.current || undefined);
      unsaved.current = undefined;
    };
    const stop = onOtherTab((changed, value) => {
      if (changed === key && unsaved.current === undefined) setText(value ?? '');
    });
    addEventListener('pagehide', flush);
    return () => {
      flush();
      stop();
      removeEventListener('pagehide', flush);
    };
  }, [key]);

  const change = (value: string) => {
    setText(value);
    unsaved.current = value;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      save(key, value || undefined);
      unsaved.current = undefined;
    }, SAVE_MS);
  };

  return [text, change];
}
