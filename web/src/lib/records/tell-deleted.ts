// Says on screen what becomes of a record that somebody types in: a co-GM deleted it, and typing restored it.
import {
  deleteRecord,
  getRecord,
  isMarkedDeleted,
  recordTitle,
  type CampaignDocs,
  type OpenDocument,
  type Spec,
} from '@emberkeep/store';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import { showDone } from './command-feedback.ts';

export interface HeldRecord {
  docs: CampaignDocs;
  document: OpenDocument;
  spec: Spec;
  id: string;
}

const titleOf = (document: OpenDocument, spec: Spec, id: string): string => {
  const record = document.table(spec.kind).record(id) as Readonly<Record<string, unknown>> | null;
  return record ? recordTitle(document, spec, record) : spec.label;
};

const watch = ({ docs, document, spec, id }: HeldRecord): (() => void) => {
  let isDeleted = isMarkedDeleted(document, spec, id);
  const say = (isTypedHere: boolean): void => {
    const title = titleOf(document, spec, id);
    const isHeld = isDeleted && getRecord(document, spec, id) !== null;
    if (isHeld) toasts.show(m.records_tellDeleted_a_co_gm_deleted_title({ title }));
    else if (!isDeleted && isTypedHere)
      toasts.show(m.records_tellDeleted_title_was_restored_because_you({ title }), {
        label: m.records_tellDeleted_delete_again(),
        run: () =>
          void showDone(docs, deleteRecord(docs, document, spec, id), m.records_tellDeleted_deleted({ title })),
      });
  };
  return docs.onChange((changes) => {
    const changed = changes.filter((change) => change.id === id);
    if (changed.length === 0 || isMarkedDeleted(document, spec, id) === isDeleted) return;
    isDeleted = !isDeleted;
    // An undo of the deletion takes the mark alone, and says what it did itself.
    say(changed.some(({ from, fields }) => from === 'local' && fields.some((field) => field !== 'deleted')));
  });
};

interface Watched {
  /** How many controls and editors hold the record: a card, and the note in it. */
  holders: number;
  stop(): void;
}

const watchedByDoc = new WeakMap<object, Map<string, Watched>>();

/** Watches a record until the returned function is called; one that is held twice is told of once. */
export const tellDeleted = (record: HeldRecord): (() => void) => {
  const { document, spec, id } = record;
  const watched = watchedByDoc.get(document.doc) ?? new Map<string, Watched>();
  watchedByDoc.set(document.doc, watched);
  const key = `${spec.kind} ${id}`;
  const known = watched.get(key) ?? { holders: 0, stop: watch(record) };
  watched.set(key, known);
  known.holders += 1;
  return () => {
    known.holders -= 1;
    if (known.holders > 0) return;
    watched.delete(key);
    known.stop();
  };
};
