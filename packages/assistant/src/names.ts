// Owns finding who and what a note names: known entities by name, alias and part of a name (longest first, whole words),
// new ones by capitals that are no sentence starters or game words, by cue phrases, and in lower-case notes by cues alone.
import { nameKey, type AnalysisInput } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { HEADS, KIN_WORDS, NOT_NAMES, ROLE_SET, ROLE_WORDS, TITLES, wordSet } from './vocabulary.ts';
import { takenBy, type Span } from './text.ts';

/** A place where somebody is named; `who` is an id of a known entity or the name of a new one. */
export interface Named {
  start: number;
  end: number;
  who: string;
  isKnown: boolean;
}

export interface NewName {
  name: string;
  type: string;
  rule: string;
  reason: string;
  confidence: number;
  start: number;
  end: number;
}

const FUNCTION = wordSet(
  'the, a, an, in, on, at, to, of, for, from, by, with, and, or, but, when, while, if, then, after, before, as, this, that, his, her, their, our, my, your, its, he, she, they, we, it, i, there, here, is, are, was, what, who, where, how, now, so, no, not, one, two, three, four, both, all, some, any, another, each, every, only, even, also, once, until, during, through, over, under, behind, near, into, out, off, up, down, back, inside, outside, around, between, against, about, because, since, yes, maybe, perhaps, later, next, last, first, second, third, meanwhile, finally, eventually, suddenly',
);
const ADJECTIVES = wordSet(
  'old, young, little, big, black, white, red, green, blue, grey, gray, gold, golden, silver, iron, copper, lucky, lost, mad, dark, low, high, tall, great, blind, holy, saint, st, new, fort, mount, lake, castle, port, port., crow, gilded, broken, burning, drowned, free, grand, royal, sunken, salt, velvet, ivory, jade, crimson, scarlet, fat, one-eyed, long, deep, north, south, east, west, upper, lower, inner, outer, wild, white, hollow, bitter, sweet, cold, pale',
);
const CONNECTORS = wordSet(
  'of, the, von, van, de, du, der, den, la, le, del, della, di, da, al, el, bin, ibn, ap, y, o’, mac',
);

interface Token {
  text: string;
  start: number;
  end: number;
  isCapital: boolean;
  isFirst: boolean;
  possessive: boolean;
  /** What stands between this token and the one before. */
  gap: string;
}

// No letter after a digit begins a word: "1D4" is a roll.
const WORD = /(?<!\p{N})\p{L}[\p{L}\p{M}\p{N}]*(?:['’-]\p{L}[\p{L}\p{M}\p{N}]*)*/gu;

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(WORD)) {
    const possessive = /['’]s$/i.test(match[0]);
    const word = possessive ? match[0].slice(0, -2) : match[0];
    const gap = text.slice(last, match.index);
    const before = text.slice(Math.max(0, match.index - 6), match.index);
    const isFirst =
      tokens.length === 0 ||
      (/[.!?:]["”')\]]*\s+$|\n|[-–—•*]\s$|["“(‘]$|\d[.)]\s$/.test(gap) &&
        !/\b(?:mr|mrs|ms|dr|st|prof|capt|sgt|lt)\.\s$/i.test(`${tokens.at(-1)?.text ?? ''}${gap}`));
    tokens.push({
      text: word,
      start: match.index,
      end: match.index + word.length,
      isCapital: /^\p{Lu}/u.test(word),
      isFirst: isFirst || before.endsWith('**'),
      possessive,
      gap: tokens.length === 0 ? '' : gap,
    });
    last = match.index + match[0].length;
  }
  return tokens;
};

/** Notes whose sentences begin in lower case: capitals say little there, and names may have none. */
export const isLowerCase = (text: string): boolean => {
  const starts = text.match(/(?:^|[.!?]\s+|\n\s*(?:[-*•]\s+)?)(\p{L})/gu) ?? [];
  return starts.length >= 4 && starts.filter((s) => /\p{Ll}$/u.test(s)).length / starts.length > 0.6;
};

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const isTitle = (word: string): boolean => TITLES.has(word.toLowerCase());
const isCommon = (word: string): boolean => NOT_NAMES.has(word.toLowerCase()) || ROLE_SET.has(word.toLowerCase());

interface Form {
  /** As it is looked for: in small letters where case does not matter. */
  words: string;
  id: string;
  isPart: boolean;
  anyCase: boolean;
}

const straight = (text: string): string => text.replace(/[’‘]/g, "'");
const isWordChar = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}]/u.test(c);

