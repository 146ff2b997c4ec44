// Trains everything that reads notes, on labelled notes.
import { SCENE_TYPES } from '@emberkeep/domain';
import type { ReadingWeights } from '../../src/learned/shipped-weights.ts';
import { logCandidates, LOGGED, PASSED } from '../../src/events/log-entries.ts';
import type { ClassWeights } from '../../src/learned/class-model.ts';
import { nameCandidatesIn, nameNote } from '../../src/named-note.ts';
import { NAME, NO_NAME, SUGGESTED_TYPES, type NameWeights } from '../../src/names/new-names.ts';
import { findRelationships } from '../../src/relationships/find-relationships.ts';
import { entityPairs, type EntityPair } from '../../src/relationships/pair-features.ts';
import { RELATED, RELATION_CLASSES, UNRELATED } from '../../src/relationships/related-pairs.ts';
import { featuresOfScene } from '../../src/scene-type.ts';
import { noteUnits, type NoteUnit } from '../../src/scenes/note-units.ts';
import { cutLines } from '../../src/text.ts';
import type { Gold, GoldNote, GoldRelationship } from '../gold-notes.ts';
import { canonical, familiesOf, isNameOf, tellsAny } from '../score-gold.ts';
import { leastMargin } from './least-margin.ts';
import { trainClasses, type ClassExample } from './train-classes.ts';
import { trainSegments, type SegmentExample } from './train-segments.ts';

/** How strongly weights are pulled to 0. */
const PENALTY = {
  scenes: 3,
  sceneTypes: 1,
  names: 2,
  nameTypes: 0.3,
  relationships: 6,
  relationTypes: 2,
  logEntries: 6,
} as const;
/** The share of names that should be right. */
const RIGHT_NAMES = 0.82;
/** The share of related pairs that should be right, of those that no rule reads. */
const RIGHT_PAIRS = 0.5;

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

const logExamples = (note: GoldNote, weights: NameWeights): ClassExample[] => {
  if (note.input.stage !== 'actual') return [];
  const isEntry = isLogged(note);
  return logCandidates(note.input.text, nameNote(note.input, weights)).map(({ about, sentence, features }) => ({
    hand: note.hand,
    features,
    accepted: [isEntry(about.name, sentence.text) ? LOGGED : PASSED],
  }));
};

/** The new entities of the labels that each candidate names; optional ones count neither way. */
const nameExamples = ({ hand, input, gold }: GoldNote): Pick<NoteExamples, 'names' | 'nameTypes'> => {
  const entities = gold.entities.filter(({ status }) => status === 'new');
  const candidates = nameCandidatesIn(input).map(({ candidate, features }) => ({
    features,
    meant: entities.find(({ name, aliases }) => isNameOf(candidate.name, [name, ...aliases])),
    isOptional: isNameOf(candidate.name, gold.optionalEntities),
  }));
  return {
    names: candidates
      .filter(({ meant, isOptional }) => meant ?? !isOptional)
      .map(({ features, meant }) => ({ hand, features, accepted: [meant ? NAME : NO_NAME] })),
    nameTypes: candidates.flatMap(({ features, meant }) => (meant ? [{ hand, features, accepted: meant.types }] : [])),
  };
};

/** Two classes, with the least margin of the second one. */
const trainChoice = (
  examples: readonly ClassExample[],
  classes: readonly [string, string],
  penalty: number,
  precision: number,
  isJudged: (example: ClassExample) => boolean = () => true,
): ClassWeights => ({
  ...trainClasses(examples, classes, penalty),
  least: leastMargin(examples, classes, { penalty, precision, isJudged }),
});

