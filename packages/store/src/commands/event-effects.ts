// What a logged event did in the ledger: it let game time pass, ticked a clock, moved a goal. The event is in its session's
// document, so what it did follows it while that document is open: a correction, a deletion, an undo or a merge sets it,
// here or from another device. It is no part of a step of undo: an undo changes the event.
import { isPlainObject, TIMELINE_EVENT, type RecordChange, type TimelineEvent } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { ROOT_OF_KIND } from '../changes.ts';
import type { OpenDocument } from '../open-document.ts';
import { RECOVER } from '../origins.ts';
import { hasVersion, versionOf } from '../record-version.ts';
import { readValue } from '../typed-text.ts';
import { tickOfEvent } from './clocks.ts';
import type { EventEffect, EventNow } from './event-effect.ts';
import { timeOfEvent } from './event-time.ts';
import { newsOfEvent } from './goal-of-event.ts';
import { isStanding } from './read-records.ts';

const EFFECTS: readonly EventEffect[] = [timeOfEvent, tickOfEvent, newsOfEvent];

/** Ends the name of the group of notes beside a group with effects. Stored, so never rename it. */
const NOTES = '.event';

/**
 * What made us look. Only a change of the event itself sets an effect that does not say which version of the event it
 * counts: a document that is only opened may be older than the ledger.
 */
type Cause = 'changed here' | 'changed elsewhere' | 'seen again';

/** Beside an effect: `seen` is what it counts, then the version of the event; `taken` is what was taken back. */
interface Note {
  seen?: unknown;
  taken?: unknown;
}

/** True when the ledger does not count a newer version of the event than the document has. */
const isCurrent = (body: OpenDocument, { seen }: Note, counted: string, cause: Cause): boolean => {
  if (cause === 'changed here') return true;
  const isKnown = Array.isArray(seen) && seen[0] === counted;
  return isKnown ? hasVersion(body.doc, seen.slice(1)) : cause === 'changed elsewhere';
};

const followEffect = (
  docs: CampaignDocs,
  body: OpenDocument,
  effect: EventEffect,
  now: EventNow,
  cause: Cause,
): void => {
  const recordId = effect.recordOf(now.event);
  if (recordId === null) return;
  const { doc } = docs.ledger;
  const map = doc.getMap<unknown>(ROOT_OF_KIND[effect.kind]);
  const member = effect.memberOf(now.event);
  const key = `${recordId}/${effect.field}/${member}`;
  const noteKey = `${recordId}/${effect.field}${NOTES}/${member}`;
  const [there, stored] = [readValue(map, key), readValue(map, noteKey)];
  const note: Note = isPlainObject(stored) ? stored : {};
  const value = there ?? note.taken;
  // Without a value the event was imported, or it did nothing.
  if (!isPlainObject(value)) return;
  const isThere = there !== undefined;
  const next = effect.follow(docs, value, isThere, now);
  if (!next || !isCurrent(body, note, effect.countedIn(isThere ? value : null), cause)) return;
  const version = versionOf(body.doc.getMap<unknown>(ROOT_OF_KIND.event), now.event.id);
  const seen = [effect.countedIn(next.value), ...version];
  doc.transact(() => {
    if (next.value) map.set(key, next.value);
    else map.delete(key);
    map.set(noteKey, next.value ? { seen } : { seen, taken: value });
    effect.also?.(docs, value, now);
  }, RECOVER);
};

const followEvent = (docs: CampaignDocs, body: OpenDocument, id: string, cause: Cause): void => {
  const event = body.table('event').record(id) as TimelineEvent | null;
  if (!event) return;
  const now = { event, stands: isStanding(body, TIMELINE_EVENT, id) };
  for (const effect of EFFECTS) followEffect(docs, body, effect, now, cause);
};

const followAll = (docs: CampaignDocs, body: OpenDocument): void => {
  for (const id of [...body.table('event').ids()]) followEvent(docs, body, id, 'seen again');
};

/** Keeps what the events of this campaign did after the events, from now on. */
export const followEvents = (docs: CampaignDocs): void => {
  const isWritable = (): boolean => docs.ledger.writable().ok;
  const bodies = (): OpenDocument[] => docs.openDocuments().filter(({ ref }) => ref.kind === 'session');
  const isOfEffect = ({ kind, fields }: RecordChange): boolean =>
    EFFECTS.some(
      (effect) => effect.kind === kind && [effect.field, effect.field + NOTES].some((field) => fields.includes(field)),
    );
  docs.onChange((changes) => {
    if (!isWritable()) return;
    for (const { kind, room, id, from } of changes) {
      const body = kind === 'event' ? bodies().find((doc) => doc.room === room) : undefined;
      if (body) followEvent(docs, body, id, from === 'remote' ? 'changed elsewhere' : 'changed here');
    }
    // Two GMs who corrected one event apart: the merge may keep one's event and the other's effect.
    if (changes.some((change) => change.from === 'remote' && isOfEffect(change)))
      for (const body of bodies()) followAll(docs, body);
  });
  docs.onOpened((body) => {
    if (body.ref.kind === 'session' && isWritable()) followAll(docs, body);
  });
};
