// Imports Kanka's campaign export: a folder for each module, in it a JSON file for each entity, with bodies in HTML and
// mentions of other entities. Private entities and posts become GM notes; the rest goes where the GM chose.
import { noteLines, plural, pluralWord, writeWikiLink, type NoteNode } from '@emberkeep/domain';
import { htmlToNotes, type SplitNote } from '../html-to-note.ts';
import { decodeText } from '../decode-text.ts';
import { list, num, obj, parseJson, str, type Json } from '../json.ts';
import { escapeHtml } from '../note-to-html.ts';
import type { SourceFile } from './archive.ts';
import { isMap } from './vault-files.ts';
import { sessionOfName, titleBeside } from './session-names.ts';
import {
  emptyContent,
  type ImportedContent,
  type ImportedItem,
  type ImportedRelationship,
} from './imported-content.ts';
import type { ImportFiles } from './importer.ts';

/**
 * Our entity type for each of Kanka's modules. Journals and quests are handled apart; unknown modules keep their
 * name.
 */
const TYPE_OF_MODULE: Readonly<Record<string, string>> = {
  characters: 'npc',
  locations: 'location',
  organisations: 'faction',
  organizations: 'faction',
  families: 'faction',
  items: 'item',
  creatures: 'creature',
  races: 'lore',
  events: 'lore',
  notes: 'lore',
  abilities: 'lore',
  journals: 'lore',
  tags: 'lore',
};

/** Modules of which only the texts can be imported, not what Kanka draws of them (months, pins, dice). */
const TEXT_ONLY_MODULES = new Set([
  'calendars',
  'maps',
  'timelines',
  'dice_rolls',
  'conversations',
  'attribute_templates',
  'menu_links',
  'bookmarks',
  'dashboards',
]);

/** Fields of a module's own record that become attributes. */
const ATTRIBUTE_FIELDS = ['title', 'age', 'sex', 'pronouns', 'price', 'size', 'date'];

const SETTINGS_FILE = /^(?:info|campaign)\.json$|^settings\/|^gallery\//;
const PICTURE_FILE = /\.(?:png|jpe?g|webp|gif)$/i;
/** `[character:12]` or `[character:12|shown words]`. */
const MENTION = /\[([a-z_]+):(\d+)(?:\|([^\]\n]{0,300}))?\]/g;
const ATTRIBUTE_MENTION = /\{attribute:\d+\}/g;

/** The share of progress that reading the files takes; the rest is making items. */
const READING_SHARE = 0.3;

/** True if the files are a Kanka export. */
export const isKanka = (files: readonly { path: string }[]): boolean =>
  files.some((f) => f.path === 'settings/modules.json') ||
  (files.some((f) => f.path === 'campaign.json') && files.some((f) => /^[a-z_]+\/[^/]+_\d+\.json$/.test(f.path)));

/**
 * One file of the export. Kanka has two ids for it: `id` of the entity, `modelId` of the module's own record
 * (`child`).
 */
interface KankaEntity {
  module: string;
  id: string;
  modelId: string;
  name: string;
  child: Json;
  entity: Json;
  isPrivate: boolean;
}

/** What the entities of an export refer to each other by. */
interface KankaExport {
  byEntityId: ReadonlyMap<string, KankaEntity>;
  /** By `module:modelId`. */
  byModelId: ReadonlyMap<string, KankaEntity>;
  /** By `e` and entity id, or `m` and model id. */
  tagNames: ReadonlyMap<string, string>;
  /** By file name in lower case, without extension. */
  pictures: ReadonlyMap<string, SourceFile>;
  /** Texts are read for players. */
  isForPlayers: boolean;
  /** Mentions that lead out of the export. */
  lostMentions: number;
}

const isTrue = (value: unknown): boolean => value === true || value === 1;

const isHidden = (value: Json): boolean =>
  isTrue(value['is_private']) ||
  (typeof value['visibility'] === 'string' && value['visibility'] !== 'all') ||
  (typeof value['visibility_id'] === 'number' && value['visibility_id'] !== 1);

