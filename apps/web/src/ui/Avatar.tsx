import './avatar.css';

interface AvatarProps {
  readonly name: string;
  readonly size?: 'small' | 'normal';
}

const HUES = 12;

/** The first letters of a name, in a colour of its own. */
export function Avatar({ name, size = 'normal' }: AvatarProps) {
  return (
    <span className={`avatar avatar-${size}`} style={{ '--hue': hueOf(name) }} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}

export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name]).map((word) => firstCharacter(word ?? ''));
  return letters.join('').toLocaleUpperCase();
}

function hueOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return ((hash % HUES) * 360) / HUES;
}

function firstCharacter(word: string): string {
  return Array.from(new Intl.Segmenter().segment(word), ({ segment }) => segment)[0] ?? '';
}
