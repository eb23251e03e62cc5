import { currentTheme } from '../shared/theme.ts';

/** Swagger UI has a dark side of its own, behind a class: keep it with the page's theme. */
export function followTheme(): () => void {
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const theme = currentTheme();
    root.classList.toggle(
      'dark-mode',
      theme === 'auto' ? system.matches : theme === 'dark',
    );
  };
  const watch = new MutationObserver(apply);
  watch.observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', apply);
  apply();
  return () => {
    watch.disconnect();
    system.removeEventListener('change', apply);
  };
}
