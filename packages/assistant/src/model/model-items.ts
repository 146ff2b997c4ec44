// Reads the items of a model's reply and keeps the valid ones: the quote is in the note, names are near the quote,
// types exist, and both ends of a relationship can have it. A model cannot set a confidence or a status: every item is
// a suggestion.
import { BY_MODEL, nameKey, SCENE_TYPES, type AnalysisInput, type AnalysisItem } from '@emberkeep/domain';
import { playersIn } from '../names/players.ts';
import type { NoteChunk } from './note-chunks.ts';
import { listIn, plainReply } from './replies.ts';
import { SUGGESTIBLE_ENTITY_TYPES, SUGGESTIBLE_RELATIONSHIPS } from './suggestible-types.ts';

/** Confidence of a model's items, 0 to 1: below what the built-in rules give. */
const CONFIDENCE = 0.55;
const ITEMS_PER_CHUNK = 40;
/** Longest reply that is read, UTF-16 units. */
const REPLY_MAX = 40_000;
const FIELD_MAX = 240;
const NAME_MAX = 80;
const TITLE_MAX = 80;
/** Words of a quote that are compared. */
const QUOTE_WORDS = 30;
/** Share of a log entry's words that must be in the note. */
const LOG_COVER_MIN = 0.6;

export interface NamedEntity {
  name: string;
  type: string;
}

/** Known entities by `nameKey` of their names and aliases. */
export type EntitiesByName = Map<string, NamedEntity>;

/** The part of a note that a reply is about. */
export interface ChunkReading {
  input: AnalysisInput;
  chunk: Pick<NoteChunk, 'from' | 'end'>;
  /** Name of the model, shown as the reason of a suggestion. */
  engine: string;
  known: ReadonlyMap<string, NamedEntity>;
}

interface Span {
  start: number;
  end: number;
}

/** Data that the items of a reply are checked against. */
interface ReadingContext extends Pick<ChunkReading, 'input' | 'chunk'> {
  /** Text of the chunk with its context. */
  passage: string;
  /** Names of the people at the table, lower case: they are never entities. */
  players: ReadonlySet<string>;
  /** Known entities and those of this reply so far. */
  entities: EntitiesByName;
}

type RawItem = Record<string, unknown>;
type ItemBase = Pick<AnalysisItem, 'start' | 'end' | 'quote' | 'rule' | 'reason' | 'confidence'>;

