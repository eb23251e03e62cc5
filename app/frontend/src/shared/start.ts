import { mount, type Component } from 'svelte';
import { loadMessages } from './i18n/translate.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

/** Draw a page once its language is there. */
export async function start(page: Component): Promise<void> {
  await loadMessages();
  const target = document.getElementById('app');
  if (target === null) throw new Error('the shell has no #app');
  target.replaceChildren();
  mount(page, { target });
}
