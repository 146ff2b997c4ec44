// Owns reading Foundry's documents: journals, actors, items and adventures as JSON, and packs with one document a line. Sections
// marked as secret become GM notes. What a system keeps of an actor is kept whole beside what we know of it.
import { writeWikiLink, type NoteNode } from '@emberkeep/domain';
import { htmlToNotes } from '../html-to-markdown.ts';
import { markdownToNote } from '../markdown-to-note.ts';
import { escapeHtml } from '../note-to-html.ts';
import { textToNote } from '../text-to-note.ts';
import { sessionOfName } from './entity-types.ts';
import { emptyForeign, type Foreign, type ForeignThing, type ForeignTie } from './foreign.ts';
import { isObject, list, num, obj, str, type Json } from '../json.ts';
import type { VaultOptions } from './read-vault.ts';

type Shape = 'journal' | 'actor' | 'item' | 'other';

const ACTORS =
  /^(?:npc|character|pc|player|familiar|hazard|vehicle|party|group|loot|faction|crew|monster|creature|minion|encounter|hero|starship|adversary)$/i;
const OTHERS = ['tokens', 'walls', 'results', 'command', 'sounds', 'cards', 'playlists'];

const systemOf = (doc: Json): Json => obj(doc['system'] ?? doc['data']);

const shapeOf = (doc: Json): Shape => {
  if (OTHERS.some((key) => key in doc) && !('pages' in doc)) return 'other';
  if (Array.isArray(doc['pages']) || (typeof doc['content'] === 'string' && !('type' in doc))) return 'journal';
  if (typeof doc['type'] !== 'string' || !('system' in doc || 'data' in doc)) return 'other';
  return ACTORS.test(doc['type']) || 'prototypeToken' in doc || 'token' in doc || Array.isArray(doc['items'])
    ? 'actor'
    : 'item';
};

const isDocument = (value: unknown): value is Json =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  (typeof value['_id'] === 'string' ||
    'pages' in value ||
    ('type' in value && ('system' in value || 'data' in value) && 'name' in value)) &&
  shapeOf(value) !== 'other';

/** True for a document of Foundry's, a list of them, or an adventure. */
export const isFoundry = (root: unknown): boolean =>
  isDocument(root) ||
  (Array.isArray(root) && root.length > 0 && root.some(isDocument)) ||
  (isObject(root) && ['journal', 'actors', 'items'].some((key) => list(root[key]).some(isDocument)));

const documentsOf = (root: unknown): Json[] =>
  Array.isArray(root)
    ? root.filter(isObject)
    : isObject(root) && !isDocument(root)
      ? ['journal', 'actors', 'items', 'scenes', 'tables', 'macros', 'playlists', 'cards'].flatMap((key) =>
          list(root[key]).filter(isObject),
        )
      : isObject(root)
        ? [root]
        : [];

// Default ownership from 2 up: every player may read it.
const isForPlayers = (doc: Json): boolean =>
  (num(obj(doc['ownership'])['default'], obj(doc['permission'])['default']) ?? 0) >= 2;

