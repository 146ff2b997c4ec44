// Reads how two names in one sentence are related from the text between and after them.
import { isShortTitle } from '@emberkeep/domain';
import type { NamedEntity } from '../names/mention.ts';
import { isNegated } from '../vocabulary/negation.ts';
import { claim, type Claim } from './claim.ts';
import { KIN_AFTER, KIN_BETWEEN, kindOfRole, kinIn, ROLE_BETWEEN, ROLE_IN_POSSESSION } from './kin-and-roles.ts';
import { RULES } from './relationship-rules.ts';
import { isPerson } from './sentence-cast.ts';

interface Pair {
  a: NamedEntity;
  b: NamedEntity;
  /** The text between the two names. */
  between: string;
  /** The text from the second name to the end of the sentence. */
  after: string;
}
type PairRule = (pair: Pair) => Claim | null;

/** Names more characters apart than this say little about each other. */
const FARTHEST = 70;

const arePeople = ({ a, b }: Pair): boolean => isPerson(a) && isPerson(b);

const kinBetween: PairRule = (pair) => {
  const kind = arePeople(pair) ? kinIn(KIN_BETWEEN, pair.between) : null;
  return kind && claim(pair.a, pair.b, kind, 'kin', 0.85);
};

/**
 * "Leif, Gudrun's brother"; "Gudrun – Bersi's daughter"; "Lucan, the Count's own son"; "Violet = the prof's
 * daughter".
 */
const kinAfter: PairRule = (pair) => {
  const isApposed = arePeople(pair) && /^(?:,|\s+(?:is|was|=)|\s+[–—-]|:)\s+(?:the\s+)?$/i.test(pair.between);
  const kind = isApposed ? kinIn(KIN_AFTER, pair.after) : null;
  return kind && claim(pair.b, pair.a, kind, 'kin', 0.8);
};

const roleBetween: PairRule = (pair) => {
  const role = arePeople(pair) ? ROLE_BETWEEN.exec(pair.between)?.[1] : undefined;
  return role ? claim(pair.a, pair.b, kindOfRole(role), 'role', 0.7) : null;
};

const roleAfter: PairRule = (pair) => {
  const isApposed = arePeople(pair) && /^(?:,|\s+(?:is|was))\s+(?:the\s+)?$/i.test(pair.between);
  const role = isApposed ? ROLE_IN_POSSESSION.exec(pair.after)?.[1] : undefined;
  return role ? claim(pair.b, pair.a, kindOfRole(role), 'role', 0.7) : null;
};

/** "Pruett's ship, the Mercy Dow" */
const ownedThing: PairRule = ({ a, b, between }) =>
  (b.type === 'item' || b.type === 'location') &&
  /^['’]s?\s+(?:[\p{L}-]+\s+){0,2}[\p{L}-]+,\s+(?:the\s+)?$/u.test(between)
    ? claim(a, b, { type: 'owns', tone: 'neutral' }, 'own', 0.65)
    : null;

/** "Lyssa wants Mylera gone" */
const wantsGone: PairRule = ({ a, b, between, after }) =>
  isPerson(b) &&
  /^,?(?:\s+(?:secretly|really))?\s+wants?\s+$/i.test(between) &&
  /^\s+(?:gone|dead|out of|ruined|disgraced|destroyed|removed|punished|arrested)/i.test(after)
    ? claim(a, b, { type: 'enemy', tone: 'negative' }, 'hate', 0.75)
    : null;

/** The last clause between the names, after a comma, colon, dash or bracket: "hates" in "(spymaster, hates". */
const lastClause = (between: string): string =>
  between
    .replace(/^(?:\s*\([^)]*\))/, '')
    .replace(/^.*(?:,\s+|:\s+|\s[–—-]\s+|\()(?:and\s+|but\s+|who\s+|who's\s+)?(?=[\p{L}'’ -]+$)/u, ' ');

const verbRule: PairRule = ({ a, b, between, after }) => {
  const clause = lastClause(between);
  const spellings = clause.length < between.length ? [between, ` ${clause.trim()} `.replace(/\s+$/, ' ')] : [between];
  const rule = RULES.find(
    (r) =>
      spellings.some((words) => r.between.test(words)) &&
      (!r.to || r.to.includes(b.type)) &&
      (!r.from || r.from.includes(a.type)),
  );
  if (!rule) return null;
  // "hates Bersi's daughter" says nothing about Bersi; fear is taken to extend to him.
  const isOfAnother = rule.name !== 'fear' && (ROLE_IN_POSSESSION.test(after) || KIN_AFTER.test(after));
  const isDenied = isNegated(between) && rule.name !== 'know';
  if (isOfAnother || isDenied) return null;
  return claim(a, b, rule, rule.name, rule.name === 'place' || rule.name === 'know' ? 0.55 : 0.75);
};

/** Rules that hold even if somebody else is named between the two. */
const ACROSS_OTHERS: readonly PairRule[] = [kinBetween, kinAfter, roleBetween, roleAfter];
const UNDISTURBED: readonly PairRule[] = [ownedThing, wantsGone, verbRule];

const firstOf = (rules: readonly PairRule[], pair: Pair): Claim | null => {
  for (const rule of rules) {
    const found = rule(pair);
    if (found) return found;
  }
  return null;
};

const endsSentence = (between: string): boolean =>
  /[.!?;\n]\s*$|[.!?;]\s/.test(
    between.replace(/(\p{L}+)\.\s/gu, (full, word: string) => (isShortTitle(word) ? ' ' : full)),
  );

/**
 * A name between the two separates them, unless it is an owner in an aside: "Gudrun, Bersi's daughter, betrothed to
 * Leif".
 */
const isSeparated = (text: string, a: NamedEntity, b: NamedEntity, cast: readonly NamedEntity[]): boolean =>
  cast.some(
    (c) =>
      c !== a &&
      c !== b &&
      c.start >= a.end &&
      c.end <= b.start &&
      !/^['’]s?\s[\p{L}\s-]{2,24}, /u.test(text.slice(c.end, b.start)),
  );

/** What the sentence that ends at `end` says about two of its cast, `a` before `b`; null if nothing. */
export const claimAbout = (
  text: string,
  end: number,
  a: NamedEntity,
  b: NamedEntity,
  cast: readonly NamedEntity[],
): Claim | null => {
  const pair: Pair = { a, b, between: text.slice(a.end, b.start), after: text.slice(b.end, end) };
  if (pair.between.length > FARTHEST || endsSentence(pair.between)) return null;
  return firstOf(ACROSS_OTHERS, pair) ?? (isSeparated(text, a, b, cast) ? null : firstOf(UNDISTURBED, pair));
};