const readEntity = (path: string, text: string | null): KankaEntity | null => {
  const root = obj(text === null ? undefined : parseJson(text));
  const entity = obj(root['entity'] ?? root);
  const name = str(entity['name'], root['name']);
  if (!name) return null;
  return {
    module: path.split('/')[0]!.toLowerCase(),
    id: str(entity['id'], /_(\d+)\.json$/.exec(path)?.[1], path),
    modelId: str(root['id']),
    name,
    child: root,
    entity,
    isPrivate: isHidden(entity) || isHidden(root),
  };
};

const fileStem = (path: string): string => (path.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '').toLowerCase();

const indexExport = (
  entities: readonly KankaEntity[],
  files: readonly SourceFile[],
  isForPlayers: boolean,
): KankaExport => ({
  byEntityId: new Map(entities.map((e) => [e.id, e])),
  byModelId: new Map(entities.filter((e) => e.modelId).map((e) => [`${e.module}:${e.modelId}`, e])),
  tagNames: new Map(
    entities
      .filter((e) => e.module === 'tags')
      .flatMap((e): [string, string][] => [
        [`e${e.id}`, e.name],
        [`m${e.modelId}`, e.name],
      ]),
  ),
  pictures: new Map(files.filter((f) => PICTURE_FILE.test(f.path)).map((f) => [fileStem(f.path), f])),
  isForPlayers,
  lostMentions: 0,
});

/** A body as a note, with mentions as wiki links. */
const bodyOf = (html: string, source: KankaExport): SplitNote => {
  if (html.trim() === '') return { open: [], secret: [] };
  const linked = html
    .replace(MENTION, (whole, kind: string, id: string, words?: string) => {
      const shown = (words ?? '').split('|')[0]!.trim();
      const target =
        kind === 'attribute' ? undefined : (source.byEntityId.get(id) ?? source.byModelId.get(`${kind}s:${id}`));
      // `anchor:…` and other options follow the same bar as shown words.
      if (target) return escapeHtml(writeWikiLink(target.name, shown && !shown.includes(':') ? shown : undefined));
      source.lostMentions += 1;
      return shown || whole;
    })
    .replace(ATTRIBUTE_MENTION, (whole) => {
      source.lostMentions += 1;
      return whole;
    });
  return htmlToNotes(linked, source.isForPlayers);
};

/** A post with its name as a heading. */
const postNote = (post: Json, source: KankaExport): SplitNote => {
  const name = str(post['name']);
  const heading: NoteNode = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: name }] };
  const { open, secret } = bodyOf(str(post['entry']), source);
  if (isHidden(post)) return { open: [], secret: [...(name ? [heading] : []), ...open, ...secret] };
  return { open: [...(name ? [heading] : []), ...open], secret };
};

/** The entity's texts: what players may read, and what only the GM may. */
const textsOf = ({ entity, child }: KankaEntity, source: KankaExport): SplitNote => {
  const entry = bodyOf(str(entity['entry'], child['entry']), source);
  const posts = [...list(entity['posts']), ...list(entity['entity_notes']), ...list(child['posts'])].map(obj);
  const parts = [entry, ...posts.map((post) => postNote(post, source))];
  return { open: parts.flatMap(({ open }) => open), secret: parts.flatMap(({ secret }) => secret) };
};

/** A tag is an object with a tag's id, its own id, or a name; or an id alone. */
const tagName = (tag: unknown, { tagNames }: KankaExport): string => {
  if (typeof tag !== 'object') return tagNames.get(`m${str(tag)}`) ?? tagNames.get(`e${str(tag)}`) ?? '';
  const { tag_id: tagId, id, name } = obj(tag);
  return tagNames.get(`m${str(tagId)}`) ?? tagNames.get(`m${str(id)}`) ?? str(name);
};

const tagsOf = ({ entity }: KankaEntity, source: KankaExport): string[] => {
  const tags = [...list(entity['tags']), ...list(entity['entity_tags']), ...list(entity['entityTags'])]
    .map((tag) => tagName(tag, source))
    .filter(Boolean);
  return [...new Set(tags.map((tag) => tag.replaceAll('/', ' ')))];
};

