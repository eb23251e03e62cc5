import { setCookie } from './cookies.ts';

export type Theme = 'auto' | 'light' | 'dark';

const COOKIE = 'paigong_theme';
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

export function currentTheme(): Theme {
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'auto';
}

export function switchTheme(to: Theme): void {
  setCookie(COOKIE, to);
  if (to === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = to;
}
