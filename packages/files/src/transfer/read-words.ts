// Text as its readers see it, for deciding whether it names a secret: without signs that nobody sees, tags and marks of
// Markdown, and with entities and fullwidth letters as what they stand for.
import type { Range } from './vault-ranges.ts';

/** Signs that nobody sees. Line ends and tabs are none of them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}|(?![\t\n\r\u0085])\p{Cc}/gu;

/** A text without the signs that nobody sees, and where its ranges are in the text with them. */
export interface SeenText {
  seen: string;
  toOriginal(range: Range): Range;
}

/** Null where every sign is seen. */
export const withoutUnseen = (text: string): SeenText | null => {
  const unseen = [...text.matchAll(UNSEEN)];
  if (unseen.length === 0) return null;
  let seen = '';
  let from = 0;
  /** Where each part begins, in the text without them and in the text with them. */
  const parts: { seen: number; original: number }[] = [];
  for (const { 0: sign, index } of [...unseen, { 0: '', index: text.length }]) {
    parts.push({ seen: seen.length, original: from });
    seen += text.slice(from, index);
    from = index + sign.length;
  }
  const originalOf = (offset: number): number => {
    let [low, high] = [0, parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (parts[middle]!.seen <= offset) low = middle;
      else high = middle - 1;
    }
    return parts[low]!.original + offset - parts[low]!.seen;
  };
  return { seen, toOriginal: ({ start, end }) => ({ start: originalOf(start), end: originalOf(end) }) };
};

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
};
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));?/gi;
const decoded = (text: string): string =>
  text.replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });

/** A letter between tags may belong to the word before it or begin another. */
const TAG = /<[^<>]*>/g;
const MARKS = /[*`~\\]|==/g;

const isPlain = (words: string): boolean =>
  /^[\x20-\x25\x27-\x29\x2b-\x3b\x3d\x3f-\x5b\x5d-\x5f\x61-\x7d\n]*$/.test(words);

/** Everything that readers may take these words for, the words themselves first. */
export const readings = (words: string): string[] => {
  if (isPlain(words)) return [words];
  const texts = [words.replace(TAG, ''), words.replace(TAG, ' ')].map((text) =>
    decoded(text).normalize('NFKC').replace(UNSEEN, ''),
  );
  return [...new Set([words, ...texts, ...texts.map((text) => text.replace(MARKS, ''))])];
};
