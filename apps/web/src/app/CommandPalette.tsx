import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Dialog } from '../ui/Dialog';
import type { Command } from './commands';
import './palette.css';

const MAX_SHOWN = 50;

interface CommandPaletteProps {
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

/** Finds what the user can do by its name. */
export function CommandPalette({ commands, onClose }: CommandPaletteProps) {
  const [query, setQuery] = useState('');
  const [choice, setChoice] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word))).slice(0, MAX_SHOWN);
  const chosen = Math.min(choice, found.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, query]);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: found.length - 1, PageUp: 0 }[event.key];
    if (event.key === 'Enter') run(found[chosen]);
    else if (next !== undefined && found.length > 0) setChoice((next + found.length) % found.length);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Commands" isBare className="palette" onClose={onClose}>
      <input
        className="input"
        data-focus
        role="combobox"
        placeholder="Go to a room or run a command"
        aria-label="Room or command"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setChoice(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={id} className="palette-list" role="listbox" aria-label="Rooms and commands">
        {found.map((command, index) => (
          <li
            key={`${command.hint ?? ''} ${command.label}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className="palette-option"
            onClick={() => run(command)}
          >
            <command.icon size={16} aria-hidden />
            <bdi className="ellipsis">{command.label}</bdi>
            {command.hint && <span className="soft small">{command.hint}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="palette-none soft">Nothing found</p>}
    </Dialog>
  );
}
