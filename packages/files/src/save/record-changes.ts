// Records while a campaign file is applied to them: those the file carries, changed or left alone, and new ones.
import { orderBetween, RECORDS, type StoredRecord } from '@emberkeep/domain';
import { setFields, type DeclaredKind, type DeriveId } from '../stored-fields.ts';

export interface Draft {
  kind: DeclaredKind;
  id: string;
  keys: Record<string, unknown>;
}

export interface Drafts {
  /** The record with this id, made if there is none. New records are ordered after the others of their kind. */
  draft(kind: DeclaredKind, id: string): Draft;
  /** A record whose id derives from its cause. */
  make(kind: DeclaredKind, ...cause: readonly string[]): Draft;
  /** Like {@link Drafts.make}, but the same words a second time make a second record. */
  another(kind: DeclaredKind, words: string): Draft;
  /** Sets the fields that are not undefined. */
  set(target: Draft, fields: Readonly<Record<string, unknown>>): void;
  all(): StoredRecord[];
}

type MutableRecord = StoredRecord & { keys: Record<string, unknown> };

/** The order key of the last record of a kind; null if none has one. */
const lastOrderOf = (records: Iterable<StoredRecord>, kind: DeclaredKind): string | null =>
  [...records]
    .filter((r) => r.kind === kind)
    .map((r) => r.keys['order'])
    .filter((order): order is string => typeof order === 'string')
    .sort()
    .at(-1) ?? null;

/** `savedAt`: Unix ms, when the new records are created. */
export const createDrafts = (
  records: readonly StoredRecord[],
  campaignId: string,
  derive: DeriveId,
  savedAt: number,
): Drafts => {
  const all = new Map<string, MutableRecord>(records.map((r) => [`${r.kind}:${r.id}`, { ...r, keys: { ...r.keys } }]));
  const lastOrders = new Map<DeclaredKind, string | null>();
  const timesUsed = new Map<string, number>();
  let created = 0;

  const nextOrder = (kind: DeclaredKind): string => {
    const last = lastOrders.has(kind) ? lastOrders.get(kind)! : lastOrderOf(all.values(), kind);
    const order = orderBetween(last, null);
    lastOrders.set(kind, order);
    return order;
  };
  const draft = (kind: DeclaredKind, id: string): Draft => {
    const key = `${kind}:${id}`;
    const existing = all.get(key);
    if (existing) return { kind, id, keys: existing.keys };
    // A millisecond apart, so that new records keep the order of the file.
    const keys: Record<string, unknown> = kind === 'campaign' ? {} : { createdAt: savedAt + created++ };
    if ('order' in RECORDS[kind].fields) keys['order'] = nextOrder(kind);
    all.set(key, { kind, id, sessionId: null, keys, texts: {} });
    return { kind, id, keys };
  };
  const make = (kind: DeclaredKind, ...cause: readonly string[]): Draft =>
    draft(kind, derive('save', campaignId, kind, ...cause));
  return {
    draft,
    make,
    another: (kind, words) => {
      const key = `${kind}:${words}`;
      const times = timesUsed.get(key) ?? 0;
      timesUsed.set(key, times + 1);
      return make(kind, words, ...(times > 0 ? [String(times)] : []));
    },
    set: (target, fields) => setFields(target.kind, target.id, target.keys, fields, derive),
    all: () => [...all.values()],
  };
};
