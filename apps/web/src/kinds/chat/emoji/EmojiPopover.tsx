import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { findEmoji, GROUPS, loadEmoji } from './emojiData';
import type { Emoji } from './emojiData';
import './emoji.css';

const MAX_FOUND = 200;
const MARGIN = 8;

interface EmojiPopoverProps {
  readonly anchor: HTMLElement;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

export default function EmojiPopover({ anchor, onPick, onClose }: EmojiPopoverProps) {
  const [all, setAll] = useState<readonly Emoji[]>();
  const [hasFailed, setHasFailed] = useState(false);
  const [query, setQuery] = useState('');
  const [group, setGroup] = useState(0);
  const popover = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);

  useEffect(() => {
    loadEmoji().then(setAll, () => setHasFailed(true));
  }, []);

  useLayoutEffect(() => {
    const element = popover.current;
    if (!element) return;
    element.showPopover();
    const from = anchor.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(MARGIN, Math.min(from.left, innerWidth - width - MARGIN))}px`;
    element.style.top = `${Math.max(MARGIN, from.top - height - MARGIN)}px`;
    element.querySelector('input')?.focus();
  }, [anchor]);

  const close = () => {
    anchor.focus();
    onClose();
  };

  const shown = (query ? findEmoji(all ?? [], query).slice(0, MAX_FOUND) : all?.filter((emoji) => emoji.group === group)) ?? [];

  const onGridKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const index = buttons.findIndex((button) => button === document.activeElement);
    const columns = buttons.filter((button) => button.offsetTop === buttons[0]?.offsetTop).length;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (step === undefined || index < 0) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, index + step))]?.focus();
  };

  return (
    <div
      ref={popover}
      popover="auto"
      role="dialog"
      aria-label="Emoji"
      className="menu emoji"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
        event.stopPropagation();
      }}
      onToggle={(event) => event.newState === 'closed' && onClose()}
    >
      <input
        className="input"
        type="search"
        placeholder="Search emoji"
        aria-label="Search emoji"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key === 'ArrowDown') grid.current?.querySelector('button')?.focus();
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (query && first) {
            onPick(first.emoji);
            onClose();
          }
        }}
      />
      <div className="emoji-groups" role="group" aria-label="Groups">
        {GROUPS.map(({ id, label, icon }) => (
          <button
            key={id}
            type="button"
            className="emoji-button"
            aria-label={label}
            title={label}
            aria-pressed={!query && id === group}
            onClick={() => {
              setQuery('');
              setGroup(id);
            }}
          >
            {icon}
          </button>
        ))}
      </div>
      <div ref={grid} className="emoji-grid" role="group" aria-label="Emoji" onKeyDown={onGridKeyDown}>
        {shown.map(({ emoji, annotation }, index) => (
          <button
            key={emoji}
            type="button"
            className="emoji-button"
            aria-label={annotation}
            title={annotation}
            tabIndex={index === 0 ? 0 : -1}
            onClick={() => {
              onPick(emoji);
              onClose();
            }}
          >
            {emoji}
          </button>
        ))}
        {hasFailed && <p role="alert">The emoji could not be loaded.</p>}
        {all && shown.length === 0 && <p className="soft">No emoji found</p>}
      </div>
    </div>
  );
}
