import type { SceneWords } from './scene-words.ts';

export const MONTAGE: SceneWords = {
  mechanics: ['montage'],
  verbs: ['weeks pass', 'months pass', 'time skip'],
  nouns: ['montage', 'time passes', 'over the following months', 'series of'],
};