/** Finds a quote in part of a text; white space, layout marks and kinds of apostrophes can differ. */
const locate = (text: string, quote: string, from: number, to: number): Span | null => {
  const words =
    quote
      .replace(/[“”]/g, '"')
      .replace(/[’‘]/g, "'")
      .match(/[\p{L}\p{N}']+/gu)
      ?.slice(0, QUOTE_WORDS) ?? [];
  if (words.join('').length < 2) return null;
  const pattern = new RegExp(words.map((word) => word.replaceAll("'", "['’‘]")).join('[^\\p{L}\\p{N}]{1,6}'), 'iu');
  const found = pattern.exec(text.slice(from, to));
  return found ? { start: from + found.index, end: from + found.index + found[0].length } : null;
};

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim().replace(/\s+/g, ' ').slice(0, FIELD_MAX) : '';

const rawItemsIn = (reply: string): RawItem[] => {
  const items = listIn(plainReply(reply, REPLY_MAX), 'items')
    .slice(0, ITEMS_PER_CHUNK)
    .filter((each): each is RawItem => typeof each === 'object' && each !== null);
  // Entities first: relationships and log entries refer to them, in whatever order they come.
  const isEntity = (item: RawItem): boolean => item['kind'] === 'entity';
  return [...items.filter(isEntity), ...items.filter((item) => !isEntity(item))];
};

/** The entity of this name, or null where neither the name nor its first word is in the passage. */
const entityNamed = (value: unknown, { entities, passage }: ReadingContext): NamedEntity | null => {
  const name = textOf(value);
  const found = entities.get(nameKey(name));
  const isInPassage = (words: string): boolean => locate(passage, words, 0, passage.length) !== null;
  return found && (isInPassage(name) || isInPassage(name.split(' ')[0] ?? '')) ? found : null;
};

/** A new entity, spelt as in the note; null where the name is known, a player's, lower case or not in the note. */
const entityItem = (raw: RawItem, base: ItemBase, context: ReadingContext): AnalysisItem | null => {
  const { input, chunk, players, entities } = context;
  const name = textOf(raw['name']);
  const at = locate(input.text, name, chunk.from, chunk.end);
  const type = SUGGESTIBLE_ENTITY_TYPES.find((each) => each === raw['type']);
  if (!at || !type || name.length > NAME_MAX) return null;
  const written = input.text.slice(at.start, at.end);
  if (!/\p{Lu}/u.test(written) || players.has(name.toLowerCase()) || entities.has(nameKey(name))) return null;
  const title = written.replace(/\s+/g, ' ');
  entities.set(nameKey(title), { name: title, type });
  return { ...base, type: 'entity_suggestion', title, proposal: { name: title, entityType: type } };
};

/** A relationship between two entities that can have it, or null. */
const relationshipItem = (raw: RawItem, base: ItemBase, context: ReadingContext): AnalysisItem | null => {
  const [from, to] = [entityNamed(raw['from'], context), entityNamed(raw['to'], context)];
  const relationType = textOf(raw['type'])
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const rule = SUGGESTIBLE_RELATIONSHIPS.get(relationType);
  if (!from || !to || !rule || from.name === to.name) return null;
  if (!rule.from.includes(from.type) || !rule.to.includes(to.type)) return null;
  return {
    ...base,
    type: 'relationship_suggestion',
    title: `${from.name} – ${relationType.replaceAll('_', ' ')} – ${to.name}`,
    proposal: { from: from.name, to: to.name, relationType, tone: rule.tone },
  };
};

const sceneItem = (raw: RawItem, base: ItemBase): AnalysisItem | null => {
  const title = textOf(raw['title']).slice(0, TITLE_MAX);
  const sceneType = SCENE_TYPES.find((type) => type === raw['type']) ?? 'other';
  if (title === '') return null;
  return {
    ...base,
    type: 'scene_suggestion',
    title,
    proposal: { title, sceneType, brief: '', entityIds: [] },
  };
};

/** The first letters of every word of at least `lengthMin`, so that forms of a word compare as equal. */
const stemsOf = (text: string, lengthMin: number): string[] =>
  (text.toLowerCase().match(new RegExp(`[\\p{L}\\p{N}]{${lengthMin},}`, 'gu')) ?? []).map((word) => word.slice(0, 5));

/** A log entry in the model's words; null where too few of them, or not all names, are in the note. */
const logItem = (raw: RawItem, base: ItemBase, context: ReadingContext): AnalysisItem | null => {
  const { input, passage } = context;
  const about = entityNamed(raw['about'], context);
  const words = textOf(raw['text']);
  const told = stemsOf(words, 4);
  if (input.stage !== 'actual' || !about || told.length === 0) return null;
  const inNote = new Set(stemsOf(passage, 1));
  if (told.filter((stem) => inNote.has(stem)).length / told.length < LOG_COVER_MIN) return null;
  if ([...words.matchAll(/(?<=\s)\p{Lu}\p{L}+/gu)].some(([name]) => !passage.includes(name))) return null;
  return { ...base, type: 'log_entry', title: words, proposal: { about: about.name, text: words, logKind: '' } };
};

const readItem = (raw: RawItem, base: ItemBase, context: ReadingContext): AnalysisItem | null => {
  switch (raw['kind']) {
    case 'entity':
      return entityItem(raw, base, context);
    case 'tie':
      return relationshipItem(raw, base, context);
    case 'scene':
      return sceneItem(raw, base);
    case 'log':
      return logItem(raw, base, context);
    default:
      return null;
  }
};

/** The valid items of one reply. Others are left out without an error: models make such mistakes all the time. */
export const itemsOf = (reply: string, { input, chunk, engine, known }: ChunkReading): AnalysisItem[] => {
  const { text } = input;
  const context: ReadingContext = {
    input,
    chunk,
    passage: text.slice(chunk.from, chunk.end),
    players: new Set([...playersIn(text), ...(input.players ?? []).map((player) => player.toLowerCase())]),
    entities: new Map(known),
  };
  return rawItemsIn(reply).flatMap((raw) => {
    const place = locate(text, textOf(raw['quote']), chunk.from, chunk.end);
    if (!place) return [];
    const base: ItemBase = {
      ...place,
      quote: text.slice(place.start, place.end),
      rule: BY_MODEL,
      reason: `Found by ${engine}`,
      confidence: CONFIDENCE,
    };
    return readItem(raw, base, context) ?? [];
  });
};
