// Owns answers from the game system's own entries: quoted, named, and nothing where the system says nothing.
import { gameSystem, lookUp, type LookupEntry } from '@emberkeep/domain/game-systems';
import { wordsOf } from './likeness.ts';
import { ruleNamed } from './understand.ts';

const STOP = new Set(
  'a an and are as at be by can do does for from go how i if in is it me my of on or rule rules that the there this to under use was we what when which who why will with work works you your again happens happen explain somebody someone tell about holding roll'.split(
    ' ',
  ),
);
/** Words that people say for what an entry calls otherwise. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
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

/** The entry that answers, or null. */
export const findRule = (text: string, systemId: string): LookupEntry | null => {
  const system = gameSystem(systemId);
  const own = ruleNamed(text, systemId);
  if (own) return system.lookups.find((e) => e.name === own) ?? null;
  const asked = [
    ...new Set(
      wordsOf(text)
        .filter((w) => !STOP.has(w))
        .flatMap((w) => [w, ...(OTHER_WORDS[w]?.split(' ') ?? [])]),
    ),
  ];
  if (asked.length === 0) return null;
  let best: { entry: LookupEntry; score: number } | null = null;
  for (const entry of system.lookups) {
    const [name, body] = [wordsOf(entry.name), wordsOf(entry.text)];
    const like = (word: string, other: string): boolean =>
      other === word || (word.length > 3 && other.startsWith(word.slice(0, Math.max(4, word.length - 2))));
    const score = asked.reduce(
      (sum, word) => sum + (name.some((n) => like(word, n)) ? 3 : body.some((b) => like(word, b)) ? 1 : 0),
      0,
    );
    if (score > (best?.score ?? 0)) best = { entry, score };
  }
  if (best && best.score >= 3) return best.entry;
  return asked.length === 1
    ? (lookUp(system, asked[0] as string)[0] ?? null)
    : best && best.score >= 2
      ? best.entry
      : null;
};

/** Quotes the entry and names it and its system; says so where there is none. */
export const answerRule = (text: string, systemId: string): { text: string; topic: string | null } => {
  const system = gameSystem(systemId);
  const ladder = system.difficulties.map((d) => `${d.name} ${d.value}`).join(', ');
  const hard = system.difficulties.find((d) => new RegExp(`\\b${d.name}\\b`, 'i').test(text));
  if (hard && /\b(?:dc|difficulty|target|check|roll|modifier|how hard|what'?s)\b/i.test(text))
    return {
      text: `${hard.name}: ${hard.value}. The ladder: ${ladder}. (${system.name})`,
      topic: system.terms['difficulty'] ?? 'difficulty',
    };
  const entry = findRule(text, systemId);
  if (entry) return { text: `“${entry.name}. ${entry.text}” (${system.name})`, topic: entry.name };
  return { text: `The rules that are here for ${system.name} say nothing on that.`, topic: null };
};
