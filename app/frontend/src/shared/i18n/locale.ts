import { cookie, setCookie } from '../cookies.ts';

export type Locale = 'en' | 'zh';

const COOKIE = 'paigong_locale';

export const LOCALES: readonly { code: Locale; name: string }[] = [
  { code: 'zh', name: '中文' },
  { code: 'en', name: 'English' },
];

function chosen(): Locale {
  // The choice comes first: a page that was kept for offline use may be older than it.
  const wanted = cookie(COOKIE) || document.documentElement.lang || navigator.language;
  return wanted.toLowerCase().startsWith('en') ? 'en' : 'zh';
}

/** The language of this page for its whole life; switching loads the page again. */
export const locale: Locale = chosen();

/** Numbers and dates follow the language, whatever the machine is set to. */
export const regional = locale === 'zh' ? 'zh-CN' : 'en-GB';

export function switchLocale(to: Locale): void {
  setCookie(COOKIE, to);
  window.location.reload();
}

/** Pick the name in the page's language where a row carries both. */
export function named(row: { name: string; name_zh?: string | null }): string {
  return (locale === 'zh' && row.name_zh) || row.name;
}
