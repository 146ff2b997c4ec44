// The catalogue: one file of messages for each language. A message is text with {parameters}, or says how a count
// changes it: { "count": { "one": "{count} scene", "other": "{count} scenes" } }. Two counts nest.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Message = string | { [count: string]: { [category: string]: Message } };
export type Catalogue = Record<string, Message>;

/** The language in which the app is written; a message that another language lacks is shown in it. */
export const BASE_LOCALE = 'en';

/** One way to say a message: the plural category of each count it depends on, and its text. */
export interface Variant {
  categories: Record<string, string>;
  text: string;
}

/** The ways to say a message. Throws where it is not one. */
export const variantsOf = (message: Message, categories: Record<string, string> = {}): Variant[] => {
  if (typeof message === 'string') return [{ categories, text: message }];
  const [count, ...others] = Object.keys(message);
  const forms = count === undefined ? undefined : message[count];
  if (count === undefined || !forms || others.length > 0 || !('other' in forms))
    throw new Error(`a message depends on one count and has the form "other": ${JSON.stringify(message)}`);
  return Object.entries(forms).flatMap(([category, form]) => variantsOf(form, { ...categories, [count]: category }));
};

export type Piece = { text: string } | { parameter: string };

/** "Update {count} links" in pieces. Throws at a brace that belongs to no parameter. */
export const piecesOf = (text: string): Piece[] =>
  text.split(/(\{\w+\})/).flatMap((piece): Piece[] => {
    const parameter = /^\{(\w+)\}$/.exec(piece)?.[1];
    if (parameter !== undefined) return [{ parameter }];
    if (/[{}]/.test(piece)) throw new Error(`a brace without its other one: ${text}`);
    return piece === '' ? [] : [{ text: piece }];
  });

/** The names of a message's parameters, counts included, in the order of their first use. */
export const parametersOf = (message: Message): string[] => [
  ...new Set(
    variantsOf(message).flatMap(({ categories, text }) => [
      ...Object.keys(categories),
      ...piecesOf(text).flatMap((piece) => ('parameter' in piece ? [piece.parameter] : [])),
    ]),
  ),
];

/** A message with each of its texts changed. */
export const mapTexts = (message: Message, change: (text: string) => string): Message =>
  typeof message === 'string'
    ? change(message)
    : Object.fromEntries(
        Object.entries(message).map(([count, forms]) => [
          count,
          Object.fromEntries(Object.entries(forms).map(([category, form]) => [category, mapTexts(form, change)])),
        ]),
      );

/** Reads every language of the folder: `en.json` is `en`. */
export const readCatalogues = (folder: string): Map<string, Catalogue> =>
  new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => [name.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Catalogue]),
  );
