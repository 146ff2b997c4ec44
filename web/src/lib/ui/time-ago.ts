// How long ago something was, in a word or two of the reader's language.
import { m } from '#messages';

/** Both Unix ms. What is no time, as a stored value may be, was some time ago. */
export const timeAgo = (thenMs: number, nowMs: number): string => {
  const [then, now] = [new Date(thenMs).getTime(), new Date(nowMs).getTime()];
  if (Number.isNaN(then) || Number.isNaN(now)) return m.ui_timeAgo_some_time_ago();
  const minutes = Math.round((now - then) / 60_000);
  if (minutes < 1) return m.ui_timeAgo_just_now();
  const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 48 * 60) return format.format(-Math.round(minutes / 60), 'hour');
  return format.format(-Math.round(minutes / 1440), 'day');
};
