// Reads a moment of game time of campaign JSON: its total in seconds, or, without one, days and hours, or words.
import { gameTimeOf, gameTotal, PLAIN_CALENDAR } from '@emberkeep/domain';
import { isObject, num, obj, str, type Json } from '../json.ts';
import { isTold, shown } from './values.ts';

/** `total`: seconds since Day 0; null where nothing could be read. `formatted`: the words of the file, or empty. */
export interface ImportedMoment {
  total: number | null;
  formatted: string;
  /** What the file says beside the total and what does not agree with it; empty if all does. */
  disagrees: string;
}

const DAY_AND_HOUR = /^day\s+(\d+)(?:\s*,?\s*(\d{1,2}):(\d{2})\s*([ap]m)?)?$/i;

/** "Day 15, 3:30 PM", "Day 15, 15:30" or "Day 15" as seconds since Day 0; null for any other words. */
const totalOfWords = (words: string): number | null => {
  const [, day, hour = '0', minute = '0', half = ''] = DAY_AND_HOUR.exec(words.trim()) ?? [];
  if (day === undefined) return null;
  const hours = half === '' ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  return gameTotal(Number(day), hours, Number(minute));
};

/** Days, hours, minutes and rounds as seconds since Day 0; null where none of them is told. */
const totalOfParts = (moment: Json): number | null => {
  const [days, hours, minutes, rounds] = ['days', 'hours', 'minutes', 'rounds'].map((key) => num(moment[key]));
  if ([days, hours, minutes, rounds].every((part) => part === null)) return null;
  return gameTotal(days ?? 0, hours ?? 0, minutes ?? 0) + (rounds ?? 0) * PLAIN_CALENDAR.roundSeconds;
};

/** Reads an object, a number of seconds, or words. A total counts before parts, and parts before words. */
export const readGameTime = (value: unknown): ImportedMoment => {
  const moment = obj(value);
  const formatted = str(moment['formatted'], typeof value === 'string' && num(value) === null ? value : '');
  const parts = totalOfParts(moment);
  const told = isObject(value) ? num(moment['total']) : num(value);
  const total = told ?? parts ?? totalOfWords(formatted);
  if (total === null) return { total, formatted, disagrees: '' };
  const isFromWords = told === null && parts === null;
  const isOther = !isFromWords && formatted !== '' && gameTimeOf(total).formatted !== formatted;
  const differ = parts !== null && Math.floor(parts / 60) !== Math.floor(total / 60);
  return { total, formatted, disagrees: isOther ? formatted : differ ? gameTimeOf(parts).formatted : '' };
};

/** What the GM is told of a moment that was not read as the file says it; empty if it was. */
export const gameTimeRemark = (value: unknown, { total, disagrees }: ImportedMoment): string => {
  if (total === null) return isTold(value) ? `“${shown(value)}” is not a readable game time and was left out.` : '';
  return disagrees === ''
    ? ''
    : `“${disagrees}” disagrees with its total, ${gameTimeOf(total).formatted}. Emberkeep uses the total.`;
};
