// The numbered steps from one document shape to the next. A migration is deterministic and idempotent, only adds
// flat keys under derived ids, and never moves a text: two devices that both run it offline and then merge end as
// if one had run it.
import type * as Y from 'yjs';
import { MIGRATE } from '../origins.ts';
import { isHere, stampWriter, writerOf } from '../shape.ts';

/** One step; `to` is the shape it produces. Append-only: a released step never changes. */
export interface Migration {
  to: number;
  what: string;
  run(doc: Y.Doc): void;
}

/** Released steps, in order. Documents are created in shape 1, so no step leads to it. */
export const MIGRATIONS: readonly Migration[] = [];

/** Migrates a document to the newest shape. Returns the shapes reached; a newer document is left alone. */
export const migrate = (doc: Y.Doc, migrations: readonly Migration[] = MIGRATIONS): number[] => {
  if (!isHere(doc)) return [];
  const from = writerOf(doc);
  const due = migrations.filter((m) => m.to > Math.max(1, from));
  if (due.length === 0) return [];
  doc.transact(() => {
    for (const step of due) step.run(doc);
    doc.getMap<unknown>('shape').set('writer', Math.max(...due.map((m) => m.to)));
    stampWriter(doc);
  }, MIGRATE);
  return due.map((m) => m.to);
};
