import { setTimeout as pause } from 'node:timers/promises';

const SNIPPETS = ['a', 'Z', ' ', '\n', '\n\n', 'word ', 'żółć', '日本語', 'e\u0301', '😀', '👩‍👩‍👧', '🇵🇱', 'שלום', '\u2028', '"\\'];
const MAX_REPLACED = 8;
const SHORT_PAUSES_MS = 6;
const LONG_PAUSE_MS = 60;

/**
 * Makes random edits, at random moments, without ever waiting for the others.
 * @param {import('./editor.js').Editor} editor
 * @param {number} edits
 * @param {import('./random.js').Random} random
 */
export async function type(editor, edits, random) {
  for (let i = 0; i < edits && !editor.error; i++) {
    editor.edit(nextChange(editor.text, random));
    const isLong = random.below(100) === 0;
    await pause(isLong ? LONG_PAUSE_MS : random.below(SHORT_PAUSES_MS));
  }
}

// Draws the same numbers no matter what the text is, so that a seed means the same decisions in every run.
function nextChange(text, random) {
  const isInsertion = random.below(2) === 0;
  const isReplacement = random.below(2) === 0;
  const place = random.below(2 ** 32) / 2 ** 32;
  const length = 1 + random.below(MAX_REPLACED);
  const snippet = random.pick(SNIPPETS);

  const from = boundary(text, Math.floor(place * (text.length + 1)));
  if (isInsertion || from === text.length) return { from, insert: snippet };
  const to = boundary(text, Math.min(from + length, text.length));
  return { from, to, insert: isReplacement ? snippet : '' };
}

// A position in the middle of a surrogate pair becomes the one after it.
function boundary(text, position) {
  const isInside = position > 0 && position < text.length && text.sliceString(position - 1, position + 1).codePointAt(0) > 0xffff;
  return isInside ? position + 1 : position;
}
