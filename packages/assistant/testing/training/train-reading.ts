// Trains everything that reads notes, on labelled notes.
import { SCENE_TYPES } from '@emberkeep/domain';
import type { ReadingWeights } from '../../src/learned/shipped-weights.ts';
import { logCandidates, LOGGED, PASSED } from '../../src/events/log-entries.ts';
import { nameNote } from '../../src/named-note.ts';
import { featuresOfScene } from '../../src/scene-type.ts';
import { noteUnits, type NoteUnit } from '../../src/scenes/note-units.ts';
import { cutLines } from '../../src/text.ts';
import type { Gold, GoldNote } from '../gold-notes.ts';
import { canonical, tellsAny } from '../score-gold.ts';
import { trainClasses, type ClassExample } from './train-classes.ts';
import { trainSegments, type SegmentExample } from './train-segments.ts';

/** How strongly weights are pulled to 0. */
const PENALTY = { scenes: 3, sceneTypes: 1, logEntries: 6 } as const;

/** The unit that begins nearest to an offset. */
const unitAt = (units: readonly NoteUnit[], offset: number): number =>
  units.reduce(
    (best, { start }, i) => (Math.abs(start - offset) < Math.abs(units[best]!.start - offset) ? i : best),
    0,
  );

/** The end of a label may be a character or two behind the beginning of the next unit. */
const END_SLACK = 2;

const scenesAsUnits = (units: readonly NoteUnit[], scenes: Gold['scenes']): [from: number, to: number][] => {
  const starts = scenes.map(({ start }) => unitAt(units, start));
  return scenes.flatMap(({ end }, i): [number, number][] => {
    const from = starts[i]!;
    const next = starts[i + 1] ?? units.length;
    let to = from + 1;
    while (to < next && units[to]!.start < end - END_SLACK) to += 1;
    return from < next ? [[from, to]] : [];
  });
};

const segmentExample = ({ hand, input, gold }: GoldNote): SegmentExample => {
  const units = noteUnits(input);
  return { hand, units, scenes: scenesAsUnits(units, gold.scenes) };
};

const headingOf = (passage: string): string => {
  const first = cutLines(passage).find(({ kind }) => kind !== 'blank');
  return first?.kind === 'heading' ? first.words : '';
};

const typeExamples = ({ hand, input, gold }: GoldNote): ClassExample[] =>
  gold.scenes.map(({ start, end, types }) => {
    const text = input.text.slice(start, end);
    return { hand, features: featuresOfScene({ ...input, text, heading: headingOf(text) }), accepted: types };
  });

/** Whether a log entry of this entity and these words is one that the labels hold. */
const isLogged = (note: GoldNote): ((about: string, words: string) => boolean) => {
  const nameOf = canonical(note);
  return (about, words) =>
    note.gold.logEntries.some(({ entity, keywords }) => nameOf(entity) === nameOf(about) && tellsAny(words, keywords));
};

const logExamples = (note: GoldNote): ClassExample[] => {
  if (note.input.stage !== 'actual') return [];
  const isEntry = isLogged(note);
  return logCandidates(note.input.text, nameNote(note.input)).map(({ about, sentence, features }) => ({
    hand: note.hand,
    features,
    accepted: [isEntry(about.name, sentence.text) ? LOGGED : PASSED],
  }));
};

/** Trains on notes of several hands. The same notes in the same order give the same weights. */
export const trainReading = (notes: readonly GoldNote[]): ReadingWeights => ({
  scenes: trainSegments(notes.map(segmentExample), PENALTY.scenes),
  sceneTypes: trainClasses(notes.flatMap(typeExamples), SCENE_TYPES, PENALTY.sceneTypes),
  logEntries: trainClasses(notes.flatMap(logExamples), [PASSED, LOGGED], PENALTY.logEntries),
});
