// "How many NPCs are there?": a question that the campaign's entities answer by being counted, not by a passage.
import { plural, type EntityType } from '@emberkeep/domain';
import type { KnownName } from './intents.ts';

/** The types that a word may mean, and the words to answer with. */
const COUNTED: readonly { word: RegExp; types: readonly EntityType[]; one: string; other: string }[] = [
  { word: /^npcs?$/i, types: ['npc'], one: 'NPC', other: 'NPCs' },
  { word: /^(?:pcs?|player characters?|heroes|characters?)$/i, types: ['pc'], one: 'PC', other: 'PCs' },
  { word: /^(?:people|persons?)$/i, types: ['npc', 'pc'], one: 'person', other: 'people' },
  { word: /^(?:places?|locations?)$/i, types: ['location'], one: 'place', other: 'places' },
  { word: /^(?:items?|objects?|things?)$/i, types: ['item'], one: 'item', other: 'items' },
  { word: /^(?:factions?|gangs?|groups?)$/i, types: ['faction'], one: 'faction', other: 'factions' },
  { word: /^clues?$/i, types: ['clue'], one: 'clue', other: 'clues' },
  { word: /^(?:creatures?|monsters?)$/i, types: ['creature'], one: 'creature', other: 'creatures' },
];

/** All that may follow the word: anything else ("… did we kill", "… are in the tower") asks for more than a count. */
const IN_CAMPAIGN =
  /^\s*how many ([\p{L} ]+?)(?: are there| do (?:i|we|you) have| have (?:i|we) (?:got|made)| exist)?(?: (?:in|of) (?:the|this|my|our) (?:campaign|game|story|world))?(?: (?:so far|now|already|in all|in total|altogether))?\s*\??\s*$/iu;

/** Names that an answer lists. */
const SHOWN_NAMES = 12;

/** The answer to a question for a number of entities; null for any other message. */
export const countAnswer = (text: string, names: readonly KnownName[]): string | null => {
  const word = IN_CAMPAIGN.exec(text.slice(0, 200))?.[1]?.trim();
  const counted = word === undefined ? undefined : COUNTED.find((each) => each.word.test(word));
  if (!counted) return null;
  const found = names.filter(({ type }) => counted.types.includes(type)).map(({ name }) => name);
  if (found.length === 0) return `There are no ${counted.other} in this campaign yet.`;
  const shown = found.slice(0, SHOWN_NAMES).join(', ');
  const more = found.length - SHOWN_NAMES;
  const count = plural(found.length, counted.one, counted.other);
  return more > 0 ? `${count}: ${shown} and ${more} more.` : `${count}: ${shown}.`;
};
