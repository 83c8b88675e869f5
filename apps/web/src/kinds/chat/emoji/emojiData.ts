import dataUrl from 'emoji-picker-element-data/en/cldr/data.json?url';

export interface Emoji {
  readonly emoji: string;
  readonly annotation: string;
  readonly group: number;
  readonly tags?: readonly string[];
  readonly version: number;
}

/** Newer ones are missing in the fonts of many systems. */
const MAX_VERSION = 15;

export const GROUPS: readonly { readonly id: number; readonly label: string; readonly icon: string }[] = [
  { id: 0, label: 'Smileys', icon: '😀' },
  { id: 1, label: 'People', icon: '👋' },
  { id: 3, label: 'Animals and nature', icon: '🐻' },
  { id: 4, label: 'Food and drink', icon: '🍎' },
  { id: 5, label: 'Travel and places', icon: '🏠' },
  { id: 6, label: 'Activities', icon: '⚽' },
  { id: 7, label: 'Objects', icon: '💡' },
  { id: 8, label: 'Symbols', icon: '✅' },
  { id: 9, label: 'Flags', icon: '🏁' },
];

let loaded: Promise<readonly Emoji[]> | undefined;

export function loadEmoji(): Promise<readonly Emoji[]> {
  loaded ??= fetch(dataUrl)
    .then((response) => response.json() as Promise<readonly Emoji[]>)
    .then((all) => all.filter(({ version }) => version <= MAX_VERSION))
    .catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
  return loaded;
}

export function findEmoji(all: readonly Emoji[], query: string): readonly Emoji[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ annotation, tags = [] }) =>
    words.every((word) => annotation.toLowerCase().includes(word) || tags.some((tag) => tag.startsWith(word))),
  );
}
