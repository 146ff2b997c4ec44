// Decides the type of a scene by its words: terms of the rules weigh most, then verbs, then nouns. The game system
// shifts the weights and adds words of its own.
import { SCENE_TYPES, type SceneType } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { SCENE_TYPE_WORDS } from './vocabulary/scene-types/scene-types.ts';
import type { SceneWords } from './vocabulary/scene-types/scene-words.ts';
import { anyWord } from './vocabulary/patterns.ts';

export interface SceneTypeGuess {
  type: SceneType;
  /** The words that were found for it, in lower case. */
  words: string[];
  score: number;
}

const WEIGHTS = { mechanics: 3, verbs: 1.5, nouns: 1 } as const;
type WordKind = keyof typeof WEIGHTS;
const WORD_KINDS: readonly WordKind[] = ['mechanics', 'verbs', 'nouns'];

const patternsOf = (words: SceneWords): Partial<Record<WordKind, RegExp>> =>
  Object.fromEntries(WORD_KINDS.flatMap((kind) => (words[kind] ? [[kind, anyWord(words[kind], 'gi')]] : [])));
export const SCENE_PATTERNS = Object.fromEntries(
  Object.entries(SCENE_TYPE_WORDS).map(([type, words]) => [type, patternsOf(words)]),
) as Partial<Record<SceneType, Partial<Record<WordKind, RegExp>>>>;

/** Factors for what each game system plays more and less than others (M-323 to M-325). */
const LEAN: Readonly<Record<string, Partial<Record<SceneType, number>>>> = {
  'coc-7e': { investigation: 1.25, ritual: 1.2, exploration: 1.05, score: 0.1, downtime: 0.7, free_play: 0.2 },
  'dnd-5e': { combat: 1.15, exploration: 1.15, score: 0.1, downtime: 0.6, free_play: 0.2 },
  'gurps-4e': { score: 0.15, downtime: 0.8, free_play: 0.2 },
  fitd: { score: 1.7, downtime: 1.6, free_play: 1.4, stealth: 0.6, exploration: 0.6, combat: 0.8, travel: 0.6 },
};
/** Scores and free play are phases of Forged in the Dark; elsewhere their words mostly mean something else. */
const defaultLean = (type: SceneType): number => (type === 'score' || type === 'free_play' ? 0.3 : 1);

/** The type where no words decide it: by the signal that began the scene, or else by what the system plays most. */
const BY_SIGNAL: Readonly<Record<string, SceneType>> = {
  location: 'exploration',
  combat: 'combat',
  introduction: 'social',
  investigation: 'investigation',
  score: 'score',
  challenge: 'puzzle',
};
const BY_SYSTEM: Readonly<Record<string, SceneType>> = {
  'dnd-5e': 'exploration',
  'coc-7e': 'investigation',
  'gurps-4e': 'social',
  fitd: 'social',
};

/** A type must score higher than this. */
const LEAST_SCORE = 0.9;
const HINT_WEIGHT = 0.7;

const wordsIn = (pattern: RegExp | undefined, text: string): string[] =>
  pattern ? [...new Set((text.match(pattern) ?? []).map((w) => w.toLowerCase()))] : [];

/** The type of a scene. `system` is the id of a game system; `rule` is the rule by which the scene was found. */
export const sceneTypeOf = (text: string, title: string, system: string, rule = ''): SceneTypeGuess => {
  const opening = text.slice(0, Math.max(120, Math.floor(text.length / 3)));
  const lower = text.toLowerCase();
  const hints = gameSystem(system).sceneHints;
  let best: SceneTypeGuess = { type: 'other', words: [], score: LEAST_SCORE };
  for (const type of SCENE_TYPES) {
    const patterns = SCENE_PATTERNS[type];
    if (!patterns) continue;
    const words: string[] = [];
    let score = 0;
    for (const kind of WORD_KINDS) {
      const found = wordsIn(patterns[kind], text);
      words.push(...found);
      // Words in the opening and the title of a scene weigh more than words within it.
      score +=
        WEIGHTS[kind] *
        (Math.min(4, found.length) +
          0.6 * Math.min(2, wordsIn(patterns[kind], opening).length) +
          0.8 * Math.min(2, wordsIn(patterns[kind], title).length));
    }
    for (const hint of hints.filter((h) => h.sceneType === type))
      score += HINT_WEIGHT * hint.words.filter((w) => lower.includes(w)).length;
    score *= LEAN[system]?.[type] ?? defaultLean(type);
    if (score > best.score) best = { type, words, score };
  }
  return best.type === 'other' ? { ...best, type: BY_SIGNAL[rule] ?? BY_SYSTEM[system] ?? 'other' } : best;
};
