// Finds known entities in a text by their names.
import type { KnownName } from './intents.ts';
import { wordsOf } from './likeness.ts';

/** Forms by which an entity may be mentioned: its name, its aliases and the first long word of its name. */
const formsOf = ({ name, aliases }: KnownName): string[] => [
  name,
  ...aliases,
  name.split(' ').find((word) => word.length > 3 && /^[A-Z]/.test(word)) ?? '',
];

/** Entities that the text mentions, in the order of `names`. */
export const namedIn = (text: string, names: readonly KnownName[]): KnownName[] => {
  const words = ` ${wordsOf(text).join(' ')} `;
  return names.filter((known) =>
    formsOf(known).some((form) => form.length > 2 && words.includes(` ${wordsOf(form).join(' ')} `)),
  );
};
