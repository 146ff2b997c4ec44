// The summary of a session that needs no GM (M-123 to M-129): the template of the source document, with counts that
// read well for one and many. The same records give the same text, with no network and no model. What was not recorded
// may have happened all the same, so nothing is said of it.
import { listWords } from './list-words.ts';
import { plural } from './plural.ts';
import type { Session } from './session.ts';
import { shownStats, type SessionStats } from './session-stats.ts';
import { sessionLabel } from './session-title.ts';

/** What the summary reads of a session, with the number that is shown. */
export type SummarizedSession = {
  shownNumber: number;
  /** Places of the list that the party only moved to: they are not new. */
  onlyMovedTo?: readonly string[];
} & Pick<
  Session,
  | 'title'
  | 'locationsVisited'
  | 'npcsIntroduced'
  | 'actualObjectives'
  | 'reportedStats'
  | 'computedStats'
  | 'correctedStats'
>;

/** Beyond two locations only the first three are named. */
const locationsSentence = (names: readonly string[]): string => {
  if (names.length === 0) return '';
  const count = plural(names.length, 'new location');
  return names.length <= 2
    ? `The party continued their adventure, exploring ${count}: ${listWords(names)}.`
    : `The party continued their adventure, exploring ${count} including ${names.slice(0, 3).join(', ')}.`;
};

const npcsSentence = (names: readonly string[]): string =>
  names.length === 0 ? '' : `They encountered ${plural(names.length, 'NPC')}: ${names.join(', ')}.`;

/** Damage is reported even where no combat was logged. */
const combatSentence = ({ combatEncounters, totalDamageDealt, totalDamageReceived }: SessionStats): string => {
  const hasDamage = totalDamageDealt !== 0 || totalDamageReceived !== 0;
  const count = plural(combatEncounters, 'combat encounter');
  if (combatEncounters === 0)
    return hasDamage ? `The party dealt ${totalDamageDealt} total damage and took ${totalDamageReceived} damage.` : '';
  if (!hasDamage) return `The session featured ${count}.`;
  return (
    `The session featured ${count}, with the party dealing ${totalDamageDealt} total damage ` +
    `and taking ${totalDamageReceived} damage in return.`
  );
};

const achievements = (achieved: readonly string[]): string =>
  achieved.length === 0 ? '' : `Notable achievements:\n${achieved.map((a) => `- ${a}`).join('\n')}`;

const rewardsSentence = ({ xpEarned, treasureGained }: SessionStats, currency: string): string => {
  const gained = [
    xpEarned === 0 ? '' : `${xpEarned} XP`,
    treasureGained === 0 ? '' : [treasureGained, currency, 'in treasure'].filter(Boolean).join(' '),
  ].filter(Boolean);
  return gained.length === 0 ? '' : `The party earned ${listWords(gained)}.`;
};

/** `currency` is the campaign's word for money. Only the title where nothing was recorded. */
export const autoSummary = (session: SummarizedSession, currency: string): string => {
  const stats = shownStats(session);
  const places = session.locationsVisited.map((i) => i.text);
  return [
    sessionLabel(session, ': '),
    locationsSentence(places.filter((place) => !session.onlyMovedTo?.includes(place))),
    npcsSentence(session.npcsIntroduced.map((i) => i.text)),
    combatSentence(stats),
    achievements(session.actualObjectives.map((i) => i.text)),
    rewardsSentence(stats, currency),
  ]
    .filter(Boolean)
    .join('\n\n');
};
