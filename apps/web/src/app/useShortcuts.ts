import { useEffect, useEffectEvent } from 'react';

interface Shortcuts {
  readonly palette: () => void;
  readonly shortcuts: () => void;
  readonly moveBy: (step: number) => void;
}

/** The keys that work everywhere. */
export function useShortcuts({ palette, shortcuts, moveBy }: Shortcuts): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const isOpen = document.querySelector('dialog[open]') !== null;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') palette();
    else if (isOpen) return;
    else if (event.altKey && !event.ctrlKey && step !== undefined) moveBy(step);
    else if (event.key === '?' && !isEditable(event.target)) shortcuts();
    else return;
    event.preventDefault();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
