// The summary of a session that needs no GM (M-123 to M-129): the template of the source document, with counts that
// read well for none, one and many. The same records give the same text, with no network and no model.
import { listWords } from './list-words.ts';
import { plural, pluralWord } from './plural.ts';
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

const numberOrNo = (count: number): string => (count === 0 ? 'no' : String(count));

/** Beyond two locations only the first three are named. */
const locationsSentence = (names: readonly string[]): string => {
  if (names.length === 0) return 'The party continued their adventure without finding new locations.';
  const count = plural(names.length, 'new location');
  return names.length <= 2
    ? `The party continued their adventure, exploring ${count}: ${listWords(names)}.`
    : `The party continued their adventure, exploring ${count} including ${names.slice(0, 3).join(', ')}.`;
};

const npcsSentence = (names: readonly string[]): string =>
  names.length === 0
    ? 'They encountered no new NPCs.'
    : `They encountered ${plural(names.length, 'NPC')}: ${names.join(', ')}.`;

/** Damage is reported even where no combat was logged. */
const combatSentence = ({ combatEncounters, totalDamageDealt, totalDamageReceived }: SessionStats): string => {
  if (combatEncounters === 0 && totalDamageDealt === 0 && totalDamageReceived === 0)
    return 'The session featured no combat encounters.';
  const count = `${numberOrNo(combatEncounters)} ${pluralWord(combatEncounters, 'combat encounter')}`;
  return (
    `The session featured ${count}, with the party dealing ${totalDamageDealt} total damage ` +
    `and taking ${totalDamageReceived} damage in return.`
  );
};

const achievements = (achieved: readonly string[]): string =>
  achieved.length === 0
    ? 'Notable achievements: none written down.'
    : `Notable achievements:\n${achieved.map((a) => `- ${a}`).join('\n')}`;

const rewardsSentence = ({ xpEarned, treasureGained }: SessionStats, currency: string): string => {
  const treasure = treasureGained === 0 ? 'no' : `${treasureGained} ${currency} in`;
  return `The party earned ${numberOrNo(xpEarned)} XP and ${treasure} treasure.`;
};

/** `currency` is the campaign's word for money. */
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
  ].join('\n\n');
};
