// Imports Foundry's documents: journals, actors, items and adventures as JSON, and packs of one document a line.
// Sections marked as secret become GM notes. A system's own data of an actor is kept whole beside the fields we know.
import { plural, pluralWord, writeWikiLink, type NoteNode } from '@emberkeep/domain';
import { htmlToNotes, type SplitNote } from '../html-to-note.ts';
import { isObject, list, num, obj, str, type Json } from '../json.ts';
import { markdownToNote } from '../markdown-to-note.ts';
import { escapeHtml } from '../note-to-html.ts';
import { textToNote } from '../text-to-note.ts';
import { sessionOfName } from './session-names.ts';
import { readObsidian } from './obsidian-markdown.ts';
import { hasMapNotes, mapItem, notesBeyondMap } from './foundry-map.ts';
import { factionFields, factionItems, factionRelationships } from './foundry-faction.ts';
import { emptyContent, type ImportedItem, type ImportedRelationship } from './imported-content.ts';
import type { ImportJson } from './importer.ts';

type Shape = 'journal' | 'actor' | 'item' | 'map' | 'other';

/** Types that systems give their actors. */
const ACTOR_TYPES = [
  'npc',
  'character',
  'pc',
  'player',
  'familiar',
  'hazard',
  'vehicle',
  'party',
  'group',
  'loot',
  'faction',
  'crew',
  'monster',
  'creature',
  'minion',
  'encounter',
  'hero',
  'starship',
  'adversary',
];
const ACTOR_TYPE = new RegExp(`^(?:${ACTOR_TYPES.join('|')})$`, 'i');

/** Our entity type for an actor's type; any other is an NPC. */
const ENTITY_TYPES = [
  ['pc', /^(?:character|pc|player|hero)$/i],
  ['faction', /^(?:faction|crew)$/i],
  ['creature', /^(?:creature|monster|familiar|hazard|minion|adversary)$/i],
] as const;

/** Keys that only documents we cannot use have: scenes, tables, macros, playlists, cards. */
const UNUSABLE_KEYS = ['tokens', 'walls', 'results', 'command', 'sounds', 'cards', 'playlists'];

/** Collections of an adventure. */
const COLLECTIONS = ['journal', 'actors', 'items', 'scenes', 'tables', 'macros', 'playlists', 'cards'];

/** Text fields of a system that are read as texts, so they are not attributes as well. */
const TEXT_FIELDS = ['description', 'notes', 'biography', 'name'];

const LINKED_DOCUMENTS = [
  'UUID',
  'Compendium',
  'Actor',
  'Item',
  'JournalEntry',
  'JournalEntryPage',
  'RollTable',
  'Scene',
  'Macro',
];
/** `@UUID[Actor.abc]{shown words}`. */
const LINK = new RegExp(
  String.raw`@(?:${LINKED_DOCUMENTS.join('|')})\[([^\]\n]{1,300})\](?:\{([^}\n]{0,300})\})?`,
  'g',
);
/** `[[/r 2d6]]{shown words}`. */
const ROLL = /\[\[\/?(?:[a-z]+\s+)?([^[\]\n]{1,120})\]\](?:\{([^}\n]{0,200})\})?/g;

/** Default ownership from which every player may read a document. */
const OBSERVER = 2;

const systemOf = (doc: Json): Json => obj(doc['system'] ?? doc['data']);

const shapeOf = (doc: Json): Shape => {
  if (hasMapNotes(doc) && !('pages' in doc)) return 'map';
  if (UNUSABLE_KEYS.some((key) => key in doc) && !('pages' in doc)) return 'other';
  if (Array.isArray(doc['pages']) || (typeof doc['content'] === 'string' && !('type' in doc))) return 'journal';
  if (typeof doc['type'] !== 'string' || !('system' in doc || 'data' in doc)) return 'other';
  const isActor =
    ACTOR_TYPE.test(doc['type']) || 'prototypeToken' in doc || 'token' in doc || Array.isArray(doc['items']);
  return isActor ? 'actor' : 'item';
};

