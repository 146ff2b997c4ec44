// Guesses what kind of thing a note of another tool is about, from the tool's word for it, its tags, or its folders.

/** Matches any of `forms` as a whole. An underscore stands for a space, a hyphen, an underscore or nothing. */
const anyOf = (...forms: string[]): RegExp => new RegExp(`^(?:${forms.join('|').replaceAll('_', '[ _-]?')})$`);

/** Words that say no more than "NPC". */
const NPC_NAMES = ['npcs?', 'non_player_characters?', 'characters?', 'people', 'persons?', 'individuals?'] as const;

/**
 * Entity types, and `session`, `chapter`, `goal`, each with the words other tools use for it. The first match counts.
 */
const WORDS: readonly (readonly [string, RegExp])[] = [
  ['pc', anyOf('pcs?', 'player_characters?', 'heroes?', 'party', 'players?')],
  ['npc', anyOf(...NPC_NAMES, 'allies', 'villains?', 'contacts?')],
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

/** What folders are called in German, French and Spanish. A type or tag in these languages is a word of the GM's own. */
const FOLDER_WORDS: readonly (readonly [string, RegExp])[] = [
  ['pc', anyOf('scs?', 'spielercharaktere?', 'held(?:en|innen)?', 'pjs?', 'joueurs?', 'héros', 'jugadores')],
  [
    'npc',
    anyOf(
      'nscs?',
      'nichtspielercharaktere?',
      'personen',
      'figuren',
      'charaktere?',
      'pnjs?',
      'personnages?',
      'personajes?',
    ),
  ],
  [
    'faction',
    anyOf(
      'fraktion(?:en)?',
      'gilden?',
      'organisation(?:en)?',
      'gruppen?',
      'guildes?',
      'groupes?',
      'faccion(?:es)?',
      'facción',
      'gremios?',
      'organizacion(?:es)?',
    ),
  ],
  [
    'creature',
    anyOf(
      'kreatur(?:en)?',
      'bestiarium',
      'créatures?',
      'monstres?',
      'bestiaire',
      'criaturas?',
      'monstruos?',
      'bestiario',
    ),
  ],
  [
    'location',
    anyOf(
      'orte?',
      'ortschaften',
      'schauplätze?',
      'städte?',
      'stadt',
      'dörfer',
      'länder',
      'gebäude',
      'karten',
      'lieux?',
      'endroits?',
      'villes?',
      'régions?',
      'lugar(?:es)?',
      'ciudad(?:es)?',
      'regiones',
      'ubicacion(?:es)?',
      'localizaciones',
    ),
  ],
  [
    'item',
    anyOf(
      'gegenst[aä]nde?',
      'ausrüstung',
      'artefakte?',
      'schätze?',
      'waffen',
      'objets?',
      'équipements?',
      'trésors?',
      'armes',
      'objetos?',
      'equipo',
      'tesoros?',
      'armas',
    ),
  ],
  ['clue', anyOf('hinweise?', 'spuren', 'indices?', 'pistes?', 'pistas?')],
  [
    'lore',
    anyOf(
      'hintergrund',
      'geschichte',
      'götter',
      'regeln',
      'histoire',
      'dieux',
      'règles',
      'historia',
      'dioses',
      'reglas',
      'trasfondo',
    ),
  ],
  ['session', anyOf('sitzung(?:en)?', 'spielabende?', 'protokolle?', 'séances?', 'sesion(?:es)?', 'sesión')],
  ['chapter', anyOf('kapitel', 'abenteuer', 'chapitres?', 'aventures?', 'capítulos?', 'aventuras?')],
  ['goal', anyOf('aufträge?', 'ziele?', 'quêtes?', 'misiones', 'misión', 'objetivos?')],
];

const kindOfForeign = (name: string): string | null =>
  FOLDER_WORDS.find(([, pattern]) => pattern.test(name.trim().normalize('NFC').toLowerCase()))?.[0] ?? null;

/** What sets the parts of a folder's name apart: "NPCs (Waterdeep)", "Gods & Religions". */
const FOLDER_PARTS = /\s+[-–—&+]\s+|[()[\],;:/]|\s+(?:and|und|et|y)\s+/i;

/** The kind that a folder's name says: as a whole, in one of its parts, or by the last word of one ("Minor NPCs"). */
export const kindOfFolder = (name: string): string | null => {
  const whole = name.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const parts = whole.split(FOLDER_PARTS).map((part) => part.trim().replace(/[^\p{L}]+$/u, ''));
  const lastWords = parts.map((part) => part.split(/[\s_-]+/).at(-1) ?? '');
  const words = [whole, ...parts, ...lastWords].filter(Boolean);
  return kindOfWords(words) ?? words.map(kindOfForeign).find((kind) => kind !== null) ?? null;
};

/** Words that say no more than the entity type they stand for: "city" says more than "location". */
const SYNONYM = anyOf(
  'pcs?',
  'player_characters?',
  ...NPC_NAMES,
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
