// Decides the type of the scene that a chat message asks for by its words: terms of the rules weigh most, then verbs,
// then nouns. A request is a sentence, for which the weights of whole scenes are not trained.
import { SCENE_TYPES, type SceneType } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { SCENE_PATTERNS, WORD_KINDS, type WordKind } from '../vocabulary/scene-types/scene-patterns.ts';

const WEIGHTS: Readonly<Record<WordKind, number>> = { mechanics: 3, verbs: 1.5, nouns: 1 };

/** Factors for what each game system plays more and less than others (M-323 to M-325). */
const LEAN: Readonly<Record<string, Partial<Record<SceneType, number>>>> = {
  'coc-7e': { investigation: 1.25, ritual: 1.2, exploration: 1.05, score: 0.1, downtime: 0.7, free_play: 0.2 },
  'dnd-5e': { combat: 1.15, exploration: 1.15, score: 0.1, downtime: 0.6, free_play: 0.2 },
  'gurps-4e': { score: 0.15, downtime: 0.8, free_play: 0.2 },
  fitd: { score: 1.7, downtime: 1.6, free_play: 1.4, stealth: 0.6, exploration: 0.6, combat: 0.8, travel: 0.6 },
};
/** Scores and free play are phases of Forged in the Dark; elsewhere their words mostly mean something else. */
const defaultLean = (type: SceneType): number => (type === 'score' || type === 'free_play' ? 0.3 : 1);

/** The type where no words decide it: what the system plays most. */
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

/** The type of the scene that a message asks for. `system` is the id of a game system. */
export const requestedSceneType = (text: string, title: string, system: string): SceneType => {
  const opening = text.slice(0, Math.max(120, Math.floor(text.length / 3)));
  const lower = text.toLowerCase();
  const hints = gameSystem(system).sceneHints;
  let [best, most]: [SceneType, number] = ['other', LEAST_SCORE];
  for (const type of SCENE_TYPES) {
    const patterns = SCENE_PATTERNS[type];
    if (!patterns) continue;
    let score = 0;
    // Words in the opening and the title weigh more than words within the message.
    for (const kind of WORD_KINDS)
      score +=
        WEIGHTS[kind] *
        (Math.min(4, wordsIn(patterns[kind], text).length) +
          0.6 * Math.min(2, wordsIn(patterns[kind], opening).length) +
          0.8 * Math.min(2, wordsIn(patterns[kind], title).length));
    for (const hint of hints.filter((h) => h.sceneType === type))
      score += HINT_WEIGHT * hint.words.filter((w) => lower.includes(w)).length;
    score *= LEAN[system]?.[type] ?? defaultLean(type);
    if (score > most) [best, most] = [type, score];
  }
  return best === 'other' ? (BY_SYSTEM[system] ?? 'other') : best;
};
