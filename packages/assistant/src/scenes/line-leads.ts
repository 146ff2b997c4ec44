// The marks at the beginning of a line by which authors separate scenes.
import { oneOf } from '../vocabulary/patterns.ts';

const NAMED_TIMES = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'morning',
  'afternoon',
  'evening',
  'night',
  'dawn',
  'dusk',
  'noon',
  'midnight',
];
/** A line that begins with a time: "21:00", "Day 2", "Evening –". */
export const TIME_LEAD = new RegExp(
  `^${oneOf([
    /\d{1,2}[:.]\d{2}/,
    /\d{1,2}\s?(?:am|pm)\b/,
    /day \d+\b/,
    /night \d+\b/,
    `${oneOf(NAMED_TIMES)}\\s*[:–—-]`,
  ])}`,
  'i',
);
/** A line that begins with the number of a node: "Scene 2", "Room B". */
export const NODE_LEAD = /^(?:node|scene|act|encounter|part|location|room|area)\s+(?:\d+|[a-z]\b|one|two|three)/i;
