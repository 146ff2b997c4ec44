// One-line facts about a session as the players read it.
import { currencyOf, dayWords, entityTypeLabel, type PlayerSession, type PlayerView } from '@emberkeep/domain';
import { m } from '#messages';

type PlayerEntity = PlayerView['entities'][number];
type PlayerCombat = PlayerSession['combats'][number];
type PlayerGoal = PlayerSession['goals'][number];

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');

/** The title, or "Session 3" for a session without one. */
export const titleOf = ({ title, number }: PlayerSession): string =>
  title || m.players_playerViewWords_session_number({ number });

const durationOf = (minutes: number | null): string => {
  if (minutes === null) return '';
  return minutes < 60
    ? m.players_playerViewWords_min({ minutes })
    : m.players_playerViewWords_h_min({ floor: Math.floor(minutes / 60), minutes: minutes % 60 });
};

/** Number, date and length at the table. */
export const factsOf = ({ number, date, minutes }: PlayerSession): string =>
  joined([m.players_playerViewWords_session_number({ number }), dayWords(date), durationOf(minutes)]);

export const factsWithPlayers = (session: PlayerSession): string =>
  joined([factsOf(session), session.present.join(', ')]);

/** XP and treasure of the session. */
export const rewardsOf = ({ stats }: PlayerSession, currency: string): string[] =>
  [
    stats.xpEarned ? m.players_playerViewWords_xp({ xp: stats.xpEarned }) : '',
    stats.treasureGained ? `${stats.treasureGained} ${currencyOf({ currency, system: '' })}` : '',
  ].filter(Boolean);

/** What follows the name of a combat: " · 3 rounds · won". */
export const combatFacts = ({ rounds, dealt, taken, outcome }: PlayerCombat): string =>
  [
    rounds === null ? '' : m.players_playerViewWords_rounds({ count: rounds }),
    dealt || taken ? m.players_playerViewWords_damage_dealt_taken({ dealt, taken }) : '',
    outcome,
  ]
    .filter(Boolean)
    .map((part) => ` · ${part}`)
    .join('');

const GOAL_WORDS: Readonly<Record<string, (goal: { name: string }) => string>> = {
  active: m.players_playerViewWords_active,
  complete: m.players_playerViewWords_done,
  failed: m.players_playerViewWords_failed,
};

export const goalLine = ({ name, status, words }: PlayerGoal): string =>
  (GOAL_WORDS[status]?.({ name }) ?? `${name}: ${status}`) + (words ? `, ${words}` : '');

/** Type and other names. */
export const entityFacts = ({ entityType, aliases }: PlayerEntity): string =>
  joined([entityTypeLabel(entityType), aliases.join(', ')]);
