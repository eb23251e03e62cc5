import Ban from '@lucide/svelte/icons/ban';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Eye from '@lucide/svelte/icons/eye';
import History from '@lucide/svelte/icons/history';
import LoaderCircle from '@lucide/svelte/icons/loader-circle';
import type { ImportKind, ImportState, RowOutcome } from '../api/imports.ts';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export const IMPORT_KINDS: Record<ImportKind, string> = {
  projects: msg('Orders'),
  technicians: msg('Technicians'),
};

export const IMPORT_STATES: Record<ImportState, Word> = {
  preview: { name: msg('Preview'), tone: 'info', icon: Eye },
  committing: { name: msg('Being taken over'), tone: 'accent', icon: LoaderCircle },
  committed: { name: msg('Taken over'), tone: 'good', icon: CircleCheck },
  discarded: { name: msg('Discarded'), tone: 'neutral', icon: Ban },
};

export const OUTCOMES: Record<RowOutcome, Word> = {
  good: { name: msg('Good'), tone: 'info', icon: CircleCheck },
  bad: { name: msg('Faulty'), tone: 'bad', icon: CircleAlert },
  known: { name: msg('Known already'), tone: 'neutral', icon: History },
  added: { name: msg('Added'), tone: 'good', icon: CircleCheck },
};
