/** A place in a text where somebody is mentioned. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly user: string;
}

const WORD = /[\p{L}\p{N}_]/u;
const GUESS = /^[\p{L}\p{M}\p{N}._-]{0,63}[\p{L}\p{M}\p{N}_]/u;

/** Finds all mentions in a text: of the given users, and of others whose names are single words. */
export function findMentions(text: string, users: readonly string[]): readonly Mention[] {
  const found: Mention[] = [];
  const byLength = [...users].sort((a, b) => b.length - a.length);
  let from = 0;
  while (true) {
    const at = text.indexOf('@', from);
    if (at < 0) return found;
    from = at + 1;
    if (at > 0 && WORD.test(lastCharacter(text.slice(0, at)))) continue;
    const rest = text.slice(at + 1);
    const user = byLength.find((name) => startsWithName(rest, name)) ?? GUESS.exec(rest)?.[0];
    if (!user) continue;
    from = at + 1 + user.length;
    found.push({ start: at, end: from, user });
  }
}

/** True if a text mentions a user. */
export function mentions(text: string, user: string): boolean {
  return text.includes(`@${user}`) && findMentions(text, [user]).some((mention) => mention.user === user);
}

/** The mention that is being written at a place, if there is one: what stands between the `@` and the place. */
export function mentionBeingWritten(text: string, caret: number): { readonly start: number; readonly query: string } | undefined {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf('@');
  if (at < 0 || (at > 0 && WORD.test(lastCharacter(before.slice(0, at))))) return undefined;
  const query = before.slice(at + 1);
  return query.length <= 40 && !/[\n@]/.test(query) ? { start: at, query } : undefined;
}

/** The names that fit what was written so far, the best first. */
export function matchNames(names: readonly string[], query: string, limit = 6): readonly string[] {
  const wanted = query.toLocaleLowerCase();
  const rank = (name: string) => {
    const lower = name.toLocaleLowerCase();
    if (lower.startsWith(wanted)) return 0;
    return lower.includes(` ${wanted}`) ? 1 : 2;
  };
  return names
    .map((name) => ({ name, rank: rank(name) }))
    .filter(({ rank }) => rank < 2)
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
    .slice(0, limit)
    .map(({ name }) => name);
}

function startsWithName(text: string, name: string): boolean {
  if (!text.startsWith(name)) return false;
  const next = text.codePointAt(name.length);
  return next === undefined || !WORD.test(String.fromCodePoint(next)) || !WORD.test(lastCharacter(name));
}

function lastCharacter(text: string): string {
  return Array.from(text.slice(-2)).at(-1) ?? '';
}
