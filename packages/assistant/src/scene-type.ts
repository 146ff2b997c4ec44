// Decides the type of a scene by its words and the game system, with trained weights.
import { isShortTitle, type AnalysisInput, type SceneType } from '@emberkeep/domain';
import { bestClass, THERE, type ClassWeights, type Features } from './learned/class-model.ts';
import { SHIPPED } from './learned/shipped-weights.ts';
import { stem } from './stem.ts';
import { plainWords } from './text.ts';
import { SCENE_PATTERNS } from './vocabulary/scene-types/scene-patterns.ts';

export interface SceneTypeGuess {
  type: SceneType;
  /** The words that were found for it, in lower case. */
  words: string[];
}

export interface SceneWording extends Pick<AnalysisInput, 'gameSystem' | 'stage'> {
  text: string;
  /** Empty for a scene without a heading. */
  heading: string;
}

/** Whether the cue is the title of somebody: "Dr." is no damage resistance. */
const isTitleOf = (text: string, { 0: word, index }: RegExpMatchArray): boolean =>
  isShortTitle(word) && text[(index ?? 0) + word.length] === '.';

const cuesIn = (pattern: RegExp, text: string): string[] => [
  ...new Set(
    [...text.matchAll(pattern)].filter((match) => !isTitleOf(text, match)).map(([word]) => word.toLowerCase()),
  ),
];

const stemsOf = (text: string): Set<string> =>
  new Set(
    (
      plainWords(text)
        .toLowerCase()
        .match(/\p{L}{3,}/gu) ?? []
    ).map(stem),
  );

/** A single word shows less than a cue. */
const WORD = THERE / 2;
/** The value of one, two, three and more cue words of a kind. */
const CUES = [4, 6, 8] as const;

const lengthOf = (stems: number): string => (stems < 30 ? 'short' : stems < 80 ? 'middling' : 'long');

/** What the words of a scene show, for the trained model. */
export const featuresOfScene = ({ text, heading, gameSystem, stage }: SceneWording): Features => {
  const features = new Map<string, number>([
    ['bias', THERE],
    [`system ${gameSystem}`, THERE],
    [`stage ${stage}`, THERE],
  ]);
  for (const [type, patterns] of Object.entries(SCENE_PATTERNS))
    for (const [kind, pattern] of Object.entries(patterns)) {
      const found = cuesIn(pattern, text).length;
      if (found > 0) features.set(`${kind} of ${type}`, CUES[Math.min(found, CUES.length) - 1]!);
    }
  const stems = stemsOf(text);
  for (const word of stems) features.set(`word ${word}`, WORD);
  for (const word of stemsOf(heading)) features.set(`heading ${word}`, THERE);
  features.set(`length ${lengthOf(stems.size)}`, THERE);
  return features;
};

/** Scores and free play are phases of Forged in the Dark (M-324). */
const isPlayedIn = (type: string, system: string): boolean =>
  system === 'fitd' || (type !== 'score' && type !== 'free_play');

/** The type of a scene. */
export const sceneTypeOf = (scene: SceneWording, weights: ClassWeights = SHIPPED.sceneTypes): SceneTypeGuess => {
  // The classes that the model was trained on are scene types.
  const type = bestClass(featuresOfScene(scene), weights, (name) => isPlayedIn(name, scene.gameSystem)) as SceneType;
  const patterns = Object.values(SCENE_PATTERNS[type] ?? {});
  return { type, words: patterns.flatMap((pattern) => cuesIn(pattern, scene.text)) };
};