const ownTypeOf = ({ entity, child }: KankaEntity): string => str(entity['type'], child['type']);

const attributesOf = (each: KankaEntity): Record<string, unknown> => {
  const { entity, child } = each;
  const attributes: Record<string, unknown> = {};
  const listed = [
    ...list(entity['attributes']),
    ...list(entity['entityAttributes']),
    ...list(entity['entity_attributes']),
  ].map(obj);
  for (const attribute of listed) {
    const name = str(attribute['name']);
    if (name) attributes[name.slice(0, 100)] = str(attribute['value']);
  }
  for (const key of ATTRIBUTE_FIELDS) if (str(child[key])) attributes[key] = str(child[key]);
  const ownType = ownTypeOf(each);
  if (ownType && !/^(?:npc|pc|player)$/i.test(ownType)) attributes['type'] = ownType;
  return attributes;
};

const entityTypeOf = (each: KankaEntity): string => {
  const { module } = each;
  if (module === 'characters' && /^(?:pc|player|player character)$/i.test(ownTypeOf(each))) return 'pc';
  if (Object.hasOwn(TYPE_OF_MODULE, module)) return TYPE_OF_MODULE[module]!;
  return module.replace(/_/g, ' ').replace(/s$/, '');
};

const pictureOf = ({ entity, child }: KankaEntity, { pictures }: KankaExport): SourceFile | undefined =>
  pictures.get(str(entity['image_uuid'], child['image_uuid']).toLowerCase()) ??
  pictures.get(fileStem(str(child['image'], entity['image_path'])));

const isSession = (each: KankaEntity): boolean =>
  each.module === 'journals' && (/session|recap|log/i.test(ownTypeOf(each)) || sessionOfName(each.name) !== null);

const sessionItem = (each: KankaEntity, notes: NoteNode[]): ImportedItem => {
  const session = sessionOfName(each.name);
  const date = /^\d{4}-\d{2}-\d{2}/.exec(str(each.child['date']))?.[0] ?? session?.date ?? '';
  return {
    kind: 'session',
    source: each.id,
    name: session ? titleBeside(session, date) : each.name,
    fields: {
      ...(session && session.number !== null ? { number: session.number } : {}),
      ...(date ? { date } : {}),
      status: 'completed',
      stage: 'wrap_up',
    },
    texts: { actual_notes: notes },
  };
};

const goalItem = (each: KankaEntity, notes: NoteNode[]): ImportedItem => {
  const { child } = each;
  const ownType = ownTypeOf(each);
  const isDone = isTrue(child['is_completed']) || str(child['status']).toLowerCase() === 'completed';
  return {
    kind: 'goal',
    source: each.id,
    name: each.name,
    fields: {
      status: isDone ? 'complete' : 'active',
      goalType: /main/i.test(ownType) ? 'Main' : /personal/i.test(ownType) ? 'Personal' : 'Side',
      progressText: noteLines(notes).filter(Boolean).join('\n'),
    },
    texts: {},
  };
};

const entityItem = async (
  each: KankaEntity,
  texts: ImportedItem['texts'],
  source: KankaExport,
): Promise<ImportedItem> => {
  const tags = tagsOf(each, source);
  const attributes = attributesOf(each);
  const aliases = list(each.entity['aliases'])
    .map((alias) => (typeof alias === 'object' ? str(obj(alias)['name']) : str(alias)))
    .filter(Boolean);
  const file = pictureOf(each, source);
  const picture = file && { name: file.path, bytes: await file.read() };
  const isPortrait = each.module !== 'maps' && !isMap(file?.path ?? '');
  return {
    kind: 'entity',
    source: each.id,
    name: each.name,
    fields: {
      entityType: entityTypeOf(each),
      ...(tags.length > 0 ? { tags } : {}),
      ...(aliases.length > 0 ? { aliases } : {}),
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
      ...(isTrue(each.child['is_dead']) ? { condition: 'Dead' } : {}),
    },
    texts,
    ...(picture && isPortrait ? { portrait: picture } : {}),
    ...(picture ? { pictures: [picture] } : {}),
  };
};

