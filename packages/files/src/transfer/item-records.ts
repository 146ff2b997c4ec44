// Makes records of imported items that have their ids already (match-items.ts).
import { cleanName, orderBetween, packFields, RECORDS, type StoredRecord } from '@emberkeep/domain';
import { setFields, type DeriveId } from '../stored-fields.ts';
import type { ImportRun, KnownRecords } from './import-run.ts';
import type { ImportedItem, ImportedKind } from './imported-content.ts';
import type { ItemMatches } from './match-items.ts';
import type { FreeNumbers } from '../free-session-numbers.ts';

type Fields = Record<string, unknown>;

/** Kinds that are called by the name of their item; items of other kinds give their titles as fields. */
const TITLE_FIELD: Readonly<Partial<Record<ImportedKind, string>>> = {
  entity: 'name',
  session: 'title',
  chapter: 'title',
  goal: 'name',
  clock: 'name',
  map: 'title',
};

/** Texts of a session that are stored in its body document and not in the ledger. */
const BODY_TEXTS = new Set(['prep_notes', 'play_notes', 'actual_notes']);

/** Set when a record is made; an import never changes them on a matched record. */
const FIXED_FIELDS = ['externalId', 'source', 'stage', 'status'] as const;

/** The title of a new record; of a session that has none, nothing: it is called by its number. */
const titleOf = ({ kind, name, mode }: ImportedItem): Fields => {
  const field = TITLE_FIELD[kind];
  if (!field) return {};
  const title = cleanName(name);
  if (kind !== 'session') return { [field]: title ?? RECORDS[kind].label };
  return title === null && mode === 'field-by-field' ? {} : { [field]: title ?? '' };
};

/** The fields that follow from the item and the ids of the others. */
const fieldsOf = (item: ImportedItem, { derive, campaignId, now }: ImportRun, { idBySource }: ItemMatches): Fields => {
  const spec = RECORDS[item.kind];
  const idOf = (source: string): string => idBySource.get(source) ?? '';
  const fields: Fields = {
    ...item.fields,
    ...titleOf(item),
    ...item.lateFields?.({ derive, campaignId, idOf, now }),
  };
  for (const [field, source] of Object.entries(item.refs ?? {}))
    if (idBySource.has(source)) fields[field] = idBySource.get(source);
  // The app keeps the name itself among the aliases: every name the entity ever had.
  if (item.kind === 'entity')
    fields['aliases'] = [...new Set([String(fields['name']), ...((fields['aliases'] as string[] | undefined) ?? [])])];
  const externalId = item.externalId ?? item.source;
  if ('externalId' in spec.fields && externalId) fields['externalId'] = externalId;
  if ('source' in spec.fields) fields['source'] ??= 'import';
  return fields;
};

/** Order keys after the last of each kind. */
const createOrders = (known: KnownRecords) => {
  const last: Partial<Record<ImportedKind, string>> = { ...known.lastOrder };
  return { next: (kind: ImportedKind): string => (last[kind] = orderBetween(last[kind] ?? null, null)) };
};

/** The keys of a record; kinds with many records are created as one value. */
const keysOf = (kind: ImportedKind, id: string, fields: Fields, derive: DeriveId): Record<string, unknown> => {
  if (RECORDS[kind].isPacked) return { made: packFields(RECORDS[kind], fields) };
  const keys: Record<string, unknown> = {};
  setFields(kind, id, keys, fields, derive);
  return keys;
};

/** The record of an item, and for a session the note of its body. `sessionId`: the body that holds the record. */
const recordsOf = (
  item: ImportedItem,
  { id, sessionId }: { id: string; sessionId: string | null },
  fields: Fields,
  derive: DeriveId,
): StoredRecord[] => {
  const texts = Object.entries(item.texts).filter(([, nodes]) => nodes.length > 0);
  const isBodyText = ([name]: [string, unknown]): boolean => item.kind === 'session' && BODY_TEXTS.has(name);
  const body = texts.filter(isBodyText);
  const record: StoredRecord = {
    kind: item.kind,
    id,
    sessionId,
    keys: keysOf(item.kind, id, fields, derive),
    texts: Object.fromEntries(texts.filter((text) => !isBodyText(text))),
  };
  return body.length === 0
    ? [record]
    : [record, { kind: 'note', id, sessionId: id, keys: {}, texts: Object.fromEntries(body) }];
};

/** Takes out what an import never changes on a record that exists. */
const withoutFixed = ({ kind, mode }: ImportedItem, fields: Fields): Fields => {
  const isFixed = (name: string): boolean =>
    mode === 'field-by-field' ? name === 'externalId' : (FIXED_FIELDS as readonly string[]).includes(name);
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !isFixed(name) && !(kind === 'session' && name === 'number')),
  );
};

/** The records of all items. New ones are created a millisecond apart, so that they keep the order of the file. */
export const itemRecords = (run: ImportRun, matches: ItemMatches, numbers: FreeNumbers): StoredRecord[] => {
  const { content, known, derive, now } = run;
  const orders = createOrders(known);
  let created = 0;
  return content.things.flatMap((item) => {
    const id = matches.idOfItem.get(item)!;
    const sessionId = item.session === undefined ? null : matches.idBySource.get(item.session)!;
    let fields = fieldsOf(item, run, matches);
    if (matches.matched.has(id)) fields = withoutFixed(item, fields);
    else {
      if (item.kind === 'session') fields['number'] = numbers.claim(fields['number']);
      fields['createdAt'] ??= now + created++;
      // What is in a body comes after what the body has, which is known when it is written.
      if (sessionId === null && 'order' in RECORDS[item.kind].fields) fields['order'] = orders.next(item.kind);
    }
    return recordsOf(item, { id, sessionId }, fields, derive);
  });
};
