const PREFIX = 'parley.';

/** What was kept under a key; `undefined` if there is nothing, or the browser forbids to look. */
export function load(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a text, or forgets it if it is `undefined`. @returns false if the storage is full or forbidden */
export function save(key: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

/** A kept value of any shape. @param isValid tells whether it has the shape that this version of the page expects */
export function loadJson<T>(key: string, isValid: (value: unknown) => value is T): T | undefined {
  const text = load(key);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function saveJson(key: string, value: unknown): boolean {
  return save(key, value === undefined ? undefined : JSON.stringify(value));
}

/** Calls a function when another tab changes something. @returns a function that stops it */
export function onOtherTab(listener: (key: string, value: string | undefined) => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key?.startsWith(PREFIX)) listener(key.slice(PREFIX.length), newValue ?? undefined);
  };
  globalThis.addEventListener?.('storage', onStorage);
  return () => globalThis.removeEventListener?.('storage', onStorage);
}

export function isStringArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
