// Answers a rules question with an entry of the game system, quoted and named; says so where the system has no entry.
import { gameSystem, type LookupEntry } from '@emberkeep/domain/game-systems';
import { stem } from '../stem.ts';
import { wordsOf } from './likeness.ts';
import { ruleNamed } from './rule-names.ts';
import { RULE_STOP_WORDS } from './vocabulary/stop-words.ts';

/** Words of entry names, by what people say instead. */
const SYNONYMS: Readonly<Record<string, string>> = {
  breath: 'suffocating drowning',
  drown: 'drowning suffocating',
  dc: 'difficulty',
  fall: 'falling',
  crit: 'critical',
  crits: 'critical',
  heal: 'healing natural recovery',
  sleep: 'rest',
  insane: 'insanity',
  sane: 'sanity',
  grab: 'grapple',
  wrestle: 'grapple',
  push: 'pushing push',
  shove: 'shove',
  bleed: 'dying',
  clocks: 'clock',
  stealth: 'stealth hide',
  sneak: 'stealth hide',
  climb: 'climbing',
  swim: 'swimming',
  jump: 'jumping',
  lock: 'lockpicking locks',
  poison: 'poison poisoned',
  bargain: 'bargain',
  adv: 'advantage',
  disadv: 'disadvantage',
};

/** Score of a word that matches an entry's name, and of one that matches its text. */
const NAME_SCORE = 3;
const TEXT_SCORE = 1;
/** An entry whose name does not match needs this score. */
const SCORE_MIN = 2;

/** True where two words are forms of one: whole words are compared, so that Harrow is no roll to row. */
const isLike = (word: string, other: string): boolean => other === word || stem(other) === stem(word);

const scoreEntry = (entry: LookupEntry, asked: readonly string[]): number => {
  const [name, body] = [wordsOf(entry.name), wordsOf(entry.text)];
  const scoreOf = (word: string): number => {
    if (name.some((other) => isLike(word, other))) return NAME_SCORE;
    return body.some((other) => isLike(word, other)) ? TEXT_SCORE : 0;
  };
  return asked.reduce((sum, word) => sum + scoreOf(word), 0);
};

/** The entry that answers, or null. */
const findRule = (text: string, systemId: string): LookupEntry | null => {
  const system = gameSystem(systemId);
  const named = ruleNamed(text, systemId);
  if (named) return system.lookups.find((entry) => entry.name === named) ?? null;
  const words = wordsOf(text).filter((word) => !RULE_STOP_WORDS.has(word));
  const asked = [...new Set(words.flatMap((word) => [word, ...(SYNONYMS[word]?.split(' ') ?? [])]))];
  if (asked.length === 0) return null;
  let best: LookupEntry | null = null;
  let bestScore = 0;
  for (const entry of system.lookups) {
    const score = scoreEntry(entry, asked);
    if (score <= bestScore) continue;
    best = entry;
    bestScore = score;
  }
  if (bestScore >= NAME_SCORE) return best;
  return bestScore >= (asked.length === 1 ? TEXT_SCORE : SCORE_MIN) ? best : null;
};

/** The answer in words. `topic`: name of the entry, or null where there is none. */
export const answerRule = (text: string, systemId: string): { text: string; topic: string | null } => {
  const system = gameSystem(systemId);
  const ladder = system.difficulties.map(({ name, value }) => `${name} ${value}`).join(', ');
  const asked = system.difficulties.find(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(text));
  if (asked && /\b(?:dc|difficulty|target|check|roll|modifier|how hard|what'?s)\b/i.test(text))
    return {
      text: `${asked.name}: ${asked.value}. The ladder: ${ladder}. (${system.name})`,
      topic: system.terms['difficulty'] ?? 'difficulty',
    };
  const entry = findRule(text, systemId);
  if (entry) return { text: `“${entry.name}. ${entry.text}” (${system.name})`, topic: entry.name };
  return { text: `The ${system.name} rules in Emberkeep don’t cover that.`, topic: null };
};
