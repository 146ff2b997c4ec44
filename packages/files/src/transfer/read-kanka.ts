// Owns reading Kanka's campaign export: a JSON file for each entity in a folder for each module, with HTML bodies and mentions.
// Private entities and posts become GM notes; the rest goes where the GM said.
import { noteLines, writeWikiLink, type NoteNode } from '@emberkeep/domain';
import { htmlToNote } from '../html-to-markdown.ts';
import { escapeHtml } from '../note-to-html.ts';
import { decodeText } from '../import-file.ts';
import type { SourceFile } from './archive.ts';
import { sessionOfName } from './entity-types.ts';
import { emptyForeign, type Foreign, type ForeignThing, type ForeignTie } from './foreign.ts';
import { list, num, obj, parseJson, str, type Json } from '../json.ts';
import type { VaultOptions } from './read-vault.ts';

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
  journals: 'journal',
  quests: 'quest',
  tags: 'tag',
};
/** Modules whose own data (months, pins, dice) has no place in an entity. */
const PARTLY = new Set([
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
const IS_SETTINGS = /^(?:info|campaign)\.json$|^settings\/|^gallery\//;

/** True for the file list of such an export. */
export const isKanka = (files: readonly { path: string }[]): boolean =>
  files.some((f) => f.path === 'settings/modules.json') ||
  (files.some((f) => f.path === 'campaign.json') && files.some((f) => /^[a-z_]+\/[^/]+_\d+\.json$/.test(f.path)));

interface KankaEntity {
  path: string;
  module: string;
  id: string;
  modelId: string;
  name: string;
  child: Json;
  entity: Json;
  isPrivate: boolean;
}

const isHidden = (value: Json): boolean =>
  value['is_private'] === true ||
  value['is_private'] === 1 ||
  (typeof value['visibility'] === 'string' && value['visibility'] !== 'all') ||
  (typeof value['visibility_id'] === 'number' && value['visibility_id'] !== 1);

export const readKanka = async (
  files: readonly SourceFile[],
  { audience, onStep = () => true }: VaultOptions,
): Promise<Foreign | null> => {
  const remarks: string[] = [];
  const entities: KankaEntity[] = [];
  const json = files.filter((f) => /\.json$/i.test(f.path) && !IS_SETTINGS.test(f.path));
  for (const [i, file] of json.entries()) {
    if (i % 20 === 0 && !(await onStep((i / json.length) * 0.3))) return null;
    const text = decodeText(await file.read());
    const root = obj(text === null ? undefined : parseJson(text));
    const entity = obj(root['entity'] ?? root);
    const name = str(entity['name'], root['name']);
    if (!name) {
      remarks.push(`“${file.path}” names nothing and was left out.`);
      continue;
    }
    const id = str(entity['id'], /_(\d+)\.json$/.exec(file.path)?.[1], file.path);
    entities.push({
      path: file.path,
      module: file.path.split('/')[0]!.toLowerCase(),
      id,
      modelId: str(root['id']),
      name,
      child: root,
      entity,
      isPrivate: isHidden(entity) || isHidden(root),
    });
  }
  const byEntity = new Map(entities.map((e) => [e.id, e]));
  const byModel = new Map(entities.filter((e) => e.modelId).map((e) => [`${e.module}:${e.modelId}`, e]));
  let lostMentions = 0;
  const body = (html: string): NoteNode[] => {
    if (html.trim() === '') return [];
    return htmlToNote(
      html
        .replace(/\[([a-z_]+):(\d+)(?:\|([^\]\n]{0,300}))?\]/g, (whole, kind: string, id: string, words?: string) => {
          const own = (words ?? '').split('|')[0]!.trim();
          const target = kind === 'attribute' ? undefined : (byEntity.get(id) ?? byModel.get(`${kind}s:${id}`));
          if (target) return escapeHtml(writeWikiLink(target.name, own && !own.includes(':') ? own : undefined));
          lostMentions += 1;
          return own || whole;
        })
        .replace(/\{attribute:\d+\}/g, (whole) => {
          lostMentions += 1;
          return whole;
        }),
    );
  };

  const tagNames = new Map(
    entities
      .filter((e) => e.module === 'tags')
      .flatMap(
        (e) =>
          [
            [`e${e.id}`, e.name],
            [`m${e.modelId}`, e.name],
          ] as const,
      ),
  );
  const pictures = new Map<string, SourceFile>();
  for (const file of files)
    if (/\.(?:png|jpe?g|webp|gif)$/i.test(file.path))
      pictures.set((file.path.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '').toLowerCase(), file);
  const things: ForeignThing[] = [];
  const ties: ForeignTie[] = [];
  const partly = new Set<string>();
  for (const [i, each] of entities.entries()) {
    if (i % 10 === 0 && !(await onStep(0.3 + (i / entities.length) * 0.7))) return null;
    const { entity, child, module, id: source } = each;
    const custom = !Object.hasOwn(TYPE_OF_MODULE, module);
    if (PARTLY.has(module)) partly.add(module);
    const ownType = str(entity['type'], child['type']);
    const main = body(str(entity['entry'], child['entry']));
    const posts = [...list(entity['posts']), ...list(entity['entity_notes']), ...list(child['posts'])].map(obj);
    const written = (post: Json): NoteNode[] => [
      ...(str(post['name'])
        ? [{ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: str(post['name']) }] }]
        : []),
      ...body(str(post['entry'])),
    ];
    const open = [...main, ...posts.filter((p) => !isHidden(p)).flatMap(written)];
    const secret = posts.filter(isHidden).flatMap(written);
    const forTable = audience === 'table' && !each.isPrivate;
    const tags = [
      ...new Set(
        [...list(entity['tags']), ...list(entity['entity_tags']), ...list(entity['entityTags'])]
          .map((t) =>
            typeof t === 'object'
              ? (tagNames.get(`m${str(obj(t)['tag_id'])}`) ??
                tagNames.get(`m${str(obj(t)['id'])}`) ??
                str(obj(t)['name']))
              : (tagNames.get(`m${str(t)}`) ?? tagNames.get(`e${str(t)}`) ?? ''),
          )
          .filter(Boolean)
          .map((t) => t.replaceAll('/', ' ')),
      ),
    ];
    if (module === 'tags') {
      if (open.length === 0 && secret.length === 0) continue;
    }
    if (module === 'journals' && (/session|recap|log/i.test(ownType) || sessionOfName(each.name))) {
      const session = sessionOfName(each.name);
      const date = /^\d{4}-\d{2}-\d{2}/.exec(str(child['date']))?.[0];
      things.push({
        kind: 'session',
        source,
        name: session ? session.title : each.name,
        fields: {
          ...(session ? { number: session.number } : {}),
          ...(date ? { date } : {}),
          status: 'completed',
          stage: 'wrap_up',
        },
        texts: { actual_notes: [...open, ...secret] },
      });
      continue;
    }
    if (module === 'quests') {
      things.push({
        kind: 'goal',
        source,
        name: each.name,
        fields: {
          status:
            child['is_completed'] === true ||
            child['is_completed'] === 1 ||
            str(child['status']).toLowerCase() === 'completed'
              ? 'complete'
              : 'active',
          goalType: /main/i.test(ownType) ? 'Main' : /personal/i.test(ownType) ? 'Personal' : 'Side',
          progressText: noteLines([...open, ...secret])
            .filter(Boolean)
            .join('\n'),
        },
        texts: {},
      });
      continue;
    }
    const attributes: Record<string, unknown> = {};
    for (const each_ of [
      ...list(entity['attributes']),
      ...list(entity['entityAttributes']),
      ...list(entity['entity_attributes']),
    ].map(obj))
      if (str(each_['name'])) attributes[str(each_['name']).slice(0, 100)] = str(each_['value']);
    for (const key of ['title', 'age', 'sex', 'pronouns', 'price', 'size', 'date'] as const)
      if (str(child[key])) attributes[key] = str(child[key]);
    if (ownType && !/^(?:npc|pc|player)$/i.test(ownType)) attributes['type'] = ownType;
    const isPlayer = module === 'characters' && /^(?:pc|player|player character)$/i.test(ownType);
    const type = isPlayer
      ? 'pc'
      : module === 'journals'
        ? 'lore'
        : custom
          ? module.replace(/_/g, ' ').replace(/s$/, '')
          : module === 'tags'
            ? 'lore'
            : TYPE_OF_MODULE[module]!;
    const aliases = list(entity['aliases'])
      .map((a) => (typeof a === 'object' ? str(obj(a)['name']) : str(a)))
      .filter(Boolean);
    const picture =
      pictures.get(str(entity['image_uuid'], child['image_uuid']).toLowerCase()) ??
      pictures.get(
        (str(child['image'], entity['image_path']).split('/').at(-1) ?? '').replace(/\.[^.]+$/, '').toLowerCase(),
      );
    things.push({
      kind: 'entity',
      source,
      name: each.name,
      fields: {
        entityType: type,
        ...(tags.length > 0 ? { tags } : {}),
        ...(aliases.length > 0 ? { aliases } : {}),
        ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
        ...(child['is_dead'] === true || child['is_dead'] === 1 ? { condition: 'Dead' } : {}),
      },
      texts: forTable ? { description: open, gm_notes: secret } : { gm_notes: [...open, ...secret] },
      ...(picture ? { portrait: { name: picture.path, bytes: await picture.read() } } : {}),
    });
    for (const relation of [...list(entity['relationships']), ...list(entity['relations'])].map(obj)) {
      const to = byEntity.get(str(relation['target_id'], obj(relation['target'])['id']));
      const attitude = num(relation['attitude']);
      if (to)
        ties.push({
          from: source,
          to: to.id,
          relationType:
            str(relation['relation']) ||
            (attitude !== null && attitude < -20 ? 'enemy' : attitude !== null && attitude > 20 ? 'friendly' : 'knows'),
          note: attitude === null || attitude === 0 ? '' : `Attitude ${attitude}`,
        });
    }
    const place = byModel.get(`locations:${str(child['location_id'])}`);
    if (place) ties.push({ from: source, to: place.id, relationType: 'located_at', note: '' });
    for (const member of [
      ...list(child['organisation_memberships']),
      ...list(child['organisationMemberships']),
      ...list(child['memberships']),
    ].map(obj)) {
      const to = byModel.get(`organisations:${str(member['organisation_id'])}`);
      if (to) ties.push({ from: source, to: to.id, relationType: 'member_of', note: str(member['role']) });
    }
    for (const family of [...list(child['character_families']), ...list(child['characterFamilies'])].map(obj)) {
      const to = byModel.get(`families:${str(family['family_id'])}`);
      if (to) ties.push({ from: source, to: to.id, relationType: 'member_of', note: '' });
    }
  }
  for (const module of partly)
    remarks.push(`Of ${module.replaceAll('_', ' ')} the texts were kept; what only Kanka draws of them was not.`);
  if (lostMentions > 0)
    remarks.push(
      `${lostMentions} mention${lostMentions === 1 ? '' : 's'} named something that is not in the file; ${lostMentions === 1 ? 'it stays' : 'they stay'} as text.`,
    );
  if (entities.length === 0) remarks.push('There is no entity in this export.');
  return { ...emptyForeign('Kanka export', 'kanka'), things, ties, remarks };
};
