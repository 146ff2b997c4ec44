// Keeps a record on screen while the focus is in it and a co-GM deletes it, and says so: the next key has a place, and
// what it writes restores the record for everybody.
import { RECORDS } from '@emberkeep/domain';
import type { CampaignDocs, OpenDocument, Spec } from '@emberkeep/store';
import type { HeldRecord } from './tell-deleted.ts';

/** Holds a record from now until the returned function is called. */
export const holdWhileTyping = (record: HeldRecord): (() => void) => {
  const { docs, document, spec, id } = record;
  const release = docs.hold(document, spec.kind, id);
  let isOver = false;
  let stopTelling = (): void => undefined;
  // Rarely has anything to tell, so it is loaded beside the first key.
  void import('./tell-deleted.ts').then(
    ({ tellDeleted }) => {
      if (!isOver) stopTelling = tellDeleted(record);
    },
    () => undefined, // reason: without that code only the message is missing
  );
  return () => {
    isOver = true;
    stopTelling();
    release();
  };
};

/** Holds the record that a note belongs to; null for a note of a session, whose page stays anyway. */
export const holdNoteWhileTyping = (
  docs: CampaignDocs,
  document: OpenDocument,
  noteName: string,
): (() => void) | null => {
  const [id = '', field = ''] = noteName.split('/');
  const spec = (Object.values(RECORDS) as Spec[]).find(
    ({ kind, texts }) => kind !== 'session' && field in texts && document.table(kind).get(id),
  );
  return spec ? holdWhileTyping({ docs, document, spec, id }) : null;
};

/** An attachment for an element that holds a record's controls: the record is held while one of them has the focus. */
export const holdsRecord =
  (target: () => HeldRecord) =>
  (element: HTMLElement): (() => void) => {
    let release: (() => void) | null = null;
    const hold = (): void => {
      const record = target();
      if (record.spec.kind !== 'session') release ??= holdWhileTyping(record);
    };
    const end = (): void => {
      release?.();
      release = null;
    };
    // The focus may only go on to another control of the same record.
    const endUnlessInside = (): void =>
      void setTimeout(() => !element.contains(window.document.activeElement) && end());
    element.addEventListener('focusin', hold);
    element.addEventListener('focusout', endUnlessInside);
    return () => {
      element.removeEventListener('focusin', hold);
      element.removeEventListener('focusout', endUnlessInside);
      end();
    };
  };
