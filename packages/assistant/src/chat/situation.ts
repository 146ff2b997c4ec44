// Helps a GM resolve what a character attempts: what to roll in the campaign's game system, how hard it is, and three
// outcomes.
import { gameSystem, type GameSystem } from '@emberkeep/domain/game-systems';
import { ATTEMPTS, OTHER_ATTEMPT } from './vocabulary/attempts.ts';

const HARDER = /\b(?:night|dark|rain|wet|storm|armed|alert|guarded|drunk|wounded|hurry|crowd(?:ed)?|without)\b/i;

/** The middle difficulty of the system, or the next harder one, as a sentence; empty where the system has none. */
const difficultySentence = ({ difficulties, terms }: GameSystem, isHarder: boolean): string => {
  const middleAt = Math.floor((difficulties.length - 1) / 2);
  const level = difficulties[isHarder ? Math.min(difficulties.length - 1, middleAt + 1) : middleAt];
  if (!level) return '';
  const term = terms['difficulty'] ? `${terms['difficulty']}: ` : '';
  return ` ${term}${level.name} (${level.value})${isHarder ? ', for what makes it worse' : ''}.`;
};

/** What to roll, how hard, and three outcomes. */
export const helpWith = (text: string, systemId: string): { text: string; skill: string } => {
  const system = gameSystem(systemId);
  const attempt = ATTEMPTS.find(({ verbs }) => verbs.test(text)) ?? OTHER_ATTEMPT;
  const skill = attempt.skills[system.id] ?? attempt.skills['custom'] ?? 'the skill that fits';
  return {
    skill,
    text: [
      `Roll ${skill}.${difficultySentence(system, HARDER.test(text))}`,
      `• It works: ${attempt.success}.`,
      `• At a cost: ${attempt.cost}.`,
      `• It fails: ${attempt.failure}.`,
    ].join('\n'),
  };
};
