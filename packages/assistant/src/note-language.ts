// Tells whether a note is in another language than English, the only one that the rules read.
import { francAll } from 'franc-min';

/**
 * Shorter notes are taken for English, letters of words that are not capitalised. Names are of any language: a cast list
 * tells nothing.
 */
const SHORTEST = 45;
/** The same for notes in another script, which alone tells that they are not English. */
const SHORTEST_IN_OTHER_SCRIPT = 20;
/**
 * A note is in another language when English fits its words less than this share of the best fit. Of 1,754 pieces of
 * notes by other hands one of 45 letters is below it; short notes in other languages reach 0.65.
 */
const ENGLISH_FITS = 0.72;
/** The same where several words that are not capitalised have letters that English lacks: no English note had two. */
const ENGLISH_FITS_ODD_LETTERS = 0.85;
const ODD_WORD = /[^\p{ASCII}’]/u;
/**
 * The same where the note has next to none of the small words that every English sentence has. The letters of a long note
 * fit every language better: a German one of 100 words fits English by 0.86.
 */
const ENGLISH_FITS_NO_SMALL_WORDS = 0.92;
/** English small words that its neighbours do not have, as German has "in", "an", "was", "so" and "am". */
const SMALL_WORDS = new Set(
  (
    'the of and to with that they his has have from who which by not but are this it if their them for as when what ' +
    'you can will then she into out there'
  ).split(' '),
);
/** Fewest words that tell whether small words are missing: a list of things to do has none. */
const WORDS_THAT_TELL = 20;
/** Share of small words: English notes have 0.25 and more, notes in other languages up to 0.06. */
const FEW_SMALL_WORDS = 0.08;
/**
 * Where the next best language fits this well, which one it is stays open, as with Portuguese and Spanish: a Russian
 * note that is said to be in Bulgarian helps nobody.
 */
const UNCLEAR = 0.9;

const LOWER_WORDS = /(?<![\p{L}\p{N}_'’-])\p{Ll}[\p{L}\p{M}'’]*/gu;

/** What the statistics of letters should not see: addresses, links and pictures. */
const plainWords = (text: string): string => text.replace(/\]\([^()]*\)|https?:\S+|\[\[[^[\]]*\]\]/g, ' ');

const letterCount = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;

/** The fit with English below which a note of these words, those that are not capitalised, is in another language. */
const limitFor = (words: readonly string[]): number => {
  const small = words.filter((word) => SMALL_WORDS.has(word)).length;
  if (words.length >= WORDS_THAT_TELL && small < words.length * FEW_SMALL_WORDS) return ENGLISH_FITS_NO_SMALL_WORDS;
  return words.filter((word) => ODD_WORD.test(word)).length > 1 ? ENGLISH_FITS_ODD_LETTERS : ENGLISH_FITS;
};

/** The ISO 639-3 code of the note's language where it is not English, `und` where it is unclear which; else null. */
export const foreignLanguageOf = (text: string): string | null => {
  const plain = plainWords(text);
  const latinCount = plain.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const isLatin = latinCount > letterCount(plain) / 2;
  const lowerWords = plain.match(LOWER_WORDS) ?? [];
  const words = isLatin ? lowerWords.join(' ') : plain;
  if (letterCount(words) < (isLatin ? SHORTEST : SHORTEST_IN_OTHER_SCRIPT)) return null;
  const ranked = francAll(words);
  const [best, next] = ranked;
  const english = ranked.find(([code]) => code === 'eng')?.[1] ?? 0;
  if (!best || best[0] === 'und' || english >= limitFor(lowerWords)) return null;
  return next && next[1] > UNCLEAR ? 'und' : best[0];
};
