// Owns guessing what kind of thing a note of another tool is about, from its own word for it, its tags and its folders.

const WORDS: readonly (readonly [string, RegExp])[] = [
  ['pc', /^(?:pcs?|player[ _-]?characters?|heroes?|party|players?)$/],
  [
    'npc',
    /^(?:npcs?|non[ _-]?player[ _-]?characters?|characters?|people|persons?|individuals?|allies|villains?|contacts?)$/,
  ],
  [
    'faction',
    /^(?:factions?|organi[sz]ations?|guilds?|groups?|families|family|houses?|cults?|gangs?|crews?|companies|company)$/,
  ],
  ['creature', /^(?:creatures?|monsters?|bestiary|beasts?|statblocks?|stat[ _-]?blocks?|enemies|enemy|vehicles?)$/],
  [
    'location',
    /^(?:locations?|places?|cities|city|towns?|villages?|regions?|settlements?|countries|country|dungeons?|buildings?|maps?|worlds?|areas?|geography)$/,
  ],
  [
    'item',
    /^(?:items?|artifacts?|artefacts?|weapons?|armou?r|gear|equipment|treasures?|loot|objects?|inventory|consumables?|magic[ _-]?items?)$/,
  ],
  ['clue', /^(?:clues?|evidence|leads?|handouts?)$/],
  [
    'lore',
    /^(?:lore|histor(?:y|ies)|religions?|deit(?:y|ies)|gods?|myths?|legends?|rules?|reference|spells?|abilities|ability|feats?|races?|classes|class|languages?|notes?|wiki|world[ _-]?building|gamemastering)$/,
  ],
  ['session', /^(?:sessions?|session[ _-]?(?:notes?|logs?|journals?)|journals?|recaps?|logs?)$/],
  ['chapter', /^(?:chapters?|arcs?|adventures?|acts?|modules?)$/],
  ['goal', /^(?:quests?|goals?|missions?|objectives?)$/],
];

/** Our word for another tool's: an entity type, or `session`, `chapter`, `goal`; null for a word that says nothing. */
export const kindOfWord = (word: string): string | null => {
  const plain = word
    .trim()
    .toLowerCase()
    .replace(/^#/, '')
    .replace(/^\d+[.)\s_-]*/, '');
  return WORDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
};

/** The first word that says something, of several. */
export const kindOfWords = (words: readonly string[]): string | null => {
  for (const word of words) {
    const kind = kindOfWord(word) ?? kindOfWord(word.split('/').at(-1) ?? '');
    if (kind) return kind;
  }
  return null;
};

/** "Session 12 – The crossing" → 12 and its title; null where a name is no evening's. */
export const sessionOfName = (name: string): { number: number; title: string } | null => {
  const match = /^(?:session|sitzung|evening|game|s|ep(?:isode)?)[\s._#-]*0*(\d{1,4})\b[\s.:–—_-]*(.*)$/i.exec(
    name.trim(),
  );
  return match ? { number: Number(match[1]), title: (match[2] ?? '').trim() } : null;
};
