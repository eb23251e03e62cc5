import ArrowRight from '@lucide/svelte/icons/arrow-right-left';
import Equal from '@lucide/svelte/icons/equal';
import Minus from '@lucide/svelte/icons/minus';
import Plus from '@lucide/svelte/icons/plus';
import { msg } from '../i18n/translate.ts';
import type { Word } from './tone.ts';

export type ChangeKind = 'added' | 'moved' | 'removed' | 'unchanged';

export const CHANGES: Record<ChangeKind, Word> = {
  added: { name: msg('Added'), tone: 'good', icon: Plus },
  moved: { name: msg('Moved'), tone: 'info', icon: ArrowRight },
  removed: { name: msg('Removed'), tone: 'bad', icon: Minus },
  unchanged: { name: msg('Unchanged'), tone: 'neutral', icon: Equal },
};
