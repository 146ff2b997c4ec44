// Makes records of imported items that have their ids already (match-items.ts).
import { cleanName, orderBetween, RECORDS, type StoredRecord } from '@emberkeep/domain';
import { setFields, type DeriveId } from '../stored-fields.ts';
import type { ImportRun, KnownRecords } from './import-run.ts';
import type { ImportedItem, ImportedKind } from './imported-content.ts';
import type { ItemMatches } from './match-items.ts';

type Fields = Record<string, unknown>;

const TITLE_FIELD: Readonly<Record<ImportedKind, string>> = {
  entity: 'name',
  session: 'title',
  chapter: 'title',
  goal: 'name',
  clock: 'name',
};

/** Texts of a session that are stored in its body document and not in the ledger. */
const BODY_TEXTS = new Set(['prep_notes', 'play_notes', 'actual_notes']);

/** Set when a record is made; an import never changes them on a matched record. */
const FIXED_FIELDS = ['externalId', 'source', 'stage', 'status'] as const;

/** The fields that follow from the item alone. */
const fieldsOf = (item: ImportedItem, { idBySource }: ItemMatches): Fields => {
  const spec = RECORDS[item.kind];
  // A session without a title is called by its number.
  const fallbackName = item.kind === 'session' ? '' : spec.label;
  const fields: Fields = { ...item.fields, [TITLE_FIELD[item.kind]]: cleanName(item.name) ?? fallbackName };
  for (const [field, source] of Object.entries(item.refs ?? {}))
    if (idBySource.has(source)) fields[field] = idBySource.get(source);
  // The app keeps the name itself among the aliases: every name the entity ever had.
  if (item.kind === 'entity')
    fields['aliases'] = [...new Set([String(fields['name']), ...((fields['aliases'] as string[] | undefined) ?? [])])];
  if ('externalId' in spec.fields) fields['externalId'] = item.source;
  if ('source' in spec.fields) fields['source'] = 'import';
  return fields;
};

/** Session numbers that are free: a taken or missing number becomes the next after the highest. */
const createSessionNumbers = (items: readonly ImportedItem[], known: KnownRecords) => {
  const taken = new Set<unknown>(known.sessions.map((s) => s.number));
  const wanted = items.filter((i) => i.kind === 'session').map((i) => i.fields['number']);
  let highest = Math.max(0, ...[...taken, ...wanted].filter((n) => typeof n === 'number'));
  return {
    /** The number for a new session that asks for `number`. */
    claim: (number: unknown): unknown => {
      const free = typeof number !== 'number' || taken.has(number) ? ++highest : number;
      taken.add(free);
      return free;
    },
  };
};

/** Order keys after the last of each kind. */
const createOrders = (known: KnownRecords) => {
  const last: Partial<Record<ImportedKind, string>> = { ...known.lastOrder };
  return { next: (kind: ImportedKind): string => (last[kind] = orderBetween(last[kind] ?? null, null)) };
};

/** The record of an item, and for a session the note of its body. */
const recordsOf = (item: ImportedItem, id: string, fields: Fields, derive: DeriveId): StoredRecord[] => {
  const keys: Record<string, unknown> = {};
  setFields(item.kind, id, keys, fields, derive);
  const texts = Object.entries(item.texts).filter(([, nodes]) => nodes.length > 0);
  const isBodyText = ([name]: [string, unknown]): boolean => item.kind === 'session' && BODY_TEXTS.has(name);
  const body = texts.filter(isBodyText);
  const record: StoredRecord = {
    kind: item.kind,
    id,
    sessionId: null,
    keys,
    texts: Object.fromEntries(texts.filter((text) => !isBodyText(text))),
  };
  return body.length === 0
    ? [record]
    : [record, { kind: 'note', id, sessionId: id, keys: {}, texts: Object.fromEntries(body) }];
};

/** The records of all items. New ones are created a millisecond apart, so that they keep the order of the file. */
export const itemRecords = ({ content, known, derive, now }: ImportRun, matches: ItemMatches): StoredRecord[] => {
  const numbers = createSessionNumbers(content.things, known);
  const orders = createOrders(known);
  let created = 0;
  return content.things.flatMap((item) => {
    const id = matches.idBySource.get(item.source)!;
    const fields = fieldsOf(item, matches);
    if (matches.matched.has(id)) {
      for (const name of FIXED_FIELDS) delete fields[name];
      if (item.kind === 'session') delete fields['number'];
    } else {
      if (item.kind === 'session') fields['number'] = numbers.claim(fields['number']);
      fields['createdAt'] = now + created++;
      if ('order' in RECORDS[item.kind].fields) fields['order'] = orders.next(item.kind);
    }
    return recordsOf(item, id, fields, derive);
  });
};
