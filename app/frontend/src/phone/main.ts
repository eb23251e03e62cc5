import { locale } from '../shared/i18n/locale.ts';
import { start } from '../shared/start.ts';
import { wearTheme } from '../shared/theme.ts';
import App from './App.svelte';
import './phone.css';

// The kept page was made for whoever came first: language and theme are put right here.
document.documentElement.lang = locale;
wearTheme();
void start(App);
