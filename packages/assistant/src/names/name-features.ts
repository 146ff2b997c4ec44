// What a possible name shows, for the trained weights that decide whether it is one and of what type.
import { isTitle } from '@emberkeep/domain';
import { THERE, type Features } from '../learned/class-model.ts';
import { stem } from '../stem.ts';
import { HEADS, SURNAMES } from '../vocabulary/name-heads.ts';
import { lastBegun } from '../text.ts';
import { FUNCTION_WORDS } from '../vocabulary/name-parts.ts';
import { NOT_NAMES } from '../vocabulary/not-names/not-names.ts';
import { ROLE_SET } from '../vocabulary/roles.ts';
import type { Candidate, Occurrence } from './candidates.ts';
import { evidenceFor } from './name-clues.ts';
import { headType, typeOf } from './name-type.ts';
import { isAlsoOrdinaryWord } from './ordinary-word.ts';

/** Occurrences that are looked at: a name in every line says no more. */
const MOST_OCCURRENCES = 12;
/** Characters around an occurrence in which words count. */
const NEAR = 60;

/** What the words of a name mean says more than where it is. */
const MEANING = /^(?:rules say|head|means)/;

const step = (n: number, ...limits: readonly number[]): number => limits.filter((limit) => n >= limit).length;

const wordsIn = (text: string): string[] => text.toLowerCase().match(/\p{L}+|[,;:.()[\]|*"“”]/gu) ?? [];

const kindOf = (word: string): string => {
  const lower = word.toLowerCase();
  if (FUNCTION_WORDS.has(lower)) return 'function';
  if (isTitle(lower)) return 'title';
  if (ROLE_SET.has(lower)) return 'role';
  return NOT_NAMES.has(lower) ? 'common' : 'rare';
};

/** What kinds of things the words of a name mean: "the Crematorium", "Trident of the Deluge". */
const meantBy = (words: readonly string[], ruledType: string): string[] => {
  // "Tilly Marsh" is no marsh.
  if (ruledType === 'npc' && words.length === 2 && SURNAMES.has(words[1]!)) return [];
  return words.flatMap((word, i) => {
    const singular = word.replace(/s$/, '');
    const types = HEADS.flatMap(({ type, words: heads }) => (heads.has(word) || heads.has(singular) ? [type] : []));
    const isHead = i === words.length - 1 || words[i + 1] === 'of';
    return types.flatMap((type) => [`means ${type}`, ...(isHead ? [`head means ${type}`] : [])]);
  });
};

const shapeOf = (name: string, ruledType: string): string[] => {
  const words = name.split(/\s+/);
  const last = words.at(-1)!;
  return [
    `words ${Math.min(4, words.length)}`,
    `first is ${kindOf(words[0]!)}`,
    `last is ${kindOf(last)}`,
    `kinds ${words.slice(0, 4).map(kindOf).join(' ')}`,
    // "Quicksilver" and "Greymouth": of longer names the words say more.
    ...(words.length === 1 ? [`ends ${last.toLowerCase().slice(-3)}`, `ends ${last.toLowerCase().slice(-2)}`] : []),
    ...meantBy(
      words.map((word) => word.toLowerCase()),
      ruledType,
    ),
    ...words.map((word) => `word ${stem(word.toLowerCase())}`),
    `last word ${stem(last.toLowerCase())}`,
    ...(/^\p{Ll}/u.test(name) ? ['in lower case'] : []),
    ...(/^[^\p{Ll}]+$/u.test(name) ? ['in capitals'] : []),
    ...(/['’]s?\s/.test(name) ? ['possessive within'] : []),
    ...(/\p{Ll}\p{Lu}/u.test(name) ? ['capital within'] : []),
    ...(name.length < 5 ? ['short'] : []),
  ];
};

interface Around {
  text: string;
  /** The words of the last heading before each offset. */
  headingBefore: (offset: number) => string;
}

const featuresAt = ({ start, end, isFirst, inHeading }: Occurrence, { text, headingBefore }: Around): string[] => {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end) === -1 ? text.length : text.indexOf('\n', end);
  const before = text.slice(Math.max(lineStart, start - NEAR), start);
  const after = text.slice(end, Math.min(lineEnd, end + NEAR));
  const previous = wordsIn(before).reverse();
  const next = wordsIn(after.replace(/^['’]s?(?!\p{L})/u, ''));
  const article = ['the', 'a', 'an'].includes(previous[0] ?? '');
  const lead = article ? previous[1] : previous[0];
  const line = text.slice(lineStart, lineEnd);
  const marker = /^\s*(?:[-*•☐☑]|\d+[.)])\s/.test(line);
  const isWholeLine = line.replace(/^[\s#*•\d.)☐☑-]+|[\s*:]+$/g, '').length <= end - start + 4;
  const label = /^[\s#*•-]*\*{0,2}([\p{L} ]{3,24})\*{0,2}:/u.exec(line.slice(0, start - lineStart));
  return [
    isFirst ? 'opens' : 'within',
    inHeading ? 'in heading' : marker ? 'in list' : 'in text',
    ...(isFirst && !inHeading ? [`opens${previous[0] ? '' : ' line'} then ${next[0] ?? 'end'}`] : []),
    ...(isWholeLine ? ['alone'] : []),
    ...(previous[0] === undefined ? ['line begins'] : [`before ${previous[0]}`]),
    ...(article ? [`article ${previous[0]}`, `lead ${lead ?? 'none'} the`] : []),
    ...(lead ? [`lead ${stem(lead)}`] : []),
    ...(next[0] === undefined ? ['line ends'] : [`next ${stem(next[0])}`]),
    ...next.slice(1, 4).map((word) => `then ${stem(word)}`),
    ...previous.slice(1, 4).map((word) => `earlier ${stem(word)}`),
    ...(/^['’]s?(?!\p{L})/u.test(after) ? ['owner'] : []),
    ...(/^\s*\]\(/.test(after) ? ['link'] : []),
    ...(/(?:\[\[|\|)$/.test(before) ? ['wiki link'] : []),
    ...(/^\*\*/.test(after) ? ['bold'] : []),
    ...(label ? wordsIn(label[1]!).map((word) => `label ${stem(word)}`) : []),
    ...wordsIn(headingBefore(lineStart)).map((word) => `under ${stem(word)}`),
    ...(
      /^[^\n)]*\]\(([^)\n]*)\)/
        .exec(text.slice(end, end + 160))?.[1]
        ?.toLowerCase()
        .match(/\p{L}{3,}/gu) ?? []
    ).map((word) => `path ${stem(word)}`),
  ];
};

/** The words of the last heading before each offset of the text. */
export const headingsBefore = (text: string): ((offset: number) => string) => {
  const headings = [...text.matchAll(/^(?:#{1,6}\s+(.*)|\*\*(.{1,60})\*\*:?\s*)$/gm)].map((match) => ({
    start: match.index,
    words: match[1] ?? match[2] ?? '',
  }));
  return (offset) => lastBegun(headings, offset - 1)?.words ?? '';
};

export interface NameContext extends Around {
  isLower: boolean;
  /** The words that the text has in lower case. */
  lowerCase: ReadonlySet<string>;
}

/** What a candidate shows. */
export const featuresOfName = (candidate: Candidate, context: NameContext): Features => {
  const { text, isLower, lowerCase } = context;
  const { name, occurrences, cue, doubts } = candidate;
  const looked = occurrences.slice(0, MOST_OCCURRENCES);
  const { type, why } = typeOf(name, looked, text);
  const evidence = evidenceFor(name, looked, text);
  const at = looked.flatMap((occurrence) => featuresAt(occurrence, context));
  const has = new Set(at);
  const found = [
    'bias',
    `rules say ${type}`,
    `rules say ${type} as ${why.startsWith('“') ? 'head' : why}`,
    `head ${(type === 'npc' ? null : headType(name)) ?? 'none'}`,
    `times ${step(occurrences.length, 2, 3, 5)}`,
    cue ? `cue ${cue}` : 'no cue',
    ...doubts,
    ...(has.has('within') ? (has.has('opens') ? ['opens and within'] : ['only within']) : ['only opens']),
    ...(occurrences.every((each) => each.inHeading) ? ['only in headings'] : []),
    ...(isAlsoOrdinaryWord(lowerCase, name) ? ['also ordinary'] : []),
    ...(isLower ? ['note in lower case'] : []),
    ...Object.entries(evidence).map(([kind, n]) => `${kind} ${step(n, 0.4, 1.2, 2.4)}`),
    ...shapeOf(name, type),
    ...has,
  ];
  return new Map(found.map((feature) => [feature, MEANING.test(feature) ? 3 * THERE : THERE]));
};
