// A language for tests: every letter has an accent and every text is 40 % longer, so that a label that is clipped and a
// text that is not in the catalogue are seen at once. It is in no build that ships.
import { mapTexts, type Catalogue } from './catalogue.ts';

export const PSEUDO_LOCALE = 'en-XA';

const PLAIN = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ACCENTED = 'áƀçðéƒĝĥíĵķļɱñóþɋřšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞɊŘŠŢÚṼŴẊÝŽ';
const LONGER_BY = 0.4;
/** Marks in a row, as letters of a word: a longer row would not wrap. */
const MARKS = /~{1,6}/g;

/** "Save" is "Šáṽé~~": longer by 40 % of its letters, its parameters as they are. */
export const pseudoText = (text: string): string => {
  const letters = text.replace(/\{\w+\}/g, '').replace(/[^a-z]/gi, '').length;
  const accented = text
    .split(/(\{\w+\})/)
    .map((piece) => (piece.startsWith('{') ? piece : piece.replace(/[a-z]/gi, (c) => ACCENTED[PLAIN.indexOf(c)] ?? c)))
    .join('');
  const marks = '~'.repeat(Math.ceil(letters * LONGER_BY)).match(MARKS) ?? [];
  return accented + marks.join(' ');
};

export const pseudoCatalogue = (catalogue: Catalogue): Catalogue =>
  Object.fromEntries(Object.entries(catalogue).map(([id, message]) => [id, mapTexts(message, pseudoText)]));