/** Every way to write a known name that the text holds at all: as it is, without its article, and for people the parts that only one of them has. */
const formsOf = (known: AnalysisInput['knownEntities'], lower: string, isLower: boolean): Form[] => {
  const whole = new Map<string, Set<string>>();
  const parts = new Map<string, Set<string>>();
  const put = (map: Map<string, Set<string>>, form: string, id: string): void => {
    const key = straight(form.trim());
    if (key.length > 1 && lower.includes(key.toLowerCase()))
      (map.get(key) ?? map.set(key, new Set()).get(key)!).add(id);
  };
  for (const entity of known) {
    for (const name of [entity.name, ...entity.aliases]) {
      put(whole, name, entity.id);
      const bare = name.replace(/^(?:the|a|an)\s+/i, '');
      if (bare !== name && !isCommon(bare)) put(whole, bare, entity.id);
      const words = bare.split(/\s+/).filter((w) => !CONNECTORS.has(w.toLowerCase()));
      if (words.length < 2) continue;
      const last = words.at(-1)!;
      if (entity.type === 'npc' || entity.type === 'pc' || entity.type === 'creature') {
        for (const word of [words.find((w) => !isTitle(w)) ?? '', last])
          if (word.length > 2 && !isTitle(word) && !isCommon(word) && !ADJECTIVES.has(word.toLowerCase()))
            put(parts, word, entity.id);
      } else if (last.length > 3 && /^\p{Lu}/u.test(last)) put(parts, `the ${last}`, entity.id);
    }
  }
  const all: Form[] = [];
  const add = (form: string, ids: ReadonlySet<string>, isPart: boolean): void => {
    const id = [...ids][0]!;
    // A part that two share says neither; a whole name that two share goes to the first.
    if (isPart && ids.size > 1) return;
    const isWord = !/\s/.test(form);
    // One word may be an ordinary one ("Crow", "Silver"): its capital counts, but in notes that have none.
    const anyCase = isLower || (!isPart && (!isWord || /^\p{Ll}/u.test(form)));
    if (anyCase) all.push({ words: form.toLowerCase(), id, isPart, anyCase });
    else
      for (const words of /^the\s/i.test(form) ? [form.replace(/^the/i, 'the'), form.replace(/^the/i, 'The')] : [form])
        all.push({ words, id, isPart, anyCase });
  };
  for (const [form, ids] of whole) add(form, ids, false);
  for (const [form, ids] of parts) if (!whole.has(form)) add(form, ids, true);
  return all.sort((a, b) => b.words.length - a.words.length || Number(a.isPart) - Number(b.isPart));
};

