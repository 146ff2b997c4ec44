// Owns turning transactions into RecordChanges: which record, which fields, from where. One listener per document.
import type * as Y from 'yjs';
import { RECORDS, type RecordChange, type RecordKind } from '@emberkeep/domain';
import { sourceOf } from './origins.ts';

/** Root maps by kind of record. Root texts are named `<id>/<field>` and change as kind `note`. */
export const ROOT_OF_KIND = Object.fromEntries(
  Object.entries(RECORDS).map(([kind, spec]) => [kind, spec.root]),
) as Record<keyof typeof RECORDS, string>;
export type StoredKind = keyof typeof RECORDS;
const KIND_OF_ROOT: Readonly<Record<string, RecordKind>> = Object.fromEntries(
  Object.entries(ROOT_OF_KIND).map(([kind, root]) => [root, kind as RecordKind]),
);

/** Calls back once per transaction that changed a record. Returns the way to stop. */
export const observeChanges = (doc: Y.Doc, room: string, callback: (changes: RecordChange[]) => void): (() => void) => {
  const names = new Map<unknown, string>();
  const nameOf = (type: unknown): string | undefined => {
    if (!names.has(type)) for (const [name, root] of doc.share) names.set(root, name);
    return names.get(type);
  };
  const listener = (transaction: Y.Transaction): void => {
    const source = sourceOf(transaction.origin);
    const from = source === 'disk' ? 'disk' : source === 'local' ? 'local' : 'remote';
    const changes: RecordChange[] = [];
    // Both lists: a root that nobody here has read yet has no observers, so Yjs names it among what changed only.
    for (const type of new Set<unknown>([...transaction.changedParentTypes.keys(), ...transaction.changed.keys()])) {
      if ((type as Y.AbstractType<unknown>)._item) continue;
      const name = nameOf(type);
      if (name === undefined) continue;
      const kind = Object.hasOwn(KIND_OF_ROOT, name) ? KIND_OF_ROOT[name] : undefined;
      if (kind) {
        const fieldsById = new Map<string, Set<string>>();
        for (const key of transaction.changed.get(type as never) ?? []) {
          if (key === null) continue;
          const [id = '', field = ''] = key.split('/');
          (fieldsById.get(id) ?? fieldsById.set(id, new Set()).get(id))?.add(field);
        }
        for (const [id, fields] of fieldsById) changes.push({ kind, id, room, fields: [...fields], from });
      } else if (name.includes('/'))
        changes.push({
          kind: 'note',
          id: name.split('/')[0] as string,
          room,
          fields: [name.split('/')[1] as string],
          from,
        });
      else if (name === 'recovered' || name === 'recoveredDone')
        changes.push({ kind: 'note', id: '', room, fields: ['recovered'], from });
    }
    if (changes.length > 0) callback(changes);
  };
  doc.on('afterTransaction', listener);
  return () => doc.off('afterTransaction', listener);
};
