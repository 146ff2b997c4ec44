// The words of each type of scene as patterns.
import type { SceneType } from '@emberkeep/domain';
import { anyWord } from '../patterns.ts';
import { SCENE_TYPE_WORDS } from './scene-types.ts';
import type { SceneWords } from './scene-words.ts';

export type WordKind = keyof SceneWords;
export const WORD_KINDS: readonly WordKind[] = ['mechanics', 'verbs', 'nouns'];

const patternsOf = (words: SceneWords): Partial<Record<WordKind, RegExp>> =>
  Object.fromEntries(WORD_KINDS.flatMap((kind) => (words[kind] ? [[kind, anyWord(words[kind], 'gi')]] : [])));
export const SCENE_PATTERNS = Object.fromEntries(
  Object.entries(SCENE_TYPE_WORDS).map(([type, words]) => [type, patternsOf(words)]),
) as Partial<Record<SceneType, Partial<Record<WordKind, RegExp>>>>;
