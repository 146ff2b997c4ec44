// How much game time an event of the type `time_passed` lets pass. Its details are an amount and a unit; those of
// earlier versions and of imports are whole seconds.
import { durationWords, secondsPerDay, secondsPerHour, type TimeUnits } from './game-time.ts';
import { plural } from './plural.ts';
import { amountIn } from './values.ts';

type Details = Readonly<Record<string, unknown>>;

const SECONDS_OF_UNIT: Readonly<Record<string, (units: TimeUnits) => number>> = {
  rounds: (units) => units.roundSeconds,
  minutes: () => 60,
  hours: secondsPerHour,
  days: secondsPerDay,
};
const DEFAULT_UNIT = 'hours';
/** What other tools and people write for these units. */
const UNIT_OF_SHORT: Readonly<Record<string, string>> = {
  min: 'minutes',
  mins: 'minutes',
  m: 'minutes',
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  d: 'days',
};

/** The unit that a word means. A word for none of ours stays as it is: "2 weeks" are not two hours. */
const unitIn = ({ unit }: Details): string => {
  const word = typeof unit === 'string' ? unit.trim().toLowerCase().replace(/\.$/, '') : '';
  if (word === '') return DEFAULT_UNIT;
  const short = Object.hasOwn(UNIT_OF_SHORT, word) ? UNIT_OF_SHORT[word]! : word;
  return [short, `${short}s`].find((each) => Object.hasOwn(SECONDS_OF_UNIT, each)) ?? word;
};

/** The seconds that pass, negative for time that is set back; null where the details say nothing that is known. */
export const secondsPassed = (details: Details, units: TimeUnits): number | null => {
  const amount = amountIn(details['amount']);
  if (amount === null) return amountIn(details['seconds']);
  const unit = unitIn(details);
  return Object.hasOwn(SECONDS_OF_UNIT, unit) ? Math.round(amount * SECONDS_OF_UNIT[unit]!(units)) : null;
};

/** What the details count, by figures and not by words: "3 hours", "90 seconds"; empty where they say nothing. */
export const timePassedFigures = (details: Details): string => {
  const amount = amountIn(details['amount']);
  const seconds = amountIn(details['seconds']);
  if (amount !== null) return `${amount} ${unitIn(details)}`;
  return seconds === null ? '' : `${seconds} seconds`;
};

/** "3 hours"; empty where the details say nothing. */
export const timePassedWords = (details: Details): string => {
  const amount = amountIn(details['amount']);
  if (amount !== null) return plural(amount, unitIn(details).replace(/s$/, ''));
  const seconds = amountIn(details['seconds']);
  return seconds === null ? '' : durationWords(seconds);
};
