// Whether a name that a text has is one of an entity that exists: with another title, or as a part of its name there.
import { isSameButForTitles, keysOfName, nameKey, splitTitles, type NameIndex } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { nameIndexOf } from './entities.ts';

/** The keys of a campaign's names, by what is behind their titles. */
type KeysByRest = ReadonlyMap<string, readonly string[]>;

// Per index, which stays the same object until an entity changes.
const keysByIndex = new WeakMap<NameIndex, KeysByRest>();

const keysByRest = (index: NameIndex): KeysByRest => {
  const known = keysByIndex.get(index);
  if (known) return known;
  const keys = new Map<string, string[]>();
  for (const key of index.idsByKey.keys()) {
    const { rest } = splitTitles(key);
    keys.set(rest, [...(keys.get(rest) ?? []), key]);
  }
  keysByIndex.set(index, keys);
  return keys;
};

/** The ids of the entities whose names are this one but for titles: "Lucian Hale" is Mr. Lucian Hale. */
export const idsButForTitles = (docs: CampaignDocs, name: string): string[] => {
  const index = nameIndexOf(docs);
  const keys = keysByRest(index).get(splitTitles(nameKey(name)).rest) ?? [];
  return [
    ...new Set(keys.filter((key) => isSameButForTitles(key, name)).flatMap((key) => index.idsByKey.get(key) ?? [])),
  ];
};

/**
 * The one entity that a dead link means but for a title: [[Dr. Hale]] while the campaign has Hale. Null where the name
 * leads somewhere, or could be of several.
 */
export const getIdOfDeadLink = (docs: CampaignDocs, name: string): string | null => {
  const index = nameIndexOf(docs);
  if (keysOfName(name).some((key) => index.idsByKey.has(key))) return null;
  const [titled, another] = idsButForTitles(docs, name);
  return another === undefined ? (titled ?? null) : null;
};

/** The rule by which the analysis finds a name that a note links. */
const LINKED = 'linked';

/** The entity that a suggested name is an alias of: accepting it makes the note's link lead there. */
export const getIdOfLinkedAlias = (docs: CampaignDocs, rule: string, name: string): string | null =>
  rule === LINKED ? getIdOfDeadLink(docs, name) : null;

/** Whether `text` has `words` as whole words; both are keys of names. */
const hasWords = (text: string, words: string): boolean => {
  const isLetter = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1))
    if (!isLetter(text[at - 1]) && !isLetter(text[at + words.length])) return true;
  return false;
};

/** Whether the quoted sentence has the name only within a longer one: "Sons" in "Blackwater & Sons". */
const isPartOfNameIn = (quote: string, name: string, index: NameIndex): boolean => {
  const [said, key] = [nameKey(quote), nameKey(name)];
  if (!hasWords(said, key)) return false;
  const longer = [...index.idsByKey.keys()].filter((each) => each.length > key.length && hasWords(each, key));
  const rest = longer.reduce((words, each) => words.replaceAll(each, ' '), said);
  return rest !== said && !hasWords(rest, key);
};

/** Whether the campaign has what a new name names. `quote`: the sentence that has it. */
export const isNamedAlready = (docs: CampaignDocs, name: string, quote: string): boolean =>
  name !== '' && (idsButForTitles(docs, name).length > 0 || isPartOfNameIn(quote, name, nameIndexOf(docs)));
