// Decides the entity type of a new name by its title, its head and the text around it.
import { isTitle } from '@emberkeep/domain';
import { FIRM_HEADS, HEADS, SURNAMES } from '../vocabulary/name-heads.ts';
import { NAME_ADJECTIVES } from '../vocabulary/name-parts.ts';
import { wordSet } from '../vocabulary/patterns.ts';
import { ARTICLE_BEFORE, evidenceFor, type Evidence } from './name-clues.ts';
import { isCommon } from './word-kinds.ts';

const PLACE_TITLES =
  /^(?:lake|mount|port|fort|castle|st\.?|saint|point|cape|camp|caf[eé]|h[oô]tel|hostel|gasthof|gasthaus|pension|trattoria|taverna|brasserie|villa|palais|palazzo|ch[aâ]teau|piazza|plaza|rue)\s/;

/** "Blackwater & Sons" */
export const isFirm = (name: string): boolean =>
  FIRM_HEADS.has(/\s(?:&|and)\s+(\S+?)\.?$/.exec(name.toLowerCase())?.[1] ?? '');

/** “Garrison St”: only at the end of a name, where notes write other things so, too. */
const STREETS = wordSet(['st', 'ave', 'rd', 'blvd']);

/** The entity type by the head of a name: its last word, or the word before "of" ("Order of the Lark"). */
export const headType = (name: string): string | null => {
  const lower = name.toLowerCase();
  const words = lower.split(/\s+/);
  if (words.length < 2) return null;
  if (isFirm(lower)) return 'faction';
  if (STREETS.has(words.at(-1)!.replace(/\.$/, ''))) return 'location';
  const of = words.indexOf('of');
  for (const head of [of > 0 ? words[of - 1]! : '', words.at(-1)!, words.slice(-2).join(' ')])
    for (const { type, words: heads } of HEADS) if (head && heads.has(head)) return type;
  // "St Vera" is a person.
  return PLACE_TITLES.test(lower) && !/^st\.? \w+$/.test(lower) ? 'location' : null;
};

const WEAK_TITLES: readonly string[] = ['old', 'young', 'little', 'big'];

const hasTitle = (words: readonly string[], head: string | null): boolean => {
  if (words.length < 2 || !isTitle(words[0]!)) return false;
  const isWeak = WEAK_TITLES.includes(words[0]!);
  // "Widow Temperance Quill" has a surname, unlike "Queen Mara's Crown" and "Captain of the Blade".
  if (!isWeak && head === 'item' && words.every((word) => word !== 'of' && !/['’]s?$/.test(word))) return true;
  // "Old Mill" and "King Street Market" are places, not people.
  return isWeak ? !head : !(head && head !== 'faction' && words.length > 2);
};

const HAS_TITLE = 'it has a title';
const NO_PERSON = 'it is no name of a person';
const IS_SHIP = 'it is a ship';

const REASONS: Readonly<Record<string, string>> = {
  npc: 'it acts like a person',
  location: 'people are in it or go to it',
  item: 'it is handled like a thing',
  faction: 'it is described as a group',
};

interface NameInText {
  name: string;
  /** Its words in lower case, without full stops. */
  words: readonly string[];
  occurrences: readonly { start: number; end: number }[];
  text: string;
}

/** Whether the pattern matches in the few characters before any occurrence of the name. */
const isPreceded = ({ occurrences, text }: NameInText, pattern: RegExp, length: number): boolean =>
  occurrences.some(({ start }) => pattern.test(text.slice(Math.max(0, start - length), start)));

/** Whether the head is a surname: "Tilly Marsh", but not "the Long Marsh". */
const endsInSurname = (found: NameInText, { place }: Evidence): boolean =>
  found.words.length === 2 &&
  SURNAMES.has(found.words[1]!) &&
  !NAME_ADJECTIVES.has(found.words[0]!) &&
  !/['’]s/.test(found.name) &&
  place < 1.2 &&
  !isPreceded(found, ARTICLE_BEFORE, 6);

/** Words that end a title of a scene or a saying, and no name of a person: "Choir Below". */
const ENDS_NO_PERSON = wordSet([
  'above',
  'again',
  'ahead',
  'away',
  'behind',
  'below',
  'beneath',
  'beyond',
  'early',
  'late',
  'tonight',
  'under',
  'within',
  'without',
]);

/** "Breath of the Deep", "Choir Below": no first name and surname. */
const isPhrase = ({ words }: NameInText): boolean =>
  words.length > 1 &&
  (ENDS_NO_PERSON.has(words.at(-1)!) || (words[1] === 'of' && words[2] === 'the' && isCommon(words.at(-1)!)));

/** What a name is called by its form alone, whatever is said of it; null where that does not decide. */
export const certainType = (name: string, ruled: { type: string; why: string }): string | null =>
  isFirm(name) || [HAS_TITLE, IS_SHIP, NO_PERSON].includes(ruled.why) ? ruled.type : null;

/** The type with the most evidence, a person where there is none. */
const likeliestType = (found: NameInText, evidence: Evidence): { type: string; why: string } => {
  const { person, place, thing, group } = evidence;
  if (isPhrase(found) && person < 2) return { type: person + group > 0 ? 'faction' : 'lore', why: NO_PERSON };
  const ranked: [type: string, evidence: number][] = [
    ['npc', person + (found.words.length > 1 ? 0.8 : 0.45)],
    ['location', place],
    ['item', thing],
    ['faction', group],
  ];
  const [type, most] = ranked.sort((a, b) => b[1] - a[1])[0]!;
  return { type, why: most > 1.2 ? REASONS[type]! : 'it is written like a name' };
};

/** The entity type of a new name, and why, in words for the GM. */
export const typeOf = (
  name: string,
  occurrences: readonly { start: number; end: number }[],
  text: string,
): { type: string; why: string } => {
  const words = name.toLowerCase().replace(/\./g, '').split(/\s+/);
  const found: NameInText = { name, words, occurrences, text };
  const head = headType(name);
  if (hasTitle(words, head) && !isFirm(name)) return { type: 'npc', why: HAS_TITLE };
  // An inn may be named after a thing: "at the Broken Crown".
  if (head === 'item' && isPreceded(found, /(?:^|[^A-Za-z])at\s+the\s+$/i, 10))
    return { type: 'location', why: REASONS['location']! };

  const evidence = evidenceFor(name, occurrences, text);
  if (evidence.thing >= 3) return { type: 'item', why: IS_SHIP };
  const isPersonAfterAll =
    (head === 'item' && words.length === 2 && evidence.person >= 1.4) || (head === 'faction' && evidence.person >= 2.5);
  return head && !endsInSurname(found, evidence) && !isPersonAfterAll
    ? { type: head, why: `“${words.at(-1)}” says what it is` }
    : likeliestType(found, evidence);
};
