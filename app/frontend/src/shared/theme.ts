import { cookie, setCookie } from './cookies.ts';

export type Theme = 'auto' | 'light' | 'dark';

const COOKIE = 'paigong_theme';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function currentTheme(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'auto';
}

export function switchTheme(to: Theme): void {
  setCookie(COOKIE, to);
  wear(to);
}

/** Put on the kept choice where the server did not make the page for it. */
export function wearTheme(): void {
  wear(THEMES.find((theme) => theme === cookie(COOKIE)) ?? 'auto');
}

function wear(to: Theme): void {
  if (to === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = to;
}
