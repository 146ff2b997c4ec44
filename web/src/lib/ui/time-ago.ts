// How long ago something was, in a word or two of the reader's language.

/** Both Unix ms. */
import { m } from '#messages';

export const timeAgo = (thenMs: number, nowMs: number): string => {
  const minutes = Math.round((nowMs - thenMs) / 60_000);
  if (minutes < 1) return m.ui_timeAgo_just_now();
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 48 * 60) return format.format(-Math.round(minutes / 60), 'hour');
  return format.format(-Math.round(minutes / 1440), 'day');
};
