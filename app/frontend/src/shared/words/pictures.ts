import { msg, t } from '../i18n/translate.ts';

const REASONS: Record<string, string> = {
  not_a_picture: msg('This is no picture that can be opened. Take it again.'),
  too_many_pixels: msg('The picture is too large. Take it at a lower size.'),
  moving_picture: msg('The picture moves. Take a single one.'),
  unreadable: msg('The picture is damaged. Take it again.'),
  not_the_announced: msg('The picture changed on its way. Take it again.'),
};

/** Say why a picture was not kept, and what to do. */
export const reasonInWords = (reason: string | null): string =>
  t(REASONS[reason ?? ''] ?? reason ?? '');
