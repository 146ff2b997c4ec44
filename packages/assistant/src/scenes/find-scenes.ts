// Finds where scenes begin and end in a note.
import type { AnalysisInput } from '@emberkeep/domain';
import { bestSegments, type SegmentWeights } from '../learned/segment-model.ts';
import { SHIPPED } from '../learned/shipped-weights.ts';
import { asTitle, headingTitle, plainWords } from '../text.ts';
import { SIGNAL_WORDS, type Signal } from '../vocabulary/scene-signals.ts';
import { NODE_LEAD } from './line-leads.ts';
import { noteUnits, type NoteUnit } from './note-units.ts';
import { headingWords } from './sections.ts';
import { signalsOf } from './signals.ts';

export interface FoundScene {
  start: number;
  end: number;
  title: string;
  /** What marks its beginning: `heading`, `layout` or a signal. */
  rule: Signal | 'heading' | 'layout';
  /** Why it begins here, in words for the GM. */
  reason: string;
  confidence: number;
}

export type SceneInput = Pick<AnalysisInput, 'text' | 'gameSystem' | 'stage'>;

const NODE_NUMBER = new RegExp(`${NODE_LEAD.source}[:.)\\s–—-]*`, 'i');

/** The title of a scene without a heading, from its first line. */
const titleOf = (words: string): string => {
  const first = plainWords(words.split('\n')[0] ?? '')
    .replace(NODE_NUMBER, '')
    .replace(/^[-*•☐☑\d.)\s]+/, '')
    .replace(/^(?:\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:am|pm))\s*(?:am|pm)?[\s:–—-]*/i, '');
  return asTitle(first) || asTitle(words) || 'Scene';
};

const reasonOf = (rule: FoundScene['rule']): string => {
  if (rule === 'heading') return 'It has its own heading';
  return rule === 'layout' ? 'It is set apart in your notes' : SIGNAL_WORDS[rule];
};

/** The margin of weights at which a confidence is half way between the least and the most. */
const HALF_SURE = 60;
const [LEAST, MOST] = [0.35, 0.95];

const confidenceOf = (margin: number): number =>
  margin <= 0 ? LEAST : LEAST + (MOST - LEAST) * (margin / (margin + HALF_SURE));

const sceneOf = (text: string, units: readonly NoteUnit[], margin: number): FoundScene => {
  const first = units[0]!;
  const { end } = units.at(-1)!;
  const words = text.slice(first.start, end);
  const rule = first.heading ? 'heading' : (signalsOf(plainWords(words))[0] ?? 'layout');
  return {
    start: first.start + (words.length - words.trimStart().length),
    end,
    title: (first.heading && headingTitle(headingWords(plainWords(first.heading)), 80)) || titleOf(words),
    rule,
    reason: reasonOf(rule),
    confidence: confidenceOf(margin),
  };
};

/** The scenes of a note, in order and without overlap. A note of lists or admin alone has none. */
export const findScenes = (input: SceneInput, weights: SegmentWeights = SHIPPED.scenes): FoundScene[] => {
  const units = noteUnits(input);
  return bestSegments(units, weights).map(({ from, to, margin }) => sceneOf(input.text, units.slice(from, to), margin));
};
