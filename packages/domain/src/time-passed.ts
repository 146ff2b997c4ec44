// How much game time an event of the type `time_passed` lets pass. Its details are an amount and a unit; those of
// earlier versions and of imports are whole seconds.
import { durationWords, secondsPerDay, secondsPerHour, type TimeUnits } from './game-time.ts';
import { plural } from './plural.ts';
import { numberIn } from './values.ts';

type Details = Readonly<Record<string, unknown>>;

const SECONDS_OF_UNIT: Readonly<Record<string, (units: TimeUnits) => number>> = {
  rounds: (units) => units.roundSeconds,
  minutes: () => 60,
  hours: secondsPerHour,
  days: secondsPerDay,
};
const DEFAULT_UNIT = 'hours';

const unitIn = ({ unit }: Details): string =>
  typeof unit === 'string' && Object.hasOwn(SECONDS_OF_UNIT, unit) ? unit : DEFAULT_UNIT;

/** The seconds that pass, negative for time that is set back; null where the details say nothing. */
export const secondsPassed = (details: Details, units: TimeUnits): number | null => {
  const amount = numberIn(details['amount']);
  if (amount === null) return numberIn(details['seconds']);
  return Math.round(amount * SECONDS_OF_UNIT[unitIn(details)]!(units));
};

/** What the details count, by figures and not by words: "3 hours", "90 seconds"; empty where they say nothing. */
export const timePassedFigures = (details: Details): string => {
  const amount = numberIn(details['amount']);
  const seconds = numberIn(details['seconds']);
  if (amount !== null) return `${amount} ${unitIn(details)}`;
  return seconds === null ? '' : `${seconds} seconds`;
};

/** "3 hours"; empty where the details say nothing. */
export const timePassedWords = (details: Details): string => {
  const amount = numberIn(details['amount']);
  if (amount !== null) return plural(amount, unitIn(details).slice(0, -1));
  const seconds = numberIn(details['seconds']);
  return seconds === null ? '' : durationWords(seconds);
};
