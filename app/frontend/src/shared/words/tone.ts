import type { LucideProps } from '@lucide/svelte';
import type { Component } from 'svelte';

export type Icon = Component<LucideProps>;

/** What a state means at a glance; the icon and the words say the same without colour. */
export type Tone = 'neutral' | 'info' | 'accent' | 'good' | 'warn' | 'bad';

export interface Word {
  name: string;
  tone: Tone;
  icon: Icon;
}