/** What an attitude from -100 to 100 makes of a relation that has no name. */
const relationOfAttitude = (attitude: number | null): string => {
  if (attitude !== null && attitude < -20) return 'enemy';
  return attitude !== null && attitude > 20 ? 'friendly' : 'knows';
};

const relationshipsOf = (each: KankaEntity, source: KankaExport): ImportedRelationship[] => {
  const { entity, child, id: from } = each;
  const relationships: ImportedRelationship[] = [];
  const add = (to: KankaEntity | undefined, relationType: string, note = ''): void => {
    if (to) relationships.push({ from, to: to.id, relationType, note });
  };
  for (const relation of [...list(entity['relationships']), ...list(entity['relations'])].map(obj)) {
    const attitude = num(relation['attitude']);
    add(
      source.byEntityId.get(str(relation['target_id'], obj(relation['target'])['id'])),
      str(relation['relation']) || relationOfAttitude(attitude),
      attitude === null || attitude === 0 ? '' : `Attitude ${attitude}`,
    );
  }
  add(source.byModelId.get(`locations:${str(child['location_id'])}`), 'located_at');
  const memberships = [
    ...list(child['organisation_memberships']),
    ...list(child['organisationMemberships']),
    ...list(child['memberships']),
  ].map(obj);
  for (const member of memberships)
    add(source.byModelId.get(`organisations:${str(member['organisation_id'])}`), 'member_of', str(member['role']));
  for (const family of [...list(child['character_families']), ...list(child['characterFamilies'])].map(obj))
    add(source.byModelId.get(`families:${str(family['family_id'])}`), 'member_of');
  return relationships;
};

const remarksOf = (entities: readonly KankaEntity[], { lostMentions }: KankaExport): string[] => {
  const remarks = [...new Set(entities.map((e) => e.module).filter((m) => TEXT_ONLY_MODULES.has(m)))].map(
    (module) =>
      `The texts of ${module.replaceAll('_', ' ')} were imported; parts that only Kanka can display were not.`,
  );
  if (lostMentions > 0) {
    const they = pluralWord(lostMentions, 'it stays', 'they stay');
    remarks.push(`${plural(lostMentions, 'mention')} referred to something that is not in the file; ${they} as text.`);
  }
  if (entities.length === 0) remarks.push('There are no entities in this export.');
  return remarks;
};

export const readKanka: ImportFiles = async (files, { audience, onStep = () => true }) => {
  const remarks: string[] = [];
  const entities: KankaEntity[] = [];
  const jsonFiles = files.filter((f) => /\.json$/i.test(f.path) && !SETTINGS_FILE.test(f.path));
  for (const [i, file] of jsonFiles.entries()) {
    if (i % 20 === 0 && !(await onStep((i / jsonFiles.length) * READING_SHARE))) return null;
    const entity = readEntity(file.path, decodeText(await file.read()));
    if (entity) entities.push(entity);
    else remarks.push(`“${file.path}” has no name and was left out.`);
  }

  const source = indexExport(entities, files, audience === 'table');
  const items: ImportedItem[] = [];
  const relationships: ImportedRelationship[] = [];
  for (const [i, each] of entities.entries()) {
    if (i % 10 === 0 && !(await onStep(READING_SHARE + (i / entities.length) * (1 - READING_SHARE)))) return null;
    const { open, secret } = textsOf(each, source);
    const all = [...open, ...secret];
    // A tag without a text is only the name on other entities.
    if (each.module === 'tags' && all.length === 0) continue;
    if (isSession(each)) items.push(sessionItem(each, all));
    else if (each.module === 'quests') items.push(goalItem(each, all));
    else {
      const isForPlayers = audience === 'table' && !each.isPrivate;
      const texts: ImportedItem['texts'] = isForPlayers ? { description: open, gm_notes: secret } : { gm_notes: all };
      items.push(await entityItem(each, texts, source));
      relationships.push(...relationshipsOf(each, source));
    }
  }
  const content: ImportedContent = emptyContent('Kanka export', 'kanka');
  return { ...content, things: items, ties: relationships, remarks: [...remarks, ...remarksOf(entities, source)] };
};
