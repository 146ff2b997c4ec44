// Finds known entities by name, alias and part of a name: whole words only, the longest name first.
import { isTitle, splitTitles, titlesDiffer, type AnalysisInput } from '@emberkeep/domain';
import { CONNECTORS, NAME_ADJECTIVES } from '../vocabulary/name-parts.ts';
import { takenBy } from '../text.ts';
import type { Mention } from './mention.ts';
import { isLowerCase } from './tokens.ts';
import { isCommon } from './word-kinds.ts';

type KnownEntity = AnalysisInput['knownEntities'][number];

interface Form {
  /** The text to search for, in lower case where case does not matter. */
  words: string;
  id: string;
  isPart: boolean;
  anyCase: boolean;
}

const straightQuotes = (text: string): string => text.replace(/[’‘]/g, "'");
/** In lower case, but for letters that take more units there, such as “İ”: they would shift later offsets. */
const lowerAt = (text: string): string =>
  text.replace(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
const isWordChar = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);
const BEINGS: readonly string[] = ['npc', 'pc', 'creature'];

/** How somebody with a title is called for short: "Captain Yarrow" is Captain Elias Yarrow, and he of the Bluecoats. */
const titledParts = (bare: string): string[] => {
  const [title = '', ...rest] = bare.split(/\s+/);
  if (!isTitle(title)) return [];
  const connector = rest.findIndex((w) => CONNECTORS.has(w.toLowerCase()));
  const name = connector === -1 ? rest : rest.slice(0, connector);
  const isWhole = connector === -1 && name.length < 2;
  return name.length === 0 || isWhole ? [] : [`${title} ${name.join(' ')}`, `${title} ${name.at(-1)!}`];
};

/**
 * Parts that stand for the whole name: the first and last name of a person and their title, "the" and the head of
 * anything else. A title does not make a person of what has no type yet ("Lord Ashby Manor"), so that has the parts with
 * the title only.
 */
const partsOfName = (entity: KnownEntity, bare: string): string[] => {
  const words = bare.split(/\s+/).filter((w) => !CONNECTORS.has(w.toLowerCase()));
  if (words.length < 2) return [];
  const last = words.at(-1)!;
  const titled = BEINGS.includes(entity.type) || entity.type === 'other' ? titledParts(bare) : [];
  if (BEINGS.includes(entity.type)) {
    const first = words.find((w) => !isTitle(w)) ?? '';
    const names = [first, last].filter(
      (w) => w.length > 2 && !isTitle(w) && !isCommon(w) && !NAME_ADJECTIVES.has(w.toLowerCase()),
    );
    return [...names, ...titled];
  }
  // "The Bluecoats" are not their captain.
  const isHead =
    last.length > 3 && /^\p{Lu}/u.test(last) && !(titled.length > 0 && bare.split(/\s+/).length > words.length);
  return isHead ? [...titled, `the ${last}`] : titled;
};

/** Entity ids by the spellings that occur in the text. */
type Spellings = Map<string, Set<string>>;

const addSpelling = (spellings: Spellings, lower: string, form: string, id: string): void => {
  const key = straightQuotes(form.trim());
  if (key.length <= 1 || !lower.includes(lowerAt(key))) return;
  const ids = spellings.get(key) ?? new Set();
  spellings.set(key, ids.add(id));
};

const spellingsOf = (known: readonly KnownEntity[], lower: string): { whole: Spellings; parts: Spellings } => {
  const whole: Spellings = new Map();
  const parts: Spellings = new Map();
  for (const entity of known) {
    for (const name of [entity.name, ...entity.aliases]) {
      addSpelling(whole, lower, name, entity.id);
      const bare = name.replace(/^(?:the|a|an)\s+/i, '');
      if (bare !== name && !isCommon(bare)) addSpelling(whole, lower, bare, entity.id);
      const { titles, rest } = splitTitles(bare);
      // "Lucian Hale" is Mr. Lucian Hale; "the Hale" of one word is a part of him.
      if (titles.length > 0 && /\s/.test(rest)) addSpelling(whole, lower, rest, entity.id);
      for (const part of partsOfName(entity, bare)) addSpelling(parts, lower, part, entity.id);
    }
  }
  return { whole, parts };
};

