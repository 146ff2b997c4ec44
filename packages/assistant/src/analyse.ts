// Owns one analysis of one text: everything found in it as items of one model, each with its place, the words it stands on,
// the rule, a reason in words and a confidence. Pure: the same text gives the same items on every device.
import type { AnalysisInput, AnalysisItem } from '@emberkeep/domain';
import { findScenes } from './segment.ts';
import { sceneTypeOf } from './scene-type.ts';
import { cutSentences } from './text.ts';

const QUOTE_LENGTH = 240;
const quoted = (text: string): string => (text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH).replace(/\s+\S*$/, '')}…` : text);

export const analyse = (input: AnalysisInput): AnalysisItem[] => {
  const { text, gameSystem } = input;
  const items: AnalysisItem[] = [];
  for (const scene of findScenes(text, gameSystem)) {
    const words = text.slice(scene.start, scene.end);
    const { type, words: told } = sceneTypeOf(words, scene.title, gameSystem);
    items.push({
      type: 'scene_suggestion', start: scene.start, end: scene.end, quote: quoted(words), title: scene.title, rule: scene.rule,
      reason: `${scene.reason}${told.length > 0 ? `; ${told.slice(0, 3).join(', ')}` : ''}`, confidence: scene.confidence,
      proposal: { title: scene.title, sceneType: type, brief: quoted(cutSentences(words).slice(0, 3).map((s) => s.text).join(' ')), entityIds: [] },
    });
  }
  return items;
};
