// Analyses a note: everything the rules find in it, as items with offsets, quote, rule, reason and confidence.
import { sentenceAround, type AnalysisInput, type AnalysisItem } from '@emberkeep/domain';
import type { ClassWeights } from './learned/class-model.ts';
import { SHIPPED, type ReadingWeights } from './learned/shipped-weights.ts';
import type { FoundEvent } from './events/reported-events.ts';
import { findLogEntries } from './events/log-entries.ts';
import { findKnownNames } from './names/known-names.ts';
import { nameNote, withEntities } from './named-note.ts';
import type { NamedEntity } from './names/mention.ts';
import type { NewName } from './names/new-names.ts';
import { foreignLanguageOf } from './note-language.ts';
import type { FoundRelationship } from './relationships/find-relationships.ts';
import { findRelated, NEAR } from './relationships/related-pairs.ts';
import { sceneTypeOf } from './scene-type.ts';
import { findScenes, type FoundScene } from './scenes/find-scenes.ts';
import { withPassageEnds } from './scenes/passages.ts';

type Item<T extends AnalysisItem['type']> = Extract<AnalysisItem, { type: T }>;

/** Length limit of a quote in characters. */
const QUOTE_LENGTH = 240;
const quoted = (text: string): string =>
  text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH).replace(/\s+\S*$/, '')}…` : text;

/** The sentence around a name, within its line. */
const quotedSentence = (text: string, start: number, end: number): string => {
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const lineEnd = text.indexOf('\n', end);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  return quoted(sentenceAround(line, start - lineStart, end - lineStart));
};

/** The words that decided the type, as a reason; empty without any. */
const typeReason = (words: readonly string[]): string => {
  const shown = [...new Set(words)].slice(0, 3).map((word) => `“${word}”`);
  return shown.length === 0 ? '' : `type from ${shown.join(', ')}`;
};

const sceneItem = (input: AnalysisInput, scene: FoundScene, weights: ClassWeights): Item<'scene_suggestion'> => {
  const { start, end, title, rule, confidence } = scene;
  const words = input.text.slice(start, end);
  const heading = rule === 'heading' ? title : '';
  const { type, words: typeWords } = sceneTypeOf({ ...input, text: words, heading }, weights);
  return {
    type: 'scene_suggestion',
    start,
    end,
    quote: quoted(words),
    title,
    rule,
    reason: [scene.reason, typeReason(typeWords)].filter(Boolean).join('; '),
    confidence,
    proposal: { title, sceneType: type, brief: '', entityIds: [] },
  };
};

const mentionItem = (text: string, { start, end, key, name }: NamedEntity): Item<'entity_mention'> => {
  const words = text.slice(start, end);
  return {
    type: 'entity_mention',
    start,
    end,
    quote: quotedSentence(text, start, end),
    title: name,
    rule: 'name',
    reason: words === name ? 'Named in the notes' : `“${words}” in the notes`,
    confidence: 0.9,
    proposal: { entityId: key, name },
  };
};

const newNameItem = (text: string, found: NewName): Item<'entity_suggestion'> => ({
  type: 'entity_suggestion',
  start: found.start,
  end: found.end,
  quote: quotedSentence(text, found.start, found.end),
  title: found.name,
  rule: found.rule,
  reason: found.reason,
  confidence: found.confidence,
  proposal: { name: found.name, entityType: found.type },
});

const relationshipItem = (text: string, found: FoundRelationship): Item<'relationship_suggestion'> => {
  const { from, to, type, tone, start, end, rule, confidence } = found;
  return {
    type: 'relationship_suggestion',
    start,
    end,
    quote: quoted(text.slice(start, end)),
    title: `${from} – ${type.replaceAll('_', ' ')} – ${to}`,
    rule,
    reason: rule === NEAR ? 'Named close together' : 'Stated in this sentence',
    confidence,
    proposal: { from, to, relationType: type, tone },
  };
};

const eventItem = (text: string, found: FoundEvent): Item<'log_entry'> => {
  const { about, text: words, logKind, start, end, confidence } = found;
  return {
    type: 'log_entry',
    start,
    end,
    quote: quoted(text.slice(start, end)),
    title: words,
    rule: logKind || 'deed',
    reason: `For the log of ${about}`,
    confidence,
    proposal: { about, text: words, logKind },
  };
};

/**
 * Everything the rules find in a note; the same on every device. In a note that is not in English they find known names
 * only: every capital would become a person. `onProgress` receives the share that is done, 0 to 1, because a long note
 * takes a worker some time.
 */
export const analyse = (
  input: AnalysisInput,
  onProgress: (done: number) => void = () => undefined,
  weights: ReadingWeights = SHIPPED,
): AnalysisItem[] => {
  const { text, knownEntities } = input;
  onProgress(0);
  if (foreignLanguageOf(text) !== null)
    return withEntities(findKnownNames(text, knownEntities), knownEntities, []).map((m) => mentionItem(text, m));
  const named = nameNote(input, weights);
  onProgress(0.5);

  const found = findScenes(input, weights.scenes).map((scene) => sceneItem(input, scene, weights.sceneTypes));
  const scenes = withPassageEnds(text, found);
  onProgress(0.8);

  const relationships = findRelated(text, named.sentences, named.everyone, weights);
  const events = input.stage === 'actual' ? findLogEntries(text, named, weights.logEntries) : [];
  onProgress(1);
  return [
    ...scenes,
    ...named.known.map((mention) => mentionItem(text, mention)),
    ...named.names.map((found) => newNameItem(text, found)),
    ...relationships.map((found) => relationshipItem(text, found)),
    ...events.map((found) => eventItem(text, found)),
  ];
};
