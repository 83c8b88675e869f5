import { showToast } from './toast';

/** Puts a text on the clipboard, and says so. */
export async function copyText(text: string, what = 'Copied'): Promise<void> {
  showToast((await copy(text)) ? what : 'The browser does not let this page copy.');
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromSelection(text);
  }
}

/** Pages that were not loaded over a secure connection have no clipboard. */
function copyFromSelection(text: string): boolean {
  const area = document.createElement('textarea');
  const focused = document.activeElement;
  area.value = text;
  area.className = 'hidden-visually';
  document.body.append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