/** Known entities wherever the text names them: whole words, the longest name first. Cost: one search a name that occurs. */
export const findKnown = (text: string, known: AnalysisInput['knownEntities']): Named[] => {
  const isLower = isLowerCase(text);
  const plain = straight(text);
  // A letter that grows in lower case would shift every place behind it: then case counts.
  const lower = plain.toLowerCase().length === plain.length ? plain.toLowerCase() : plain;
  const taken: Named[] = [];
  const owner = new Map<number, Named>();
  const isTaken = (start: number, end: number): boolean => {
    for (let i = start; i < end; i++) if (owner.has(i)) return true;
    return false;
  };
  for (const { words, id, isPart, anyCase } of formsOf(known, lower, isLower)) {
    const hay = anyCase ? lower : plain;
    for (let start = hay.indexOf(words); start !== -1; start = hay.indexOf(words, start + 1)) {
      const end = start + words.length;
      const after = plain.slice(end, end + 2);
      if (
        isWordChar(plain[start - 1]) ||
        isWordChar(after[0]) ||
        (/^['-]\p{L}/u.test(after) && !/^'s?(?!\p{L})/iu.test(plain.slice(end, end + 3))) ||
        isTaken(start, end)
      )
        continue;
      if (isPart && !isLower) {
        // "Tilly Marsh" is not Dr Marsh, and "Marsh Street" is no person.
        const before = /(\p{Lu}[\p{L}'-]+)\.?\s+$/u.exec(plain.slice(Math.max(0, start - 24), start))?.[1];
        const next = /^\s+(\p{Lu}[\p{L}'-]+)/u.exec(plain.slice(end, end + 24))?.[1];
        if (before && !isTitle(before) && !isCommon(before) && !ADJECTIVES.has(before.toLowerCase())) continue;
        if (next && !isCommon(next)) continue;
      }
      // A title before the name belongs to it: "Dr. Marsh".
      const title = /(?<![\p{L}])(\p{Lu}\p{L}{0,11})\.?[ \t]+$/u.exec(plain.slice(Math.max(0, start - 14), start));
      const from =
        title && isTitle(title[1]!) && /^\p{Lu}/u.test(plain.slice(start)) && !isTaken(start - title[0].length, start)
          ? start - title[0].length
          : start;
      const named = { start: from, end, who: id, isKnown: true };
      taken.push(named);
      for (let i = from; i < end; i++) owner.set(i, named);
    }
  }
  return taken.sort((a, b) => a.start - b.start);
};

// ---------------------------------------------------------------- new names

const headType = (name: string): string | null => {
  const words = name.toLowerCase().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length < 2) return null;
  // "Order of the Lark": the head stands before "of".
  const of = words.indexOf('of');
  for (const head of [of > 0 ? words[of - 1]! : '', last, words.slice(-2).join(' ')])
    for (const { type, words: heads } of HEADS) if (head && heads.has(head)) return type;
  return /^(?:lake|mount|port|fort|castle|st\.?|saint|point|cape|camp)\s/.test(name.toLowerCase()) &&
    !/^st\.? \w+$/.test(name.toLowerCase())
    ? 'location'
    : null;
};

interface Candidate {
  name: string;
  spots: { start: number; end: number; isFirst: boolean; inHeading: boolean }[];
}

const SPEECH =
  '(?:says?|said|tells?|told|asks?|asked|begs?|begged|whispers?|whispered|laughs?|laughed|wept|smiles?|wants?|wanted|knows|knew|hates?|hated|loves?|loved|fears?|feared|owes?|owed|works?|worked|serves?|leads|led|lies|lied|paid|pays|gave|gives|took|takes|ran|runs|fled|flees|died|dies|killed|kills|shot|stabbed|attack\\w*|arrive\\w*|came|comes|went|goes|swore|swears|promised|promises|offered|offers|refused|agreed|agrees|saw|sees|found|finds|denied|denies|drove|drives|talked|talks|is|was|has|had|will|can|could|would|smokes?|sings?|sang|hides?|hid|waits?|waited|escaped|betrayed|surrendered|vanished|leapt|fell|who|whom|\\w+ed)';

export const ROLE_BEFORE = new RegExp(
  `(?:^|[^A-Za-zÀ-ɏ])(?:${KIN_WORDS}|${ROLE_WORDS}),?\\s+(?:called |named |known as )?$`,
  'i',
);
export const ROLE_AFTER = new RegExp(
  `^,\\s+(?:the|a|an|his|her|their|our|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ]+['’]s)\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(?:${KIN_WORDS}|${ROLE_WORDS})(?![A-Za-zÀ-ɏ])`,
  'i',
);
export const OWNS_LIKE_A_PERSON = new RegExp(
  `^['’]s\\s+(?:${KIN_WORDS}|throat|face|hand|eyes|head|cloak|boot|voice|heart|office|room|gang|men|death|house)`,
  'i',
);
export const ACTS = new RegExp(`^\\s+${SPEECH}(?![\\p{L}])`, 'u');
export const ACTS_AT_HEAD = new RegExp(
  `^(?:['’]s\\s|\\s+${SPEECH}(?![\\p{L}])|,\\s+(?:the|a|an|his|her|their)\\s|\\s+and\\s+\\p{Lu}|\\s+the\\s+\\p{Lu}|\\s+[–—-]\\s|:)`,
  'u',
);
const PLACE_HEADS = [...HEADS.find((h) => h.type === 'location')!.words, 'village']
  .filter((w) => !['head', 'end', 'rest', 'point', 'foot', 'arms', 'ward', 'deck', 'nest'].includes(w))
  .join('|');
export const PLACE_BEFORE = new RegExp(`(?:${PLACE_HEADS})(?:,| called| named| known as)\\s+(?:the\\s+)?$`, 'i');
export const PLACE_AFTER = new RegExp(`^\\s+(?:\\p{Ll}+\\s+)?(?:${PLACE_HEADS})(?![\\p{L}])`, 'u');
/** Heads that are surnames as well: "Tilly Marsh" is a person, "the Long Marsh" a place. */
const SURNAMES = wordSet(
  'marsh, hill, wood, woods, ford, stone, ward, vale, glen, moon, hand, watch, wolf, bell, horn, key, knight, church, park, field, well, castle, lane, house, moor, bishop, drake, pool, case, pin, cross, bay, lake, rivers, mills, mill, hall, market, gates, pike, banks, bank, king, kings, ring, crane, peak, reach, staff, bear, coin, crown, church, tower, feast, song, war, raven, ravens, crow, seed, egg, axe, bow',
);

const typeOf = (name: string, spots: Candidate['spots'], text: string): { type: string; why: string } => {
  const words = name.toLowerCase().replace(/\./g, '').split(/\s+/);
  const head = headType(name);
  if (
    words.length > 1 &&
    isTitle(words[0]!) &&
    !(head && head !== 'faction' && words.length > 2 && !['old', 'young', 'little', 'big'].includes(words[0]!))
  ) {
    if (!(head && ['old', 'little', 'big', 'young'].includes(words[0]!)))
      return { type: 'npc', why: 'a title stands before it' };
  }
  let [person, place, thing, group] = [0, 0, 0, 0];
  for (const { start, end } of spots) {
    const before = text.slice(Math.max(0, start - 60), start);
    const after = text.slice(end, end + 60);
    if (ROLE_BEFORE.test(before)) person += 2;
    if (ROLE_AFTER.test(after)) person += 2;
    if (OWNS_LIKE_A_PERSON.test(after)) person += 1.5;
    if (ACTS.test(after)) person += 0.7;
    if (/(?:^|[^A-Za-zÀ-ɏ])(?:with|kill|save|meet|met|find|ask|told|tell|against|called|named)\s+$/i.test(before))
      person += 0.5;
    if (
      /(?:^|[^A-Za-zÀ-ɏ])(?:in|at|to|from|into|near|outside|inside|around|across|towards?|reach|reached|leave|left|enter|entered|through|over|of)\s+(?:the\s+)?$/i.test(
        before,
      )
    )
      place += /(?:^|[^A-Za-zÀ-ɏ])(?:to|from|of)\s+(?:the\s+)?$/i.test(before) ? 0.4 : 1.2;
    if (
      /(?:^|[^A-Za-zÀ-ɏ])(?:aboard|the ship|the boat|the book|a book|the novel)\s+(?:the\s+)?$/i.test(before) ||
      /[*_]$/.test(before)
    )
      thing += 1.5;
    if (
      PLACE_BEFORE.test(before) ||
      PLACE_AFTER.test(after) ||
      /\b(?:deed|road|way|lord|king|queen|mayor|duke|baron|count) (?:to|of)\s+(?:the\s+)?$/i.test(before)
    )
      place += 1.6;
    // Alone at the head of a line, as a place is set: "The Prater."
    if (/(?:^|\n|\d\s)\s*(?:[-*•]\s+)?[Tt]he\s+$/u.test(before) && /^[.,:]\s/.test(after)) place += 1.2;
    if (/(?:^|[^\p{L}])[Tt]he\s+$/u.test(before) && /s$/.test(name) && !/['’]/.test(name) && words.length === 1)
      group += 1.2;
    else if (/(?:^|[^\p{L}])[Tt]he\s+$/u.test(before) && words.length === 1) thing += 0.6;
    if (
      /(?:men|women|members?|agents?|soldiers|cultists|brothers|sisters|followers|priests|monks|knights|captain|thugs|acolytes) of (?:the\s+)?$/i.test(
        before,
      )
    )
      group += 1.6;
    if (
      /(?:ship|boat|vessel|schooner|cutter|barge|submarine|airship)(?:,| called| named)?\s+(?:the\s+)?$/i.test(before)
    )
      thing += 3;
    if (
      /(?:member|leader|boss|head|joined|one|works? for|worked for|agents?|captain)\s+(?:of\s+)?(?:the\s+)?$/i.test(
        before,
      )
    )
      group += 1;
  }
  const isSurname =
    words.length === 2 &&
    SURNAMES.has(words[1]!) &&
    !ADJECTIVES.has(words[0]!) &&
    !/['’]s/.test(name) &&
    place < 1.2 &&
    !spots.some((s) => /(?:^|[^\p{L}])[Tt]he\s+$/u.test(text.slice(Math.max(0, s.start - 6), s.start)));
  // An inn may be called after a thing: "at the Broken Crown".
  if (
    head === 'item' &&
    spots.some((s) => /(?:^|[^A-Za-z])at\s+the\s+$/i.test(text.slice(Math.max(0, s.start - 10), s.start)))
  )
    return { type: 'location', why: 'people are in it or go to it' };
  if (thing >= 3) return { type: 'item', why: 'it is a ship' };
  if (
    head &&
    !isSurname &&
    !(head === 'item' && words.length === 2 && person >= 1.4) &&
    !(head === 'faction' && person >= 2.5)
  )
    return { type: head, why: `“${words.at(-1)}” says what it is` };
  const [[type, most]] = (
    [
      ['npc', person + (words.length > 1 ? 0.8 : 0.45)],
      ['location', place],
      ['item', thing],
      ['faction', group],
    ] as [string, number][]
  ).sort((a, b) => b[1] - a[1]) as [[string, number]];
  return {
    type,
    why:
      most > 1.2
        ? {
            npc: 'it acts like a person',
            location: 'people are in it or go to it',
            item: 'it is handled like a thing',
            faction: 'it is spoken of as a group',
          }[type]!
        : 'it is written like a name',
  };
};

// Names said with a cue; work in any case.
const NAME = "[\\p{L}][\\p{L}'’-]+(?:\\s+(?:de|von|van|la|le|of|the)\\s+[\\p{L}][\\p{L}'’-]+|\\s+\\p{Lu}[\\p{L}'’-]+)*";
export const CUES: readonly { pattern: RegExp; rule: string; lowerOnly: boolean }[] = [
  {
    pattern: new RegExp(`\\b(?:called|named|name is|name of|goes by|known as)\\s+(${NAME})`, 'giu'),
    rule: 'called',
    lowerOnly: false,
  },
  {
    pattern: new RegExp(
      `\\b(?:${KIN_WORDS}|${ROLE_WORDS})(?:'s|s)?,\\s+(${NAME})(?=[,.;)!?]|\\s*$|\\s+(?:who|says|said|and)\\b)`,
      'gimu',
    ),
    rule: 'apposition',
    lowerOnly: true,
  },
  {
    pattern: new RegExp(
      `\\b(?:name|brother|sister|son|daughter|wife|husband)(?:'s|s)?(?:\\s+\\w+)?\\s+\\((${NAME})\\)`,
      'giu',
    ),
    rule: 'in brackets',
    lowerOnly: true,
  },
  {
    pattern: new RegExp(
      `(?:^|[^A-Za-zÀ-ɏ])((?:${[...TITLES]
        .filter(
          (t) =>
            t.length > 1 &&
            ![
              'old',
              'young',
              'little',
              'big',
              'private',
              'second',
              'master',
              'father',
              'mother',
              'sister',
              'brother',
              'uncle',
              'aunt',
              'cousin',
              'boss',
              'chief',
              'elder',
              'widow',
              'agent',
              'officer',
              'guard',
              'doc',
              'don',
              'miss',
              'major',
              'general',
              'minister',
              'judge',
              'queen',
              'king',
              'coach',
              'nurse',
              'priest',
              'monk',
              'dean',
              'saint',
              'shaman',
              'president',
              'matron',
              'detective',
              'constable',
              'count',
              'captain',
            ].includes(t),
        )
        .map(escape)
        .join(
          '|',
        )}|granny|widow|captain|miss)\\s+(?!(?:is|was|has|had|and|or|of|the|in|on|at|to|who|with|for|says|said|said|will|can|came|comes|wants|from|here|there|then|that|a|an|he|she|it|they|we|his|her)\\b)[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]{2,})`,
      'gi',
    ),
    rule: 'title',
    lowerOnly: true,
  },
  {
    pattern: new RegExp(
      `(?:^|[^A-Za-zÀ-ɏ])(?:in|at|to|into) (?:the )?((?:casino|hotel|cafe|café|bar|club|inn|villa|castle|port|lake|mount)\\s+[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]{3,})`,
      'gi',
    ),
    rule: 'place',
    lowerOnly: true,
  },
  {
    pattern: new RegExp(
      `(?:^|[^A-Za-zÀ-ɏ])the ([A-Za-zÀ-ɏ'’-]{4,} (?:gang|guild|cult|lodge|crew|cask|tavern|inn|gate|sanctorium|mine|bridge))(?![A-Za-zÀ-ɏ])`,
      'gi',
    ),
    rule: 'place',
    lowerOnly: true,
  },
];

export const PLAYERS_LINE =
  /^\W*(?:present|attendance|players?|absent|missing|who was there|at the table|snacks?|food|next time|bring)\b/i;

/** Names of the people at the table: "Present: Tom (Pell)", "Rhea's player". */
export const playersIn = (text: string): ReadonlySet<string> => {
  const players = new Set<string>();
  for (const line of text.split('\n')) {
    if (!PLAYERS_LINE.test(line)) continue;
    for (const match of line.replace(/\([^)]*\)/g, '').matchAll(/\p{L}[\p{L}'’-]+/gu))
      if (!NOT_NAMES.has(match[0].toLowerCase())) players.add(match[0].toLowerCase());
  }
  return players;
};

/** Words of a game: its skills, its terms, what its book explains. */
export const termsOf = (system: string): ReadonlySet<string> => {
  const { skills, lookups, attributes, difficulties, terms } = gameSystem(system);
  return new Set(
    [
      ...skills.map((s) => s.name),
      ...lookups.map((l) => l.name),
      ...attributes.map((a) => a.name),
      ...difficulties.map((d) => d.name),
      ...Object.values(terms),
    ]
      .flatMap((name) => [name, name.replace(/\s*\(.*\)$/, '')])
      .map(nameKey),
  );
};

/** New names of a text and every place of them. `admin` and `headings` are stretches that count for less: nothing is taken from the first, only confirmed from the second. */
export const findNew = (
  text: string,
  knownAt: readonly Named[],
  admin: readonly Span[],
  headings: readonly Span[],
  players: ReadonlySet<string>,
  terms: ReadonlySet<string>,
): { names: NewName[]; at: Named[] } => {
  const isLower = isLowerCase(text);
  const [isKnownAt, isAdmin, isHeading] = [takenBy(knownAt), takenBy(admin), takenBy(headings)];
  const candidates = new Map<string, Candidate & { cue: string | null }>();
  const put = (name: string, start: number, end: number, isFirst: boolean, cue: string | null): void => {
    const clean = name.replace(/\s+/g, ' ').trim();
    const key = nameKey(clean);
    if (key.length < 3 || isKnownAt.has(start, end) || isAdmin.has(start, end)) return;
    const words = key.split(' ');
    if (
      words.every((w) => isCommon(w) || FUNCTION.has(w) || isTitle(w)) &&
      !(words.length > 1 && headType(clean) && !isFirst)
    )
      return;
    if (words.length === 1 && players.has(key)) return;
    if (
      terms.has(key) ||
      NOT_NAMES.has(key) ||
      (/^\s*(?:roll|check|test|[-–+]\s?\d|\d|DC)/.test(text.slice(end, end + 8)) &&
        words.length <= 2 &&
        !cue &&
        /^\s*(?:roll|check|test|[-–+]\s?\d)/.test(text.slice(end, end + 8)))
    )
      return;
    // "A Bluecoat": one of many.
    if (
      words.length === 1 &&
      !cue &&
      /(?:^|[^A-Za-zÀ-ɏ])(?:an?|another|each|every|no|some|two|three|four|five|six)\s+$/i.test(
        text.slice(Math.max(0, start - 9), start),
      )
    )
      return;
    const there = candidates.get(key) ?? candidates.set(key, { name: clean, spots: [], cue: null }).get(key)!;
    there.spots.push({ start, end, isFirst, inHeading: isHeading.has(start, end) });
    there.cue ??= cue;
  };

  const tokens = tokensOf(text);
  for (let i = 0; i < tokens.length; i++) {
    const first = tokens[i]!;
    if (!first.isCapital || isKnownAt.has(first.start, first.end)) continue;
    let last = i;
    let end = first;
    for (let j = i + 1; j < tokens.length && j < i + 6; j++) {
      const token = tokens[j]!;
      const previous = tokens[j - 1]!;
      const isAbbreviation = /^(?:mr|mrs|ms|dr|st|prof|capt|sgt|lt)$/i.test(previous.text) && /^\.\s+$/.test(token.gap);
      if (!/^[ \t]+$/.test(token.gap) && !isAbbreviation) break;
      if (isKnownAt.has(token.start, token.end) || (token.isFirst && !isAbbreviation)) break;
      if (
        previous.possessive &&
        !(
          token.isCapital &&
          HEADS.some((h) => (h.type === 'location' || h.type === 'faction') && h.words.has(token.text.toLowerCase()))
        )
      )
        break;
      if (token.isCapital) {
        last = j;
        end = token;
        continue;
      }
      const next = tokens[j + 1];
      const after = tokens[j + 2];
      const isTavern =
        (token.text === 'and' || token.text === '&') &&
        /(?:^|[^\p{L}])[Tt]he\s+$/u.test(text.slice(0, first.start)) &&
        j === i + 1 &&
        next?.isCapital;
      const joins =
        CONNECTORS.has(token.text.toLowerCase()) &&
        !previous.possessive &&
        /^[ \t]+$/.test(token.gap) &&
        (next?.isCapital || (CONNECTORS.has(next?.text.toLowerCase() ?? '') && after?.isCapital));
      if (!joins && !isTavern) break;
    }
    let from = i;
    // What begins the sentence and is no part of the name.
    while (
      from < last &&
      (FUNCTION.has(tokens[from]!.text.toLowerCase()) ||
        (tokens[from]!.isFirst &&
          isCommon(tokens[from]!.text) &&
          !isTitle(tokens[from]!.text) &&
          !ADJECTIVES.has(tokens[from]!.text.toLowerCase()) &&
          tokens[from + 1]!.isCapital))
    )
      from += 1;
    while (from <= last && CONNECTORS.has(tokens[from]!.text.toLowerCase())) from += 1;
    if (from > last) {
      i = last;
      continue;
    }
    const start = tokens[from]!;
    const name = text.slice(start.start, end.end);
    const isShouted = /^[\p{Lu}\d'’ -]+$/u.test(name) && name.length > 1;
    // "Brother Callum of the Silver Lodge" is somebody and where they belong.
    const of = isTitle(tokens[from]!.text) ? /^(.+?\s\S+)\s+of\s+(?:the\s+)?(\p{Lu}.+)$/u.exec(name) : null;
    if (!isShouted && of && ['faction', 'location'].includes(headType(of[2]!) ?? '')) {
      put(of[1]!, start.start, start.start + of[1]!.length, start.isFirst && from === i, null);
      put(of[2]!, end.end - of[2]!.length, end.end, false, null);
    } else if (!isShouted && !/\n/.test(name)) put(name, start.start, end.end, start.isFirst && from === i, null);
    i = last;
  }
  for (const { pattern, rule, lowerOnly } of CUES) {
    if (lowerOnly && !isLower) continue;
    for (const match of text.matchAll(pattern)) {
      let name = match[1]!.replace(/['’]s$/i, '');
      const start = match.index + match[0].indexOf(name);
      if (!/\p{Lu}/u.test(name)) {
        // In lower case a name ends where ordinary words begin.
        const words = name.split(/\s+/);
        const stop = words.findIndex((w, n) => n > 0 && isCommon(w) && !CONNECTORS.has(w));
        name = (stop === -1 ? words.slice(0, 3) : words.slice(0, stop)).join(' ');
        if (!isLower) continue;
      } else {
        if (!/^\p{Lu}/u.test(name)) continue;
        name = /^\p{Lu}[\p{L}'’-]*(?:\s+(?:(?:de|von|van|la|le|of|the)\s+)*\p{Lu}[\p{L}'’-]*)*/u.exec(name)![0];
      }
      if (isCommon(name) && rule !== 'place') continue;
      put(name, start, start + name.length, false, rule);
    }
  }

  // Parts of longer names, and titles gained mid-note, are the same.
  const keys = [...candidates.keys()].sort((a, b) => b.split(' ').length - a.split(' ').length || b.length - a.length);
  const merged = new Map<string, string>();
  const core = (key: string): string[] =>
    key
      .replace(/\./g, '')
      .split(' ')
      .filter((w) => !isTitle(w) && w !== 'the');
  for (const key of keys) {
    const own = core(key);
    const into = keys.find(
      (other) =>
        other !== key &&
        !merged.has(other) &&
        candidates.get(other)!.name.split(' ').length >= candidates.get(key)!.name.split(' ').length &&
        (() => {
          const theirs = core(other);
          if (
            own.length === 0 ||
            theirs.length === 0 ||
            (own.join(' ') === theirs.join(' ') && other.length <= key.length)
          )
            return false;
          if (own.join(' ') === theirs.join(' ')) return true;
          return (
            own.length === 1 &&
            theirs.length > 1 &&
            (theirs[0] === own[0] || theirs.at(-1) === own[0]) &&
            !isCommon(own[0]!)
          );
        })(),
    );
    if (into) merged.set(key, into);
  }
  for (const [key, into] of merged) {
    const [part, wholeName] = [candidates.get(key)!, candidates.get(into)];
    if (!wholeName) continue;
    wholeName.spots.push(...part.spots);
    wholeName.cue ??= part.cue;
    candidates.delete(key);
  }

  const names: NewName[] = [];
  const at: Named[] = [];
  const marked = takenBy([]);
  const mark = (start: number, end: number, who: string): void => {
    if (marked.has(start, end) || isKnownAt.has(start, end)) return;
    marked.add(start, end);
    at.push({ start, end, who, isKnown: false });
  };
  for (const [, candidate] of candidates) {
    const { name, spots, cue } = candidate;
    const words = name.split(/\s+/);
    const body = spots.filter((s) => !s.inHeading);
    const mid = body.filter((s) => !s.isFirst).length;
    const isSingle = words.length === 1;
    // Only ever at the head of a sentence: it must act like a name there.
    if (!cue && isSingle && mid === 0) {
      const acts = body.some((s) => ACTS_AT_HEAD.test(text.slice(s.end, s.end + 30)) && !/(?:s|ing|ed|ly)$/.test(name));
      const headed = spots.some(
        (s) => s.inHeading && new RegExp(`(?:in|at|to|of)\\s+(?:the\\s+)?$`, 'i').test(text.slice(0, s.start)),
      );
      if (!acts && !headed) continue;
      if (
        text.toLowerCase().split(name.toLowerCase()).length - 1 > spots.length &&
        new RegExp(`(?<![\\p{L}])${escape(name.toLowerCase())}(?![\\p{L}])`, 'u').test(text)
      )
        continue;
    }
    if (
      !cue &&
      body.length === 0 &&
      !spots.some(
        (s) =>
          !s.isFirst &&
          /(?:\b(?:at|in|of|to|the|with)\s+|['’]s\s+)$/i.test(text.slice(Math.max(0, s.start - 6), s.start)),
      ) &&
      !(words.length > 1 && isTitle(words[0]!)) &&
      !/['’]s/.test(name)
    )
      continue;
    // An ordinary word in capitals in the middle of a sentence, once, that also stands in small letters elsewhere.
    if (
      !cue &&
      isSingle &&
      spots.length === 1 &&
      new RegExp(`(?<![\\p{L}])${escape(name.toLowerCase())}(?![\\p{L}])`, 'u').test(text) &&
      !isLower
    )
      continue;
    const { type, why } = typeOf(name, spots, text);
    const shown = spots.find((s) => !s.inHeading) ?? spots[0]!;
    names.push({
      name,
      type,
      rule: cue ?? (isSingle ? 'name' : 'names'),
      reason: cue === 'called' ? 'The notes say it is called so' : `A name that the campaign does not know; ${why}`,
      confidence: Math.min(0.95, 0.5 + 0.1 * Math.min(3, spots.length) + (isSingle ? 0 : 0.15) + (cue ? 0.15 : 0)),
      start: shown.start,
      end: shown.end,
    });
    const keysHere = [name, ...[...merged].filter(([, into]) => into === nameKey(name)).map(([key]) => key)];
    for (const form of keysHere.sort((a, b) => b.length - a.length)) {
      for (const match of text.matchAll(
        new RegExp(
          `(?<![\\p{L}\\p{N}])${form.split(/\s+/).map(escape).join('\\s+')}(?![\\p{L}\\p{N}])`,
          cue || isLower ? 'giu' : 'gu',
        ),
      )) {
        mark(match.index, match.index + match[0].length, name);
      }
    }
    for (const s of spots) mark(s.start, s.end, name);
  }
  return { names: names.sort((a, b) => a.start - b.start), at: at.sort((a, b) => a.start - b.start) };
};
