// One-line facts about a session as the players read it.
import { dayWords, entityTypeLabel, type PlayerSession, type PlayerView } from '@emberkeep/domain';
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
    ? `${minutes} min`
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
    stats.xpEarned ? `${stats.xpEarned} XP` : '',
    stats.treasureGained ? `${stats.treasureGained} ${currency || 'gp'}` : '',
  ].filter(Boolean);

/** What follows the name of a combat: " · 3 rounds · won". */
export const combatFacts = ({ rounds, dealt, taken, outcome }: PlayerCombat): string =>
  [
    rounds === null ? '' : `${rounds} rounds`,
    dealt || taken ? m.players_playerViewWords_damage_dealt_taken({ dealt, taken }) : '',
    outcome,
  ]
    .filter(Boolean)
    .map((part) => ` · ${part}`)
    .join('');

export const goalLine = ({ name, status, words }: PlayerGoal): string =>
  `${name}: ${status === 'complete' ? 'done' : status}${words ? `, ${words}` : ''}`;

/** Type and other names. */
export const entityFacts = ({ entityType, aliases }: PlayerEntity): string =>
  joined([entityTypeLabel(entityType), aliases.join(', ')]);
