// Owns what every reader of another tool's files hands over, and making records of it: matched with what the campaign has, by id,
// by the other tool's id, then by name. Ids follow from the file, so that the same file twice makes everything once.
import {
  cleanName,
  createNameIndex,
  DEFAULT_RELATION_TYPES,
  nameKey,
  orderBetween,
  RECORDS,
  relationKey,
  type Calendar,
  type NoteNode,
  type StoredRecord,
} from '@emberkeep/domain';
import type { ImportedCampaign } from '../import-campaign.ts';
import { setFields, type DeriveId } from '../stored-fields.ts';

/** Nouns that other tools have too. */
export type ForeignKind = 'entity' | 'session' | 'chapter' | 'goal' | 'clock';

export interface ForeignThing {
  kind: ForeignKind;
  /** Its id or path in the other tool: what its own id follows from. */
  source: string;
  name: string;
  /** By the names that the kind declares: counters as numbers, sets and lists as arrays. */
  fields: Readonly<Record<string, unknown>>;
  /** Of a session also `prep_notes` and `actual_notes`. */
  texts: Readonly<Record<string, readonly NoteNode[]>>;
  /** Sources of things that fields name: `ownerId` and the like. */
  refs?: Readonly<Record<string, string>>;
  portrait?: { name: string; bytes: Uint8Array };
}

/** A tie between two things by their sources, or to a thing by its name. */
export interface ForeignTie {
  from: string;
  to: string;
  relationType: string;
  note: string;
  /** The attribute that keeps the words where the tie leads nowhere. */
  orElse?: string;
}

export interface Foreign {
  /** Whose files these are, for the GM: "Obsidian vault". */
  label: string;
  /** Short word that ids follow from; append-only. */
  format: string;
  things: readonly ForeignThing[];
  ties: readonly ForeignTie[];
  /** Records of our own, as they were written. */
  own: readonly StoredRecord[];
  /** Pictures of our own folder, by the hash that their bytes should have. */
  images: readonly { hash: string; type: string; bytes: Uint8Array }[];
  calendar: Calendar | null;
  /** Sessions and factions of the source documents' JSON: written by verbs of their own. */
  older: ImportedCampaign | null;
  /** What could not be kept, or was kept in another way. */
  remarks: readonly string[];
}

export const emptyForeign = (label: string, format: string): Foreign => ({
  label,
  format,
  things: [],
  ties: [],
  own: [],
  images: [],
  calendar: null,
  older: null,
  remarks: [],
});

/** What the campaign has, as far as matching asks. Sessions with the number that is shown. */
export interface KnownRecords {
  entities: readonly { id: string; name: string; aliases: readonly string[]; externalId: string }[];
  sessions: readonly { id: string; number: number; title: string; externalId: string }[];
  named: readonly { kind: 'chapter' | 'goal' | 'clock'; id: string; name: string }[];
  ties: readonly { id: string; fromId: string; toId: string; relationType: string }[];
  /** The last place of an ordered kind. */
  lastOrder: Readonly<Partial<Record<ForeignKind, string>>>;
}

export const NOTHING_KNOWN: KnownRecords = { entities: [], sessions: [], named: [], ties: [], lastOrder: {} };

export interface Arrival {
  records: StoredRecord[];
  /** Ids of records that are matched with one of the campaign. */
  matched: ReadonlySet<string>;
  portraits: { id: string; name: string; bytes: Uint8Array }[];
}

const TITLE: Readonly<Record<ForeignKind, string>> = {
  entity: 'name',
  session: 'title',
  chapter: 'title',
  goal: 'name',
  clock: 'name',
};
const BODY_TEXTS = new Set(['prep_notes', 'play_notes', 'actual_notes']);