const isDocument = (value: unknown): value is Json =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  (typeof value['_id'] === 'string' ||
    'pages' in value ||
    ('type' in value && ('system' in value || 'data' in value) && 'name' in value)) &&
  shapeOf(value) !== 'other';

/** True for a document, a list of documents, or an adventure. */
export const isFoundry = (root: unknown): boolean =>
  isDocument(root) ||
  (Array.isArray(root) && root.length > 0 && root.some(isDocument)) ||
  (isObject(root) && ['journal', 'actors', 'items'].some((key) => list(root[key]).some(isDocument)));

const documentsOf = (root: unknown): Json[] => {
  if (Array.isArray(root)) return root.filter(isObject);
  if (!isObject(root)) return [];
  return isDocument(root) ? [root] : COLLECTIONS.flatMap((key) => list(root[key]).filter(isObject));
};

const isForPlayers = (doc: Json): boolean =>
  (num(obj(doc['ownership'])['default'], obj(doc['permission'])['default']) ?? 0) >= OBSERVER;

/** One import: the names that links lead to, and counts of what changed, for the remarks. */
interface FoundryImport {
  audience: 'gm' | 'table';
  nameById: ReadonlyMap<string, string>;
  rolls: number;
  lostLinks: number;
  unusable: number;
  media: number;
  maps: number;
  /** Notes of scenes that found no room on a map. */
  pinsLeft: number;
}

