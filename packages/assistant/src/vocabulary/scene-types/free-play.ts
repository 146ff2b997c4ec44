import type { SceneWords } from './scene-words.ts';

export const FREE_PLAY: SceneWords = {
  mechanics: ['free play'],
  nouns: ['free play', 'three nights later', 'at our door', 'fallout', 'loose ends'],
};
