import type { ErasureItem, HistoryPage, MessageItem } from '@parley/client';

const START = Date.UTC(2026, 0, 15, 12);

function base(sequence: number, user: string, minutes: number) {
  return {
    room: 'kitchen',
    sequence,
    user,
    time: new Date(START + minutes * 60_000),
    commandId: `c${sequence}`,
    position: { epoch: 'e', sequence },
  };
}

export function message(sequence: number, user = 'ada', minutes = 0, text = `text ${sequence}`): MessageItem {
  return { ...base(sequence, user, minutes), type: 'message', text };
}

export function messages(from: number, to: number, user = 'ada'): MessageItem[] {
  return Array.from({ length: to - from + 1 }, (_, index) => message(from + index, user));
}

export function erasure(sequence: number, sequences: readonly number[]): ErasureItem {
  return { ...base(sequence, 'operator', 0), type: 'erasure', sequences };
}

export function page(events: readonly MessageItem[], floor = 1, head = 1_000): HistoryPage {
  return { events, epoch: 'e', head, floor, resumed: true, code: 'UNSPECIFIED' };
}
