// Reads notes with a model beside the built-in rules. The rules' items always stay; a model only adds items, and each
// is checked like any input from outside.
import { itemKey, nameKey, type AnalysisInput, type AnalysisItem } from '@emberkeep/domain';
import { generate, type LanguageModel, type ModelProblem, type StopSignal } from './language-model.ts';
import { lineTouched } from './check-safety-lines.ts';
import { itemsOf, type EntitiesByName } from './model-items.ts';
import { chunksOf } from './note-chunks.ts';
import { asQuotation } from './quotation.ts';
import { withPassageEnds } from '../scenes/passages.ts';
import { readingInstructions } from './instructions/read-note.ts';

const ANSWER_TOKENS = 1200;

export interface ModelAnalysis {
  items: AnalysisItem[];
  /** Why the model did not read the whole note; null where it did. */
  problem: ModelProblem | null;
}

export interface ModelAnalysisOptions {
  signal: StopSignal;
  /** Topics that the group wants to keep out of play: an item that touches one is left out. */
  lines: readonly string[];
  /** Whether the model may be told these topics. */
  tellsLimits: boolean;
  /** Called with the share of the note that is read, 0 to 1. */
  onProgress?: (done: number) => void;
}

const overlaps = (a: AnalysisItem, b: AnalysisItem): boolean => a.start < b.end && b.start < a.end;

/** True where the item, its place in the note, or a relationship of its two entities is suggested already. */
const isDuplicate = (item: AnalysisItem, others: readonly AnalysisItem[]): boolean =>
  others.some((other) => {
    if (other.type !== item.type) return false;
    if (itemKey(other) === itemKey(item)) return true;
    if (item.type === 'scene_suggestion' || item.type === 'log_entry') return overlaps(item, other);
    if (item.type === 'relationship_suggestion' && other.type === 'relationship_suggestion')
      return (
        [item.proposal.from, item.proposal.to].sort().join() === [other.proposal.from, other.proposal.to].sort().join()
      );
    return false;
  });

const addNewEntity = (entities: EntitiesByName, item: AnalysisItem): void => {
  if (item.type !== 'entity_suggestion') return;
  const { name, entityType } = item.proposal;
  entities.set(nameKey(name), { name, type: entityType });
};

/** Entities of the campaign and those that the rules suggest, by name. */
const knownEntities = (input: AnalysisInput, rules: readonly AnalysisItem[]): EntitiesByName => {
  const entities: EntitiesByName = new Map(
    input.knownEntities.flatMap(({ name, type, aliases }) =>
      [name, ...aliases].map((each) => [nameKey(each), { name, type }] as const),
    ),
  );
  for (const item of rules) addNewEntity(entities, item);
  return entities;
};

/**
 * The rules' items, followed by those that a model adds. The note is read piece by piece; where the model fails,
 * reading ends and `problem` says why. Never rejects because of the model.
 */
export const analyseWithModel = async (
  input: AnalysisInput,
  rules: readonly AnalysisItem[],
  model: LanguageModel,
  { signal, lines, tellsLimits, onProgress }: ModelAnalysisOptions,
): Promise<ModelAnalysis> => {
  const items = [...rules];
  const chunks = chunksOf(input);
  const instructions = readingInstructions(input, tellsLimits ? lines : []);
  const known = knownEntities(input, rules);
  for (const [n, chunk] of chunks.entries()) {
    onProgress?.(n / chunks.length);
    const answered = await generate(model, {
      instructions,
      messages: [{ role: 'user', text: asQuotation(input.text.slice(chunk.from, chunk.end)) }],
      tools: [],
      most: ANSWER_TOKENS,
      signal,
    });
    // A reply that broke off can still contain whole items.
    const reply = answered.ok ? answered.value.text : answered.error.text;
    for (const item of itemsOf(reply, { input, chunk, engine: model.name, known })) {
      if (isDuplicate(item, items) || lineTouched(`${item.title} ${item.quote}`, lines) !== null) continue;
      addNewEntity(known, item);
      items.push(item);
    }
    if (!answered.ok) return { items: withPassageEnds(input.text, items), problem: answered.error.problem };
  }
  onProgress?.(1);
  return { items: withPassageEnds(input.text, items), problem: null };
};
