import { keys } from '../storage/keys';
import { load, onOtherTab, save } from '../storage/localStore';
import { Store } from './store';

export type Theme = 'system' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const BAR_COLORS = { light: '#f4f5f2', dark: '#171a18' };

function toTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? 'system';
}

export const theme = new Store<Theme>(toTheme(load(keys.theme)));

export function setTheme(value: Theme): void {
  save(keys.theme, value === 'system' ? undefined : value);
  theme.set(value);
}

export function nextTheme(): Theme {
  return THEMES[(THEMES.indexOf(theme.get()) + 1) % THEMES.length] ?? 'system';
}

function apply(): void {
  const value = theme.get();
  const isDark = value === 'dark' || (value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  if (value === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', isDark ? BAR_COLORS.dark : BAR_COLORS.light);
}

/** Shows the theme, and every change of it. */
export function startTheme(): void {
  apply();
  theme.subscribe(apply);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  onOtherTab((key, value) => key === keys.theme && theme.set(toTheme(value)));
}
