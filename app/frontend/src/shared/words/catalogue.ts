import { msg } from '../i18n/translate.ts';

export const CATEGORIES: Record<string, string> = {
  vrf: msg('Multi-split air conditioning'),
  split: msg('Split air conditioning'),
  fan_coil: msg('Fan coils'),
  water_heating: msg('Water heating'),
  kitchen: msg('Kitchen'),
  laundry: msg('Laundry'),
  refrigeration: msg('Refrigeration'),
};