/** The class of a relationship by its labels, seen from the entity that is named first. */
const relationClass = (
  { source, target, type }: GoldRelationship,
  pair: EntityPair,
  isFirst: (name: string) => boolean,
): string => {
  const [family] = familiesOf([type]);
  const targetType = isFirst(target) ? pair.first.type : pair.second.type;
  if (family === 'place' || family === 'know') return family === 'place' ? 'located_at' : 'knows';
  if (family === 'own') return 'owns';
  if (family === 'serve') {
    if (targetType === 'faction') return /lead|rule|command|control|run/.test(type) ? 'leads' : 'member_of';
    const employs = /employ|hire|lead|rule|command|control/.test(type) && !/_by$/.test(type);
    return employs === isFirst(source) ? 'employs' : 'serves';
  }
  return family === 'family' || family === 'enemy' ? family : 'allied';
};

const pairExamples = (note: GoldNote, weights: NameWeights): { pairs: ClassExample[]; types: ClassExample[] } => {
  const { text } = note.input;
  const nameOf = canonical(note);
  const { sentences, everyone } = nameNote(note.input, weights);
  const pairs = entityPairs(text, sentences, everyone, findRelationships(text, sentences, everyone)).map((pair) => {
    const isFirst = (name: string): boolean => nameOf(name) === nameOf(pair.first.name);
    const isSecond = (name: string): boolean => nameOf(name) === nameOf(pair.second.name);
    const meant = note.gold.relationships.find(
      ({ source, target }) => (isFirst(source) && isSecond(target)) || (isFirst(target) && isSecond(source)),
    );
    return { features: pair.features, meant: meant && relationClass(meant, pair, isFirst) };
  });
  return {
    pairs: pairs.map(({ features, meant }) => ({
      hand: note.hand,
      features,
      accepted: [meant === undefined ? UNRELATED : RELATED],
    })),
    types: pairs.flatMap(({ features, meant }) =>
      meant === undefined ? [] : [{ hand: note.hand, features, accepted: [meant] }],
    ),
  };
};

/** What one note gives to learn from, apart from what depends on the names that are found in it. */
export interface NoteExamples {
  note: GoldNote;
  segments: SegmentExample[];
  sceneTypes: ClassExample[];
  names: ClassExample[];
  nameTypes: ClassExample[];
}

export const examplesOf = (note: GoldNote): NoteExamples => ({
  note,
  segments: note.hasOnlyNames ? [] : [segmentExample(note)],
  sceneTypes: typeExamples(note),
  ...nameExamples(note),
});

/** Trains on examples of notes of several hands. The same notes in the same order give the same weights. */
export const trainReading = (examples: readonly NoteExamples[]): ReadingWeights => {
  const all = <T>(of: (each: NoteExamples) => readonly T[]): T[] => examples.flatMap(of);
  const ofNames = {
    names: trainChoice(
      all((each) => each.names),
      [NO_NAME, NAME],
      PENALTY.names,
      RIGHT_NAMES,
    ),
    nameTypes: trainClasses(
      all((each) => each.nameTypes),
      SUGGESTED_TYPES,
      PENALTY.nameTypes,
    ),
  };
  const whole = examples.map(({ note }) => note).filter(({ hasOnlyNames }) => !hasOnlyNames);
  const pairs = whole.map((note) => pairExamples(note, ofNames));
  return {
    scenes: trainSegments(
      all((each) => each.segments),
      PENALTY.scenes,
    ),
    sceneTypes: trainClasses(
      all((each) => each.sceneTypes),
      SCENE_TYPES,
      PENALTY.sceneTypes,
    ),
    ...ofNames,
    relationships: trainChoice(
      pairs.flatMap((each) => each.pairs),
      [UNRELATED, RELATED],
      PENALTY.relationships,
      RIGHT_PAIRS,
      // What rules read is suggested whatever the margin.
      ({ features }) => !features.has('ruled'),
    ),
    relationTypes: trainClasses(
      pairs.flatMap((each) => each.types),
      RELATION_CLASSES,
      PENALTY.relationTypes,
    ),
    logEntries: trainClasses(
      whole.flatMap((note) => logExamples(note, ofNames)),
      [PASSED, LOGGED],
      PENALTY.logEntries,
    ),
  };
};
