import Ban from '@lucide/svelte/icons/ban';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import FileText from '@lucide/svelte/icons/file-text';
import Send from '@lucide/svelte/icons/send';
import Sparkles from '@lucide/svelte/icons/sparkles';
import SquarePen from '@lucide/svelte/icons/square-pen';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export type LeadState = 'new' | 'surveyed' | 'quoted' | 'won' | 'lost';
export type QuoteState = 'draft' | 'sent' | 'accepted' | 'declined' | 'superseded';

export const LEAD_STATES: Record<LeadState, Word> = {
  new: { name: msg('New'), tone: 'neutral', icon: Sparkles },
  surveyed: { name: msg('Surveyed'), tone: 'info', icon: ClipboardCheck },
  quoted: { name: msg('Quoted'), tone: 'accent', icon: FileText },
  won: { name: msg('Won'), tone: 'good', icon: CircleCheck },
  lost: { name: msg('Lost'), tone: 'neutral', icon: Ban },
};

export const QUOTE_STATES: Record<QuoteState, Word> = {
  draft: { name: msg('Not sent yet'), tone: 'neutral', icon: SquarePen },
  sent: { name: msg('Sent'), tone: 'info', icon: Send },
  accepted: { name: msg('Accepted'), tone: 'good', icon: CircleCheck },
  declined: { name: msg('Declined'), tone: 'warn', icon: CircleX },
  superseded: { name: msg('Replaced'), tone: 'neutral', icon: Ban },
};

/** What a survey's choices are called. */
export const CHOICES: Record<string, string> = {
  inner: msg('Few windows'),
  mixed: msg('Mixed'),
  glass: msg('Glass front'),
  budget: msg('Budget'),
  middle: msg('Middle'),
  high: msg('High'),
  meat: msg('Meat'),
  produce: msg('Fruit and vegetables'),
};