/** Links as wiki links, rolls as text. */
const replaceSigns = (html: string, run: FoundryImport): string =>
  html
    .replace(LINK, (_, target: string, words?: string) => {
      const parts = target.split(/[.#]/);
      const name =
        parts.map((id) => run.nameById.get(id)).find((n) => n !== undefined) ??
        [...run.nameById.values()].find((n) => n === target);
      if (name) return escapeHtml(writeWikiLink(name, words));
      run.lostLinks += 1;
      return words || escapeHtml(parts.at(-1) ?? target);
    })
    .replace(ROLL, (whole, formula: string, words?: string) => {
      const isWikiLink = !whole.startsWith('[[/') && !/\d*d\d+/.test(formula);
      if (isWikiLink) return whole;
      run.rolls += 1;
      return words ? `${words} (${formula.trim()})` : formula.trim();
    });

const notesOf = (html: string, run: FoundryImport): SplitNote =>
  html.trim() === '' ? { open: [], secret: [] } : htmlToNotes(replaceSigns(html, run), run.audience === 'table');

/** A page that was written in Markdown, which may hold sections in HTML. */
const markdownNotesOf = (markdown: string, { audience }: FoundryImport): SplitNote => {
  if (audience === 'gm') return { open: markdownToNote(markdown), secret: [] };
  const { text, secret } = readObsidian(markdown, (target) => target, true);
  return { open: markdownToNote(text), secret: markdownToNote(secret) };
};

const entityTexts = (doc: Json, { open, secret }: SplitNote, { audience }: FoundryImport): ImportedItem['texts'] =>
  audience === 'table' && isForPlayers(doc)
    ? { description: open, gm_notes: secret }
    : { gm_notes: [...open, ...secret] };

const pagesOf = (journal: Json): Json[] =>
  Array.isArray(journal['pages'])
    ? journal['pages'].map(obj).sort((a, b) => (num(a['sort']) ?? 0) - (num(b['sort']) ?? 0))
    : [{ name: '', type: 'text', text: { content: journal['content'] } }];

const pageHeading = (page: Json): NoteNode => ({
  type: 'heading',
  attrs: { level: Math.min(6, Math.max(1, num(obj(page['title'])['level']) ?? 1)) },
  content: [{ type: 'text', text: str(page['name']) }],
});

/** A page may be kept from players who can read its journal; ownership -1 means that of the journal. */
const isSecretPage = (page: Json): boolean => [0, 1].includes(num(obj(page['ownership'])['default']) ?? -1);

/** Adds a page to the notes of its journal. */
const addPage = (page: Json, isHeaded: boolean, into: SplitNote, run: FoundryImport): void => {
  const nodes = isSecretPage(page) ? into.secret : into.open;
  if (isHeaded && str(page['name']) && obj(page['title'])['show'] !== false) nodes.push(pageHeading(page));
  const text = obj(page['text']);
  const html = str(text['content']);
  const read = html ? notesOf(html, run) : markdownNotesOf(str(text['markdown']), run);
  nodes.push(...read.open);
  into.secret.push(...read.secret);
  const type = str(page['type']);
  if (type !== '' && type !== 'text') {
    const named = textToNote(`(${type}: ${str(page['src'], page['name'])})`);
    // The name of a file may tell what players do not see in it.
    if (run.audience === 'table') into.secret.push(...named);
    nodes.push(...(run.audience === 'table' ? textToNote(`(${type})`) : named));
    run.media += 1;
  }
};

const journalItem = (doc: Json, source: string, run: FoundryImport): ImportedItem => {
  const name = str(doc['name']);
  const notes: SplitNote = { open: [], secret: [] };
  const pages = pagesOf(doc);
  // The only page of a journal often repeats its name.
  for (const page of pages) addPage(page, pages.length > 1 || str(page['name']) !== name, notes, run);
  const session = sessionOfName(name);
  if (session)
    return {
      kind: 'session',
      source,
      name: session.title,
      fields: {
        ...(session.number !== null ? { number: session.number } : {}),
        ...(session.date ? { date: session.date } : {}),
        status: 'completed',
        stage: 'wrap_up',
      },
      texts: { actual_notes: [...notes.open, ...notes.secret] },
    };
  return { kind: 'entity', source, name, fields: { entityType: 'lore' }, texts: entityTexts(doc, notes, run) };
};

/** Biography and description; what a system calls notes is the GM's, whoever may see the actor. */
const actorNotes = (doc: Json, system: Json, run: FoundryImport): SplitNote => {
  const details = obj(system['details']);
  const biography = str(
    obj(details['biography'])['value'],
    obj(system['description'])['value'],
    typeof system['description'] === 'string' ? system['description'] : '',
    system['biography'],
    details['publicNotes'],
  );
  const privateNotes = [str(details['privateNotes']), str(system['notes'], doc['notes'])].filter(Boolean).join('\n');
  const open = notesOf(biography, run);
  const hidden = notesOf(privateNotes, run);
  return { open: open.open, secret: [...open.secret, ...hidden.open, ...hidden.secret] };
};

const isAttribute = (key: string, value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) &&
  value !== '' &&
  !TEXT_FIELDS.includes(key) &&
  String(value).length <= 2000 &&
  !/^goal_|_max$/.test(key);

const attributesOf = (doc: Json, system: Json): Record<string, unknown> => {
  const armorClass = obj(obj(system['attributes'])['ac']);
  const armor = num(armorClass['value'], armorClass['flat']);
  const items = list(doc['items'])
    .map((item) => str(obj(item)['name']))
    .filter(Boolean);
  const attributes: Record<string, unknown> = {
    ...(armor === null ? {} : { 'Armor class': armor }),
    ...(items.length > 0 ? { Items: items.join(', ') } : {}),
  };
  for (const [key, value] of Object.entries(system))
    if (isAttribute(key, value))
      attributes[key.slice(0, 100)] = typeof value === 'string' ? value.replace(/<[^>]{0,300}>/g, ' ').trim() : value;
  return attributes;
};

const entityTypeOf = (doc: Json): string => {
  if (shapeOf(doc) === 'item') return 'item';
  return ENTITY_TYPES.find(([, pattern]) => pattern.test(str(doc['type'])))?.[0] ?? 'npc';
};

const hitPoints = (system: Json): Record<string, unknown> => {
  const hp = obj(obj(system['attributes'])['hp'] ?? system['hp'] ?? system['health']);
  const max = num(hp['max'], hp['value']);
  return max === null ? {} : { hpMax: max, hp: num(hp['value']) ?? max };
};

const actorItem = (doc: Json, source: string, run: FoundryImport): ImportedItem => {
  const system = systemOf(doc);
  const entityType = entityTypeOf(doc);
  return {
    kind: 'entity',
    source,
    name: str(doc['name']),
    fields: {
      entityType,
      attributes: attributesOf(doc, system),
      systemData: system,
      ...(entityType === 'faction' || entityType === 'item' ? {} : hitPoints(system)),
      ...(entityType === 'faction' ? factionFields(system) : {}),
    },
    texts: entityTexts(doc, actorNotes(doc, system, run), run),
  };
};

const areOf = (count: number): string => pluralWord(count, 'is', 'are');

const remarksOf = ({ rolls, lostLinks, unusable, media, maps, pinsLeft }: FoundryImport): string[] => [
  ...(rolls > 0
    ? [`${plural(rolls, 'roll')} in the texts ${areOf(rolls)} words now: dice are thrown at the table.`]
    : []),
  ...(lostLinks > 0 ? [`${plural(lostLinks, 'link')} led to something that is not in the file; the words stay.`] : []),
  ...(unusable > 0
    ? [`${plural(unusable, 'scene')}, tables, macros or the like were left out: only Foundry can use them.`]
    : []),
  ...(media > 0
    ? [`${plural(media, 'page')} of a journal ${areOf(media)} a picture, film or document; a line names it.`]
    : []),
  ...(maps > 0
    ? [
        `The notes of ${plural(maps, 'scene')} are the pins of ${pluralWord(maps, 'a map', 'maps')}. ${pluralWord(maps, 'Its picture is', 'Their pictures are')} not in the file: add ${pluralWord(maps, 'it', 'them')} under Maps.`,
      ]
    : []),
  ...(pinsLeft > 0
    ? [
        `${plural(pinsLeft, 'note')} of scenes ${pluralWord(pinsLeft, 'was', 'were')} left out: a map has at most 1,000 pins.`,
      ]
    : []),
];

/** The maps of scenes, after the items that their pins open. */
const mapItems = (
  scenes: readonly [source: string, scene: Json][],
  items: readonly ImportedItem[],
  { nameById }: FoundryImport,
): ImportedItem[] => {
  const entities = new Set(items.filter(({ kind }) => kind === 'entity').map(({ source }) => source));
  const isEntity = (id: string): boolean => entities.has(id);
  const nameOf = (id: string): string => nameById.get(id) ?? '';
  return scenes.flatMap(([source, scene]) => mapItem(scene, source, { isEntity, nameOf }) ?? []);
};

export const readFoundry: ImportJson = async (roots, { audience, onStep = () => true }) => {
  const documents = roots.flatMap(documentsOf).filter((doc) => str(doc['name']) !== '');
  const nameById = new Map(documents.map((doc) => [str(doc['_id']), str(doc['name'])]));
  const run: FoundryImport = {
    audience,
    nameById,
    rolls: 0,
    lostLinks: 0,
    unusable: 0,
    media: 0,
    maps: 0,
    pinsLeft: 0,
  };
  const items: ImportedItem[] = [];
  const maps: [source: string, scene: Json][] = [];
  const relationships: ImportedRelationship[] = [];
  for (const [i, doc] of documents.entries()) {
    if (i % 10 === 0 && !(await onStep(i / documents.length))) return null;
    const shape = shapeOf(doc);
    const source = str(doc['_id']) || `${shape}:${str(doc['name'])}`;
    if (shape === 'other') run.unusable += 1;
    else if (shape === 'map') {
      maps.push([source, doc]);
      run.pinsLeft += notesBeyondMap(doc);
    } else if (shape === 'journal') items.push(journalItem(doc, source, run));
    else {
      const actor = actorItem(doc, source, run);
      if (actor.fields['entityType'] === 'faction') {
        items.push(...factionItems(systemOf(doc), actor));
        relationships.push(...factionRelationships(systemOf(doc), actor));
      }
      items.push(actor);
    }
  }
  run.maps = maps.length;
  items.push(...mapItems(maps, items, run));
  if (!(await onStep(1))) return null;
  return { ...emptyContent('Foundry', 'foundry'), things: items, ties: relationships, remarks: remarksOf(run) };
};
