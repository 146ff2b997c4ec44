// Owns the history of records: who changed what and when, in the document of the record, so that it merges and works
// offline. One entry per verb and record; an entry keeps what was written as well as what was there, so that the value that
// loses a merge is still to be found. Bounded per record; steps of counters and places in a list have a history of their own.
import type * as Y from 'yjs';
import { ALL_RECORDS, GOAL, SUGGESTION } from '@emberkeep/domain';
import type { KeyChange } from './history.ts';
import { LIVE_ID } from './live-claims.ts';
import type { RecordTable } from './record-table.ts';

/** Entries kept per record; the verb that writes one more drops the oldest. */
export const HISTORY_ENTRIES = 50;

/** Typing in one field within this time is one entry, ms. */
const TYPING_MS = 60_000;

/** Root map; keys `<id>/<root>/<number>-<device>`. */
export const HISTORY_ROOT = 'history';

export interface HistoryEntry {
  key: string;
  /** Counts up over what this device had seen; ties by device. */
  number: number;
  at: number;
  by: string;
  label: string;
  /** By key below the record's id (`field` or `field/member`). An absent side: no such key. */
  changes: Readonly<Record<string, { before?: unknown; after?: unknown }>>;
}

/** Fields that are a history themselves: steps of counters, a goal's news. */
const OWN_HISTORY = new Set([
  `${GOAL.root}/news`,
  ...ALL_RECORDS.flatMap((spec) =>
    Object.entries(spec.fields).flatMap(([name, field]) =>
      field.form === 'counter' ? [`${spec.root}/${field.stored ?? name}`] : [],
    ),
  ),
]);

const isKept = (root: string, below: string): boolean => {
  const field = below.split('/')[0] as string;
  // An analysis goes over hundreds of suggestions at once; what the GM decided about one is told by its state.
  return (
    root !== SUGGESTION.root &&
    field !== 'order' &&
    !field.endsWith('.order') &&
    field !== 'made' &&
    !OWN_HISTORY.has(`${root}/${field}`)
  );
};

/** The entries of one record, oldest first. */
export const readHistory = (table: RecordTable, root: string, id: string): HistoryEntry[] =>
  [...(table.get(id)?.groups.get(root)?.entries() ?? [])]
    .flatMap(([member, value]): HistoryEntry[] => {
      if (typeof value !== 'object' || value === null) return [];
      const { at, by, label, changes } = value as Record<string, unknown>;
      const number = Number(member.split('-')[0]);
      if (!Number.isFinite(number) || typeof changes !== 'object' || changes === null) return [];
      return [
        {
          key: `${id}/${root}/${member}`,
          number,
          at: typeof at === 'number' ? at : 0,
          by: typeof by === 'string' ? by : '',
          label: typeof label === 'string' ? label : '',
          changes: changes as HistoryEntry['changes'],
        },
      ];
    })
    .sort((a, b) => a.number - b.number || (a.key < b.key ? -1 : 1));

/** Writes one entry per record that a verb changed, inside its transaction. A record's first writing is told by the record itself. */
export const writeHistory = (
  step: {
    label: string;
    changes: readonly KeyChange[];
    created: readonly { room: string; root: string; id: string }[];
  },
  who: { deviceId: string; author: string; at: number },
  document: (room: string) => { doc: Y.Doc; history: RecordTable },
  isTyping: boolean,
): void => {
  const byRecord = new Map<
    string,
    { room: string; root: string; id: string; changes: Record<string, { before?: unknown; after?: unknown }> }
  >();
  for (const { room, root, key, before, after } of step.changes) {
    const slash = key.indexOf('/');
    const [id, below] = [key.slice(0, slash), key.slice(slash + 1)];
    if (
      id === LIVE_ID ||
      !isKept(root, below) ||
      step.created.some((c) => c.room === room && c.root === root && c.id === id)
    )
      continue;
    const name = `${room} ${root} ${id}`;
    const entry = byRecord.get(name) ?? byRecord.set(name, { room, root, id, changes: {} }).get(name)!;
    entry.changes[below] = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  }
  for (const { room, root, id, changes } of byRecord.values()) {
    const { doc, history } = document(room);
    const map = doc.getMap<unknown>(HISTORY_ROOT);
    const entries = readHistory(history, root, id);
    const last = entries.at(-1);
    // Typing goes on in the entry that it began: one entry a minute, not one a word.
    if (
      isTyping &&
      last &&
      last.by === who.author &&
      who.at - last.at < TYPING_MS &&
      last.key.endsWith(`-${who.deviceId.slice(-6)}`) &&
      Object.keys(last.changes).join() === Object.keys(changes).join()
    ) {
      for (const [key, change] of Object.entries(changes))
        changes[key] = {
          ...('before' in last.changes[key]! ? { before: last.changes[key].before } : {}),
          ...('after' in change ? { after: change.after } : {}),
        };
      map.set(last.key, { at: last.at, by: who.author, label: last.label, changes });
      continue;
    }
    const number = (entries.at(-1)?.number ?? 0) + 1;
    for (const old of entries.slice(0, Math.max(0, entries.length + 1 - HISTORY_ENTRIES))) map.delete(old.key);
    map.set(`${id}/${root}/${number}-${who.deviceId.slice(-6)}`, {
      at: who.at,
      by: who.author,
      label: step.label,
      changes,
    });
  }
};
