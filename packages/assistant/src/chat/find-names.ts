// Finds known entities in a text by their names.
import { foldText, isTitle } from '@emberkeep/domain';
import type { KnownName } from './intents.ts';
import { wordsOf } from './likeness.ts';

/** Forms by which an entity may be mentioned: its name, its aliases and the first long word of its name. */
const formsOf = ({ name, aliases }: KnownName): string[] => [
  name,
  ...aliases,
  name.split(' ').find((word) => word.length > 3 && /^\p{Lu}/u.test(word) && !isTitle(word)) ?? '',
];

/** The words of a text as names are compared: without capitals and accents. */
const plainWordsOf = (text: string): string => wordsOf(foldText(text)).join(' ');

/** Forms as they are compared: one message is compared with every name several times. */
const comparedForms = new WeakMap<KnownName, readonly string[]>();
const comparedFormsOf = (name: KnownName): readonly string[] => {
  const known = comparedForms.get(name);
  if (known) return known;
  const forms = formsOf(name)
    .filter((form) => form.length > 2)
    .map((form) => ` ${plainWordsOf(form)} `);
  comparedForms.set(name, forms);
  return forms;
};

/** Entities that the text mentions, in the order of `names`. */
export const namedIn = (text: string, names: readonly KnownName[]): KnownName[] => {
  const words = ` ${plainWordsOf(text)} `;
  return names.filter((known) => comparedFormsOf(known).some((form) => words.includes(form)));
};

/** A name as names are compared: without capitals, accents and its article. */
const compared = (name: string): string => plainWordsOf(name).replace(/^(?:the|an?) /, '');

/** The entity that has this name, or an alias of it, in any spelling of capitals and accents; null where none has. */
export const entityNamed = (name: string, names: readonly KnownName[]): KnownName | null =>
  names.find((known) => [known.name, ...known.aliases].some((each) => compared(each) === compared(name))) ?? null;

/** The entity that these words speak of and of nothing else: "Cora" and "the Cora Vance" are Cora Vance. */
export const entityMeant = (words: string, names: readonly KnownName[]): KnownName | null => {
  const said = compared(words);
  const meant = names.filter((known) => formsOf(known).some((form) => form !== '' && compared(form) === said));
  return entityNamed(words, names) ?? (meant.length === 1 ? meant[0]! : null);
};
