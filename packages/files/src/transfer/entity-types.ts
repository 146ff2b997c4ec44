// Guesses what kind of thing a note of another tool is about, from the tool's word for it, its tags, or its folders.

/** Matches any of `forms` as a whole. An underscore stands for a space, a hyphen, an underscore or nothing. */
const anyOf = (...forms: string[]): RegExp => new RegExp(`^(?:${forms.join('|').replaceAll('_', '[ _-]?')})$`);

/**
 * Entity types, and `session`, `chapter`, `goal`, each with the words other tools use for it. The first match counts.
 */
const WORDS: readonly (readonly [string, RegExp])[] = [
  ['pc', anyOf('pcs?', 'player_characters?', 'heroes?', 'party', 'players?')],
  [
    'npc',
    anyOf(
      'npcs?',
      'non_player_characters?',
      'characters?',
      'people',
      'persons?',
      'individuals?',
      'allies',
      'villains?',
      'contacts?',
    ),
  ],
  [
    'faction',
    anyOf(
      'factions?',
      'organi[sz]ations?',
      'guilds?',
      'groups?',
      'families',
      'family',
      'houses?',
      'cults?',
      'gangs?',
      'crews?',
      'companies',
      'company',
    ),
  ],
  [
    'creature',
    anyOf('creatures?', 'monsters?', 'bestiary', 'beasts?', 'stat_blocks?', 'enemies', 'enemy', 'vehicles?'),
  ],
  [
    'location',
    anyOf(
      'locations?',
      'places?',
      'cities',
      'city',
      'towns?',
      'villages?',
      'regions?',
      'settlements?',
      'countries',
      'country',
      'dungeons?',
      'buildings?',
      'maps?',
      'worlds?',
      'areas?',
      'geography',
    ),
  ],
  [
    'item',
    anyOf(
      'items?',
      'artifacts?',
      'artefacts?',
      'weapons?',
      'armou?r',
      'gear',
      'equipment',
      'treasures?',
      'loot',
      'objects?',
      'inventory',
      'consumables?',
      'magic_items?',
    ),
  ],
  ['clue', anyOf('clues?', 'evidence', 'leads?', 'handouts?')],
  [
    'lore',
    anyOf(
      'lore',
      'histor(?:y|ies)',
      'religions?',
      'deit(?:y|ies)',
      'gods?',
      'myths?',
      'legends?',
      'rules?',
      'reference',
      'spells?',
      'abilities',
      'ability',
      'feats?',
      'races?',
      'classes',
      'class',
      'languages?',
      'notes?',
      'wiki',
      'world_building',
      'gamemastering',
    ),
  ],
  [
    'session',
    anyOf('sessions?', 'session_notes?', 'session_logs?', 'session_journals?', 'journals?', 'recaps?', 'logs?'),
  ],
  ['chapter', anyOf('chapters?', 'arcs?', 'adventures?', 'acts?', 'modules?')],
  ['goal', anyOf('quests?', 'goals?', 'missions?', 'objectives?')],
];

/** Our word for another tool's: an entity type, `session`, `chapter` or `goal`; null for any other word. */
export const kindOfWord = (word: string): string | null => {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/^#/, '')
    .replace(/^\d+[.)\s_-]*/, '');
  return WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
};

/** The kind of the first word that has one; of a nested tag such as `world/npc`, the last part counts too. */
export const kindOfWords = (words: readonly string[]): string | null => {
  for (const word of words) {
    const kind = kindOfWord(word) ?? kindOfWord(word.split('/').at(-1) ?? '');
    if (kind) return kind;
  }
  return null;
};

/** Words that say no more than the entity type they stand for: "city" says more than "location". */
const SYNONYM = anyOf(
  'pcs?',
  'player_characters?',
  'npcs?',
  'non_player_characters?',
  'characters?',
  'people',
  'persons?',
  'individuals?',
  'factions?',
  'organi[sz]ations?',
  'groups?',
  'creatures?',
  'monsters?',
  'locations?',
  'places?',
  'items?',
  'objects?',
  'clues?',
  'lore',
  'notes?',
);

export const saysOnlyTheType = (word: string): boolean => SYNONYM.test(word.trim().toLowerCase());

/** What the name of a session's notes says. */
export interface SessionName {
  /** Null if the name has none, or one such as 1.5. */
  number: number | null;
  /** Without number and date; empty if nothing else is there. */
  title: string;
  /** `YYYY-MM-DD`, empty if the name has none. */
  date: string;
}

/** A date as in the names of files. */
const DAY = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/;
/** A date in a name, with the brackets and dashes that set it off. */
const SET_OFF_DATE = new RegExp(String.raw`[\s([{.:–—_,-]*${DAY.source}[\s)\]}.:–—_,-]*`);

const SESSION_WORD = /^(?:session|sitzung|ep(?:isode)?)(?:[\s._#-]*(?=\d)|\s*$)/i;
/** Words that need more than a number behind them: "S4 Security Bot" is no session. */
const SHORT_SESSION_WORD = /^(?:evening|game|s)[\s._#-]*(?=\d{1,4}\s*(?:$|[.:–—_-]))/i;
/** A whole number: "1.5", "3a" and "12th March" have none. */
const SESSION_NUMBER = /^0*(\d{1,4})(?![\d\p{L}]|[.,-]\d)[\s.:–—_-]*(.*)$/u;

/** A name without its date, and the date; empty without one. */
export const datedName = (name: string): Omit<SessionName, 'number'> => ({
  title: name.replace(SET_OFF_DATE, ' ').trim(),
  date: DAY.exec(name)?.[0] ?? '',
});

/**
 * "Session 12 – The crossing (2026-02-01)" gives 12, "The crossing" and the date, wherever the date is; null if the name
 * is not a session's.
 */
export const sessionOfName = (name: string): SessionName | null => {
  const { title: undated, date } = datedName(name.trim());
  const [word] = SESSION_WORD.exec(undated) ?? SHORT_SESSION_WORD.exec(undated) ?? [];
  if (word === undefined || (date === '' && word === undated)) return null;
  const rest = undated.slice(word.length);
  if (rest === '') return { number: null, title: '', date };
  const [, number, title = ''] = SESSION_NUMBER.exec(rest) ?? [];
  return number === undefined
    ? { number: null, title: undated, date }
    : { number: Number(number), title: title.trim(), date };
};

/** The title in a name, with the date of the name where the session has another one. */
export const titleBeside = ({ title, date }: Omit<SessionName, 'number'>, sessionDate: string): string =>
  date === sessionDate ? title : `${title} ${date}`.trim();
