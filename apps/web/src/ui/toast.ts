import { Store } from '../app/store';

const SHOWN_MS = 3_000;

/** A short message at the bottom of the page; empty if there is none. */
export const toast = new Store('');

let timer: ReturnType<typeof setTimeout> | undefined;

export function showToast(text: string): void {
  clearTimeout(timer);
  toast.set(text);
  timer = setTimeout(() => toast.set(''), SHOWN_MS);
}