export const readFoundry = async (
  roots: readonly unknown[],
  { audience, onStep = () => true }: VaultOptions,
): Promise<Foreign | null> => {
  const remarks: string[] = [];
  const documents = roots.flatMap(documentsOf).filter((d) => str(d['name']) !== '');
  const names = new Map(documents.map((d) => [str(d['_id']), str(d['name'])]));
  const count = { rolls: 0, links: 0, others: 0, embedded: 0 };
  const withLinks = (html: string): string =>
    html
      .replace(
        /@(?:UUID|Compendium|Actor|Item|JournalEntry|JournalEntryPage|RollTable|Scene|Macro)\[([^\]\n]{1,300})\](?:\{([^}\n]{0,300})\})?/g,
        (_, target: string, words?: string) => {
          const parts = target.split(/[.#]/);
          const name =
            parts.map((p) => names.get(p)).find((n) => n !== undefined) ??
            [...names.values()].find((n) => n === target);
          if (name) return escapeHtml(writeWikiLink(name, words));
          count.links += 1;
          return words || escapeHtml(parts.at(-1) ?? target);
        },
      )
      .replace(
        /\[\[\/?(?:[a-z]+\s+)?([^[\]\n]{1,120})\]\](?:\{([^}\n]{0,200})\})?/g,
        (whole, formula: string, words?: string) => {
          if (whole.startsWith('[[') && !/^\[\[\//.test(whole) && !/\d*d\d+/.test(formula)) return whole; // a link that we wrote
          count.rolls += 1;
          return words ? `${words} (${formula.trim()})` : formula.trim();
        },
      );
  const body = (html: string): { open: NoteNode[]; secret: NoteNode[] } =>
    html.trim() === '' ? { open: [], secret: [] } : htmlToNotes(withLinks(html));
  const things: ForeignThing[] = [];
  const ties: ForeignTie[] = [];
  const place = (doc: Json, open: NoteNode[], secret: NoteNode[]): ForeignThing['texts'] =>
    audience === 'table' && isForPlayers(doc)
      ? { description: open, gm_notes: secret }
      : { gm_notes: [...open, ...secret] };

  for (const [i, doc] of documents.entries()) {
    if (i % 10 === 0 && !(await onStep(i / documents.length))) return null;
    const source = str(doc['_id']) || `${shapeOf(doc)}:${str(doc['name'])}`;
    const name = str(doc['name']);
    const shape = shapeOf(doc);
    if (shape === 'other') {
      count.others += 1;
      continue;
    }
    if (shape === 'journal') {
      const open: NoteNode[] = [];
      const secret: NoteNode[] = [];
      const pages = Array.isArray(doc['pages'])
        ? doc['pages'].map(obj).sort((a, b) => (num(a['sort']) ?? 0) - (num(b['sort']) ?? 0))
        : [{ name: '', type: 'text', text: { content: doc['content'] } } as Json];
      for (const page of pages) {
        const level = Math.min(6, Math.max(1, num(obj(page['title'])['level']) ?? 1));
        // A page may be kept from players who read the rest; -1 says as the journal.
        const own = num(obj(page['ownership'])['default']) ?? -1;
        const into = own === 0 || own === 1 ? secret : open;
        if (
          str(page['name']) &&
          (pages.length > 1 || str(page['name']) !== name) &&
          obj(page['title'])['show'] !== false
        )
          into.push({ type: 'heading', attrs: { level }, content: [{ type: 'text', text: str(page['name']) }] });
        const text = obj(page['text']);
        const read = body(str(text['content']));
        into.push(...read.open);
        secret.push(...read.secret);
        if (!str(text['content']) && str(text['markdown'])) into.push(...markdownToNote(str(text['markdown'])));
        if (str(page['type']) !== '' && str(page['type']) !== 'text') {
          into.push(...textToNote(`(${str(page['type'])}: ${str(page['src'], page['name'])})`));
          count.embedded += 1;
        }
      }
      const session = sessionOfName(name);
      things.push(
        session
          ? {
              kind: 'session',
              source,
              name: session.title,
              fields: { number: session.number, status: 'completed', stage: 'wrap_up' },
              texts: { actual_notes: [...open, ...secret] },
            }
          : { kind: 'entity', source, name, fields: { entityType: 'lore' }, texts: place(doc, open, secret) },
      );
      continue;
    }
    const system = systemOf(doc);
    const details = obj(system['details']);
    const biography = body(
      [
        str(
          obj(details['biography'])['value'],
          obj(system['description'])['value'],
          typeof system['description'] === 'string' ? system['description'] : '',
          system['biography'],
          details['publicNotes'],
        ),
      ]
        .filter(Boolean)
        .join('\n'),
    );
    // What a system calls notes is the GM's, whoever may see the actor.
    const hidden = body([str(details['privateNotes']), str(system['notes'], doc['notes'])].filter(Boolean).join('\n'));
    biography.secret.push(...hidden.open, ...hidden.secret);
    const type =
      shape === 'item'
        ? 'item'
        : /^(?:character|pc|player|hero)$/i.test(str(doc['type']))
          ? 'pc'
          : /^(?:faction|crew)$/i.test(str(doc['type']))
            ? 'faction'
            : /^(?:creature|monster|familiar|hazard|minion|adversary)$/i.test(str(doc['type']))
              ? 'creature'
              : 'npc';
    const hp = obj(obj(system['attributes'])['hp'] ?? system['hp'] ?? system['health']);
    const hpMax = num(hp['max'], hp['value']);
    const armour = num(obj(obj(system['attributes'])['ac'])['value'], obj(obj(system['attributes'])['ac'])['flat']);
    const held = list(doc['items'])
      .map(obj)
      .map((item) => str(item['name']))
      .filter(Boolean);
    const attributes: Record<string, unknown> = {
      ...(armour === null ? {} : { 'Armor class': armour }),
      ...(held.length > 0 ? { Items: held.join(', ') } : {}),
    };
    for (const [key, value] of Object.entries(system))
      if (
        ['string', 'number', 'boolean'].includes(typeof value) &&
        value !== '' &&
        !['description', 'notes', 'biography', 'name'].includes(key) &&
        String(value).length <= 2000 &&
        !/^goal_|_max$/.test(key)
      )
        attributes[key.slice(0, 100)] = typeof value === 'string' ? value.replace(/<[^>]{0,300}>/g, ' ').trim() : value;
    const faction = type === 'faction' ? factionOf(system, name, source, things, ties) : {};
    things.push({
      kind: 'entity',
      source,
      name,
      fields: {
        entityType: type,
        attributes,
        systemData: system,
        ...(hpMax === null || type === 'faction' || type === 'item' ? {} : { hpMax, hp: num(hp['value']) ?? hpMax }),
        ...faction,
      },
      texts: place(doc, biography.open, biography.secret),
    });
  }
  if (count.rolls > 0)
    remarks.push(
      `${count.rolls} roll${count.rolls === 1 ? '' : 's'} in the texts ${count.rolls === 1 ? 'is' : 'are'} words now: dice are thrown at the table.`,
    );
  if (count.links > 0)
    remarks.push(
      `${count.links} link${count.links === 1 ? '' : 's'} led to something that is not in the file; the words stay.`,
    );
  if (count.others > 0)
    remarks.push(
      `${count.others} scene${count.others === 1 ? '' : 's'}, tables, macros or the like were left out: only Foundry can use them.`,
    );
  if (count.embedded > 0)
    remarks.push(
      `${count.embedded} page${count.embedded === 1 ? '' : 's'} of a journal ${count.embedded === 1 ? 'is' : 'are'} a picture, film or document; a line names it.`,
    );
  if (!(await onStep(1))) return null;
  return { ...emptyForeign('Foundry', 'foundry'), things, ties, remarks };
};

/** What Forged in the Dark keeps of a faction: hold, status of seven steps with the fourth as zero, and goals with clocks. */
const factionOf = (
  system: Json,
  name: string,
  source: string,
  things: ForeignThing[],
  ties: ForeignTie[],
): Record<string, unknown> => {
  const status = num(list(obj(system['status'])['value'])[0], obj(system['status'])['value']);
  for (const n of [1, 2, 3]) {
    const size = num(system[`goal_${n}_clock_max`]) ?? 0;
    const goal = str(system[`goal_${n}`]);
    if (size >= 2)
      things.push({
        kind: 'clock',
        source: `${source}:goal_${n}`,
        name: goal || `${name}: goal ${n}`,
        fields: {
          segments: Math.min(24, size),
          ...(num(system[`goal_${n}_clock`], n === 1 ? system['goal_clock'] : null)
            ? { ticks: num(system[`goal_${n}_clock`], system['goal_clock']) }
            : {}),
        },
        refs: { ownerId: source },
        texts: {},
      });
    else if (goal)
      things.push({
        kind: 'goal',
        source: `${source}:goal_${n}`,
        name: goal,
        fields: { goalType: 'Side', aim: `A goal of ${name}` },
        texts: {},
      });
  }
  for (const [key, relationType] of [
    ['allies', 'allied'],
    ['enemies', 'enemy'],
  ] as const) {
    // "The Lampblacks, the Red Sashes." The whole line stays among the attributes, too.
    for (const other of str(system[key])
      .replace(/<[^>]{0,300}>/g, ' ')
      .split(/[,;]|\band\b/))
      if (other.trim().replace(/\.$/, ''))
        ties.push({ from: source, to: other.trim().replace(/\.$/, ''), relationType, note: '' });
  }
  return {
    ...(num(obj(system['hold'])['value']) === null
      ? {}
      : { hold: num(obj(system['hold'])['value']) === 2 ? 'strong' : 'weak' }),
    ...(status === null || status === 4 ? {} : { reputation: Math.trunc(status) - 4 }),
    ...(str(system['turf']) ? { territory: str(system['turf']) } : {}),
  };
};
