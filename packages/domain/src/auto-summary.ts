// Owns the summary that writes itself (M-123 to M-129): the template of the source document with its counts made to read
// well for none, one and many. Deterministic: the same records give the same text, with no network and no model.
import type { Session } from './session.ts';
import { shownStats } from './session-stats.ts';

const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const places = (names: readonly string[]): string => {
  if (names.length === 0) return 'The party continued their adventure without finding new locations.';
  if (names.length <= 2)
    return `The party continued their adventure, exploring ${names.length} new location${names.length === 1 ? '' : 's'}: ${list(names)}.`;
  return `The party continued their adventure, exploring ${names.length} new locations including ${names.slice(0, 3).join(', ')}.`;
};

/** `currency` is the campaign's word for money; "gp" where it has none. */
export const autoSummary = (
  session: Pick<
    Session,
    | 'title'
    | 'locationsVisited'
    | 'npcsIntroduced'
    | 'actualObjectives'
    | 'reportedStats'
    | 'computedStats'
    | 'correctedStats'
  > & { shownNumber: number },
  currency: string,
): string => {
  const stats = shownStats(session);
  const npcs = session.npcsIntroduced.map((i) => i.text);
  const achieved = session.actualObjectives.map((i) => i.text);
  const damage = `with the party dealing ${stats.totalDamageDealt} total damage and taking ${stats.totalDamageReceived} damage in return`;
  const hadDamage = stats.totalDamageDealt !== 0 || stats.totalDamageReceived !== 0;
  return [
    `Session ${session.shownNumber}${session.title ? `: ${session.title}` : ''}`,
    places(session.locationsVisited.map((i) => i.text)),
    npcs.length === 0
      ? 'They encountered no new NPCs.'
      : `They encountered ${npcs.length} NPC${npcs.length === 1 ? '' : 's'}: ${npcs.join(', ')}.`,
    stats.combatEncounters === 0 && !hadDamage
      ? 'The session featured no combat encounters.'
      : `The session featured ${stats.combatEncounters === 0 ? 'no' : stats.combatEncounters} combat encounter${stats.combatEncounters === 1 ? '' : 's'}, ${damage}.`,
    achieved.length === 0
      ? 'Notable achievements: none written down.'
      : `Notable achievements:\n${achieved.map((a) => `- ${a}`).join('\n')}`,
    `The party earned ${stats.xpEarned === 0 ? 'no' : stats.xpEarned} XP and ${stats.treasureGained === 0 ? 'no' : `${stats.treasureGained} ${currency || 'gp'} in`} treasure.`,
  ].join('\n\n');
};