/** The ways in which a text may write one spelling. */
const formsOfSpelling = (spelling: string, id: string, isPart: boolean, isLower: boolean): Form[] => {
  const isOneWord = !/\s/.test(spelling);
  // A single word may be an ordinary one ("Crow", "Silver"), so its capital counts, except in lower-case notes.
  const anyCase = isLower || (!isPart && (!isOneWord || /^\p{Ll}/u.test(spelling)));
  if (anyCase) return [{ words: lowerAt(spelling), id, isPart, anyCase }];
  const written = /^the\s/i.test(spelling)
    ? [spelling.replace(/^the/i, 'the'), spelling.replace(/^the/i, 'The')]
    : [spelling];
  return written.map((words) => ({ words, id, isPart, anyCase }));
};

/**
 * Every way to write a known name that occurs in the text, longest first: in full, without its article, by its parts.
 */
const formsOf = (known: readonly KnownEntity[], lower: string, isLower: boolean): Form[] => {
  const { whole, parts } = spellingsOf(known, lower);
  const forms: Form[] = [];
  // A full name that two entities share means the first of them; a part that two share means neither.
  for (const [spelling, ids] of whole) forms.push(...formsOfSpelling(spelling, [...ids][0]!, false, isLower));
  for (const [spelling, ids] of parts)
    if (!whole.has(spelling) && ids.size === 1) forms.push(...formsOfSpelling(spelling, [...ids][0]!, true, isLower));
  return forms.sort((a, b) => b.words.length - a.words.length || Number(a.isPart) - Number(b.isPart));
};

const isWholeWord = (plain: string, start: number, end: number): boolean => {
  const after = plain.slice(end, end + 2);
  const isPossessive = /^'s?(?!\p{L})/iu.test(plain.slice(end, end + 3));
  return !isWordChar(plain[start - 1]) && !isWordChar(after[0]) && (!/^['-]\p{L}/u.test(after) || isPossessive);
};

/** Whether the part belongs to a different name: "Tilly Marsh" is not Dr Marsh, and "Marsh Street" is not a person. */
const isPartOfAnother = (plain: string, start: number, end: number): boolean => {
  const before = /(\p{Lu}[\p{L}'-]+)\.?\s+$/u.exec(plain.slice(Math.max(0, start - 24), start))?.[1];
  const next = /^\s+(\p{Lu}[\p{L}'-]+)/u.exec(plain.slice(end, end + 24))?.[1];
  if (before && !isTitle(before) && !isCommon(before) && !NAME_ADJECTIVES.has(before.toLowerCase())) return true;
  return next !== undefined && !isCommon(next);
};

/** A title that belongs to the name at `start`, with the blanks behind it, as in "Dr. Marsh"; empty without one. */
const titleBefore = (plain: string, start: number): string => {
  const title = /(?<![\p{L}])(\p{Lu}\p{L}{0,11})\.?[ \t]+$/u.exec(plain.slice(Math.max(0, start - 14), start));
  return title && isTitle(title[1]!) && /^\p{Lu}/u.test(plain.slice(start, start + 2)) ? title[0] : '';
};

/**
 * Mentions of known entities in text order. Each spelling that occurs costs one search.
 */
export const findKnownNames = (text: string, known: AnalysisInput['knownEntities']): Mention[] => {
  const isLower = isLowerCase(text);
  const plain = straightQuotes(text);
  const lower = lowerAt(plain);
  const titles = new Map(known.map((entity) => [entity.id, splitTitles(entity.name).titles]));
  const mentions: Mention[] = [];
  const taken = takenBy([]);
  for (const { words, id, isPart, anyCase } of formsOf(known, lower, isLower)) {
    const searched = anyCase ? lower : plain;
    for (let start = searched.indexOf(words); start !== -1; start = searched.indexOf(words, start + 1)) {
      const end = start + words.length;
      if (!isWholeWord(plain, start, end) || taken.has(start, end)) continue;
      if (isPart && !isLower && isPartOfAnother(plain, start, end)) continue;
      const title = titleBefore(plain, start);
      if (title && isPart && titlesDiffer([title.trim()], titles.get(id) ?? [])) continue;
      const from = title && !taken.has(start - title.length, start) ? start - title.length : start;
      mentions.push({ start: from, end, key: id, isKnown: true });
      taken.add(from, end);
    }
  }
  return mentions.sort((a, b) => a.start - b.start);
};