/** Records of what was read. `now`: unix ms, when they are said to be made. */
export const recordsOfForeign = (
  foreign: Foreign,
  known: KnownRecords,
  campaignId: string,
  derive: DeriveId,
  now: number,
): Arrival => {
  const names = createNameIndex(known.entities);
  const byExternal = new Map(known.entities.filter((e) => e.externalId).map((e) => [e.externalId, e.id]));
  const taken = new Set<string>();
  const matched = new Set<string>();
  const idBySource = new Map<string, string>();
  const ids = new Set([...known.entities, ...known.sessions, ...known.named].map((r) => r.id));

  const idOf = (thing: ForeignThing): string => {
    const own = derive('import', campaignId, foreign.format, thing.kind, thing.source);
    const found = ids.has(own)
      ? own
      : thing.kind === 'entity'
        ? (byExternal.get(thing.source) ?? resolved(thing.name))
        : thing.kind === 'session'
          ? known.sessions.find((s) => s.externalId === thing.source)?.id
          : known.named.find((n) => n.kind === thing.kind && nameKey(n.name) === nameKey(thing.name))?.id;
    // Two things of one name stay two.
    if (!found || taken.has(found)) return own;
    matched.add(found);
    return found;
  };
  const resolved = (name: string): string | undefined => {
    const target = names.resolve(name);
    return target.type === 'resolved' ? target.id : undefined;
  };
  for (const thing of foreign.things) {
    const id = idOf(thing);
    taken.add(id);
    idBySource.set(thing.source, id);
  }

  const records: StoredRecord[] = [...foreign.own];
  const portraits: Arrival['portraits'] = [];
  const orders: Partial<Record<ForeignKind, string>> = { ...known.lastOrder };
  const numbers = new Set(known.sessions.map((s) => s.number));
  const wanted = foreign.things.filter((t) => t.kind === 'session').map((t) => t.fields['number']);
  let highest = Math.max(0, ...numbers, ...wanted.filter((n) => typeof n === 'number'));
  let made = 0;
  for (const thing of foreign.things) {
    const id = idBySource.get(thing.source)!;
    const isNew = !matched.has(id);
    const keys: Record<string, unknown> = {};
    const spec = RECORDS[thing.kind];
    const fields: Record<string, unknown> = {
      ...thing.fields,
      [TITLE[thing.kind]]: cleanName(thing.name) ?? (thing.kind === 'session' ? '' : spec.label),
    }; // an evening without a title is called by its number
    for (const [field, source] of Object.entries(thing.refs ?? {}))
      if (idBySource.has(source)) fields[field] = idBySource.get(source);
    // Every name it ever had: the same set that the app keeps.
    if (thing.kind === 'entity')
      fields['aliases'] = [
        ...new Set([String(fields['name']), ...((fields['aliases'] as string[] | undefined) ?? [])]),
      ];
    if ('externalId' in spec.fields) fields['externalId'] = thing.source;
    if ('source' in spec.fields) fields['source'] = 'import';
    if (thing.kind === 'session') {
      const number = fields['number'];
      if (!isNew) delete fields['number'];
      else if (typeof number !== 'number' || numbers.has(number)) fields['number'] = ++highest;
      numbers.add(fields['number'] as number);
    }
    // What a matched record was made with stays what it is.
    if (isNew) {
      fields['createdAt'] = now + made++;
      if ('order' in spec.fields) {
        const order = orderBetween(orders[thing.kind] ?? null, null);
        orders[thing.kind] = order;
        fields['order'] = order;
      }
    } else for (const name of ['externalId', 'source', 'stage', 'status'] as const) delete fields[name];
    setFields(thing.kind, id, keys, fields, derive);
    const texts = Object.entries(thing.texts).filter(([, nodes]) => nodes.length > 0);
    const isBody = ([name]: [string, unknown]): boolean => thing.kind === 'session' && BODY_TEXTS.has(name);
    records.push({
      kind: thing.kind,
      id,
      sessionId: null,
      keys,
      texts: Object.fromEntries(texts.filter((t) => !isBody(t))),
    });
    const body = texts.filter(isBody);
    if (body.length > 0) records.push({ kind: 'note', id, sessionId: id, keys: {}, texts: Object.fromEntries(body) });
    if (thing.portrait) portraits.push({ id, ...thing.portrait });
  }

  const attributes = new Map(
    records.flatMap((r): [string, Record<string, unknown>][] =>
      r.kind === 'entity' ? [[r.id, r.keys as Record<string, unknown>]] : [],
    ),
  ); // reason: made above
  const tieKey = (from: string, type: string, to: string): string => JSON.stringify([from, relationKey(type), to]);
  const ties = new Set(known.ties.map((t) => tieKey(t.fromId, t.relationType, t.toId)));
  const here = createNameIndex(
    foreign.things
      .filter((t) => t.kind === 'entity')
      .map((t) => ({
        id: idBySource.get(t.source)!,
        name: t.name,
        aliases: (t.fields['aliases'] as string[] | undefined) ?? [],
      })),
  );
  const entityIds = new Set([
    ...known.entities.map((e) => e.id),
    ...foreign.things.filter((t) => t.kind === 'entity').map((t) => idBySource.get(t.source)!),
  ]);
  const endOf = (word: string): string | undefined => {
    const own = here.resolve(word);
    return idBySource.get(word) ?? (own.type === 'resolved' ? own.id : resolved(word));
  };
  for (const tie of foreign.ties) {
    const [from, to] = [endOf(tie.from), endOf(tie.to)];
    if (from && !to && tie.orElse) {
      const kept = attributes.get(from);
      if (kept)
        kept[`attributes/${tie.orElse}`] = [kept[`attributes/${tie.orElse}`], tie.to].filter(Boolean).join(', ');
    }
    if (!from || !to || from === to || !entityIds.has(from) || !entityIds.has(to)) continue;
    const key = tieKey(from, tie.relationType, to);
    if (ties.has(key)) continue;
    ties.add(key);
    const id = derive('import', campaignId, 'tie', from, relationKey(tie.relationType), to);
    const keys: Record<string, unknown> = {};
    const tone = DEFAULT_RELATION_TYPES.find((t) => t.name === relationKey(tie.relationType))?.tone;
    setFields(
      'relationship',
      id,
      keys,
      {
        fromId: from,
        toId: to,
        relationType: tie.relationType,
        ...(tone && tone !== 'neutral' ? { tone } : {}),
        ...(tie.note ? { note: tie.note } : {}),
        source: 'import',
        createdAt: now,
      },
      derive,
    );
    records.push({ kind: 'relationship', id, sessionId: null, keys, texts: {} });
  }
  return { records, matched, portraits };
};
