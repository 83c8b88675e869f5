import { ArrowDown, LoaderCircle } from 'lucide-react';
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent } from 'react';
import { Virtualizer } from 'virtua';
import type { VirtualizerHandle } from 'virtua';
import { useStore } from '../../app/store';
import { hasOlder, shownEvents } from '../../rooms/eventLog';
import type { RoomModel } from '../../rooms/roomModel';
import { showToast } from '../../ui/toast';
import { MessageMenu } from './MessageMenu';
import { MessageView } from './MessageView';
import { PendingView } from './PendingView';
import { RowFrame } from './RowFrame';
import { loadPlace, savePlace } from './places';
import { toRows } from './rows';
import type { MessageRow, Row } from './rows';

const NEAR_PX = 32;
const LOAD_PX = 2_000;
const MOVE_MS = 1_500;
const HIGHLIGHT_MS = 2_500;

interface MessageListProps {
  readonly room: RoomModel;
  readonly target: { readonly sequence: number } | undefined;
  readonly users: readonly string[];
  /** Gives the focus to what the user writes in. */
  readonly onLeave: () => void;
}

export function MessageList({ room, target, users, onLeave }: MessageListProps) {
  const { log, outbox, unread, lastRead, loading, loadError } = useStore(room);
  const isPast = log.past !== undefined;
  const [newAfter, setNewAfter] = useState(lastRead);
  const [highlighted, setHighlighted] = useState<number>();
  const [active, setActive] = useState<number>();
  const [menu, setMenu] = useState<{ row: MessageRow; anchor: HTMLElement }>();
  const [isAtBottom, setIsAtBottom] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const sticks = useRef(true);
  const lastOffset = useRef(0);
  const movedAt = useRef(-Infinity);
  const wanted = useRef<{ readonly sequence: number } | undefined>(undefined);
  const [ready, setReady] = useState<{ readonly sequence: number }>();
  const firstShown = useRef(Infinity);
  const waiting = useRef(outbox.length);

  const events = shownEvents(log);
  const rows = useMemo(
    () => toRows(events, { user: room.user, notices: log.notices, outbox: isPast ? [] : outbox, lastRead: newAfter }),
    [events, log.notices, outbox, isPast, newAfter, room.user],
  );
  const first = rows[0]?.sequence ?? Infinity;
  const isPrepended = first < firstShown.current && rows.some(({ sequence }) => sequence === firstShown.current);
  const found = active === undefined ? -1 : rows.findIndex(({ sequence }) => sequence === active);
  const activeIndex = found < 0 ? rows.findLastIndex(({ type }) => type === 'message') : found;

  const markRead = useEffectEvent(() => {
    const last = log.live.at(-1)?.sequence;
    const isSeen = sticks.current && !isPast && document.visibilityState === 'visible';
    if (isSeen && room.get().isLoaded && last !== undefined) room.markRead(last);
  });

  const toBottom = () => list.current?.scrollToIndex(rows.length - 1, { align: 'end' });

  const loadWhatIsNear = (isResting: boolean) => {
    const handle = list.current;
    if (!handle || loading || loadError || wanted.current) return;
    // Not while the list moves: a browser that animates a scroll would end it at the wrong place. At the top, nothing moves.
    if (isResting && handle.scrollOffset < LOAD_PX && hasOlder(log)) void room.loadOlder();
    else if (isPast && handle.scrollSize - handle.scrollOffset - handle.viewportSize < LOAD_PX) void room.loadNewer();
  };

  const stick = () => {
    sticks.current = true;
    movedAt.current = -Infinity;
  };

  const onMove = () => {
    movedAt.current = performance.now();
  };

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    // New and resized rows also scroll. Only the user ends the sticking.
    const isByUser = scrollTop < lastOffset.current - 1 && performance.now() - movedAt.current < MOVE_MS;
    if (isNear || isByUser) sticks.current = isNear && !isPast;
    lastOffset.current = scrollTop;
    setIsAtBottom(sticks.current);
    loadWhatIsNear(scrollTop <= 0);
    markRead();
  };

  const onResize = useEffectEvent(() => {
    if (sticks.current) toBottom();
  });

  const showWanted = (sequence: number) => {
    const index = rows.findIndex((row) => row.sequence >= sequence && row.type !== 'pending');
    wanted.current = undefined;
    if (rows[index]?.sequence !== sequence) showToast('This message could not be found.');
    if (index < 0) return;
    sticks.current = false;
    setIsAtBottom(false);
    list.current?.scrollToIndex(index, { align: 'center' });
    setActive(rows[index]?.sequence);
    setHighlighted(rows[index]?.sequence);
  };

  // The first place: the message of the address, where the user was, the first new message, or the end.
  const onFirst = useEffectEvent(() => {
    const place = loadPlace(room.name);
    const unreadIndex = rows.findIndex(({ isFirstUnread }) => isFirstUnread);
    const placeIndex = place === undefined ? -1 : rows.findIndex(({ sequence }) => sequence === place);
    const index = unreadIndex >= 0 && rows.length - unreadIndex > 8 ? unreadIndex : placeIndex;
    if (index < 0) return toBottom();
    sticks.current = false;
    setIsAtBottom(false);
    list.current?.scrollToIndex(index, { align: 'start' });
  });

  const onLast = useEffectEvent(() => {
    const handle = list.current;
    const row = handle && !sticks.current ? rows[handle.findItemIndex(handle.scrollOffset)] : undefined;
    savePlace(room.name, row && Number.isFinite(row.sequence) ? row.sequence : undefined);
  });

  useEffect(() => room.setAtNewest(isAtBottom && !isPast), [room, isAtBottom, isPast]);

  useLayoutEffect(() => {
    wanted.current = target;
    if (target) void room.showEvent(target.sequence).then(() => setReady(target));
  }, [room, target]);

  useLayoutEffect(() => {
    onFirst();
    return () => onLast();
  }, []);

  const onRows = useEffectEvent(() => {
    firstShown.current = first;
    // Whoever says something wants to see it.
    if (outbox.length > waiting.current) stick();
    waiting.current = outbox.length;
    if (wanted.current && wanted.current === ready) showWanted(wanted.current.sequence);
    else if (sticks.current && !isPrepended) toBottom();
    loadWhatIsNear(true);
    markRead();
  });
  useLayoutEffect(() => onRows(), [rows, loading, ready]);

  useEffect(() => {
    if (highlighted === undefined) return undefined;
    const timer = setTimeout(() => setHighlighted(undefined), HIGHLIGHT_MS);
    return () => clearTimeout(timer);
  }, [highlighted]);

  const onVisibility = useEffectEvent(() => {
    if (document.visibilityState === 'hidden') setNewAfter(room.get().lastRead);
    else markRead();
  });
  useEffect(() => {
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, []);

  useEffect(() => {
    const observer = new ResizeObserver(() => onResize());
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  const focusRow = (index: number) => {
    const row = rows[index];
    if (!row || !Number.isFinite(row.sequence)) return;
    setActive(row.sequence);
    list.current?.scrollToIndex(index, { align: 'nearest' });
    requestAnimationFrame(() => focusMessage(scroller.current, row.sequence));
  };

  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const sequence = Number(target.closest('article')?.dataset.sequence);
    if (sequence) setActive(sequence);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const message = event.target instanceof HTMLElement ? event.target.closest('article') : null;
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== message) return;
    const index = activeIndex < 0 ? rows.length - 1 : activeIndex;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      let next = index + step;
      while (rows[next] && rows[next]?.type !== 'message') next += step;
      if (rows[next]) focusRow(next);
      else if (step > 0) onLeave();
    } else if (event.key === 'Escape') {
      onLeave();
    } else if (event.key === 'Enter' && message) {
      event.preventDefault();
      const row = rows[index];
      if (row?.type === 'message') setMenu({ row, anchor: message });
    }
  };

  const jump = () => {
    room.showNewest();
    stick();
    setIsAtBottom(true);
    setActive(undefined);
    toBottom();
    onLeave();
  };

  const render = (row: Row) => (
    <div role="listitem" key={row.key}>
      <RowFrame row={row}>
        {row.type === 'message' ? (
          <MessageView
            row={row}
            me={room.user}
            users={users}
            isHighlighted={row.sequence === highlighted}
            isActive={row === rows[activeIndex]}
            onMenu={(row, anchor) => setMenu({ row, anchor })}
          />
        ) : row.type === 'pending' ? (
          <PendingView row={row} room={room} users={users} />
        ) : (
          row.text !== '' && <p className="chat-system">{row.text}</p>
        )}
      </RowFrame>
    </div>
  );

  return (
    <div className="chat-list">
      <div
        ref={scroller}
        className="chat-scroller"
        role="list"
        aria-label="Messages"
        tabIndex={-1}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onKeyDownCapture={onMove}
        onPointerDown={onMove}
        onTouchMove={onMove}
        onWheel={onMove}
      >
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={isPrepended}
          bufferSize={800}
          {...(active !== undefined && activeIndex >= 0 && { keepMounted: [activeIndex] })}
          onScroll={onScroll}
          onScrollEnd={() => loadWhatIsNear(true)}
          onResize={onResize}
        >
          {render}
        </Virtualizer>
      </div>
      {loading && (
        <div className="chat-loading" role="status">
          <LoaderCircle size={18} className="spinner" aria-hidden />
          <span className="hidden-visually">Loading messages</span>
        </div>
      )}
      {loadError && (
        <div className="chat-loading chat-load-error" role="alert">
          {loadError}
          <button type="button" className="button" onClick={() => void (isPast ? room.loadNewer() : room.loadOlder())}>
            Try again
          </button>
        </div>
      )}
      {(!isAtBottom || isPast) && (
        <button type="button" className="button chat-jump" onClick={jump}>
          <ArrowDown size={16} aria-hidden />
          {unread > 0 ? `${unread > 99 ? '99+' : unread} new` : 'Jump to newest'}
        </button>
      )}
      {menu && <MessageMenu room={room} event={menu.row.event} anchor={menu.anchor} onClose={() => setMenu(undefined)} />}
    </div>
  );
}

function focusMessage(scroller: HTMLElement | null, sequence: number): void {
  scroller?.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`)?.focus({ preventScroll: true });
}
