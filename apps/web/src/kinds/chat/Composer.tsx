import { SendHorizontal, Smile } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import type { RoomModel } from '../../rooms/roomModel';
import { IconButton } from '../../ui/IconButton';
import { MentionList } from './MentionList';
import { matchNames, mentionBeingWritten } from './mentions';
import { MAX_TEXT_BYTES, textBytes } from './textSize';
import { useDraft } from './useDraft';

const EmojiPopover = lazy(() => import('./emoji/EmojiPopover'));
const COUNT_FROM = 15_000;

interface ComposerProps {
  readonly room: RoomModel;
  readonly users: readonly string[];
  readonly ref: Ref<HTMLTextAreaElement>;
}

/** Where the user writes. */
export function Composer({ room, users, ref }: ComposerProps) {
  const [text, setText] = useDraft(room.name);
  const [caret, setCaret] = useState(text.length);
  const [dismissed, setDismissed] = useState<number>();
  const [choice, setChoice] = useState(0);
  const [isPicking, setIsPicking] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const emojiButton = useRef<HTMLButtonElement>(null);
  const id = useId();
  useImperativeHandle(ref, () => input.current as HTMLTextAreaElement);

  const bytes = textBytes(text);
  const isTooLong = bytes > MAX_TEXT_BYTES;
  const mention = mentionBeingWritten(text, caret);
  const others = users.filter((user) => user !== room.user);
  const names = mention && mention.start !== dismissed ? matchNames(others, mention.query) : [];
  const chosen = Math.min(choice, names.length - 1);

  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  useEffect(() => {
    if (matchMedia('(hover: hover)').matches && document.querySelector('dialog[open]') === null) input.current?.focus();
  }, []);

  const change = (value: string, at: number) => {
    setText(value);
    setCaret(at);
    setChoice(0);
    if (value) room.type();
  };

  const replace = (start: number, end: number, value: string) => {
    change(text.slice(0, start) + value + text.slice(end), start + value.length);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(start + value.length, start + value.length);
    });
  };

  const complete = (name: string) => {
    if (mention) replace(mention.start, caret, `@${name} `);
  };

  const send = () => {
    const trimmed = text.trim();
    if (!trimmed || isTooLong) return;
    room.showNewest();
    room.say(trimmed);
    setText('');
    setCaret(0);
    setDismissed(undefined);
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const name = names[chosen];
    if (name !== undefined) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined && !event.altKey) {
        event.preventDefault();
        setChoice((chosen + step + names.length) % names.length);
        return;
      }
      const isComplete = name === mention?.query;
      if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey && !isComplete)) {
        event.preventDefault();
        complete(name);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        setDismissed(mention?.start);
        return;
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && !text && !event.altKey) {
      event.preventDefault();
      event.currentTarget.closest('.chat')?.querySelector<HTMLElement>('article[tabindex="0"]')?.focus();
    }
  };

  return (
    <form
      className="composer"
      aria-label="Write a message"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {names.length > 0 && <MentionList id={`${id}-names`} names={names} chosen={chosen} onChoose={complete} />}
      <div className={`composer-box ${isTooLong ? 'composer-box-invalid' : ''}`}>
        <IconButton
          ref={emojiButton}
          icon={Smile}
          label="Insert an emoji"
          aria-haspopup="dialog"
          aria-expanded={isPicking}
          onClick={() => setIsPicking(true)}
        />
        <textarea
          ref={input}
          className="composer-input"
          rows={1}
          dir="auto"
          value={text}
          placeholder="Write a message"
          aria-label="Message"
          aria-invalid={isTooLong}
          aria-describedby={`${id}-size`}
          aria-autocomplete="list"
          aria-controls={names.length > 0 ? `${id}-names` : undefined}
          aria-activedescendant={names.length > 0 ? `${id}-names-${chosen}` : undefined}
          onChange={({ target }) => change(target.value, target.selectionStart)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <IconButton icon={SendHorizontal} label="Send" type="submit" className="composer-send" disabled={!text.trim() || isTooLong} />
      </div>
      <p
        id={`${id}-size`}
        className={`composer-size small ${isTooLong ? 'composer-size-over' : 'soft'}`}
        role={isTooLong ? 'alert' : undefined}
      >
        {bytes > COUNT_FROM && `${bytes.toLocaleString('en')} of ${MAX_TEXT_BYTES.toLocaleString('en')} bytes`}
        {isTooLong && '. Too long to send: shorten it, or send it in parts.'}
      </p>
      {isPicking && emojiButton.current && (
        <Suspense>
          <EmojiPopover
            anchor={emojiButton.current}
            onPick={(emoji) => replace(input.current?.selectionStart ?? caret, input.current?.selectionEnd ?? caret, emoji)}
            onClose={() => setIsPicking(false)}
          />
        </Suspense>
      )}
    </form>
  );
}
