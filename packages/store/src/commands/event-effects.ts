// What a logged event did in the ledger: it let game time pass, ticked a clock, moved a goal. The event is in its session's
// document, so what it did follows it while that document is open: a correction, a deletion, an undo or a merge sets it,
// here or from another device. It is no part of a step of undo: an undo changes the event.
import { isPlainObject, TIMELINE_EVENT, type RecordChange, type TimelineEvent } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { ROOT_OF_KIND } from '../changes.ts';
import { firstWritten, isNotes, notesOf, readFollowNote, type FollowNote } from '../followed.ts';
import type { OpenDocument } from '../open-document.ts';
import { RECOVER } from '../origins.ts';
import { isSameJson } from '../plain-value.ts';
import { hasVersion, versionOf } from '../record-version.ts';
import { readValue } from '../typed-text.ts';
import { tickOfEvent } from './clocks.ts';
import type { EffectValue, EventEffect, EventNow } from './event-effect.ts';
import { timeOfEvent } from './event-time.ts';
import { newsOfEvent } from './goal-of-event.ts';
import { isStanding } from './read-records.ts';

const EFFECTS: readonly EventEffect[] = [timeOfEvent, tickOfEvent, newsOfEvent];

/**
 * What made us look. Only a change of the event itself sets an effect that does not say which version of the event it
 * counts: a document that is only opened may be older than the ledger.
 */
type Cause = 'changed here' | 'changed elsewhere' | 'seen again';

/** True when the ledger does not count a newer version of the event than the document has. */
const isCurrent = (body: OpenDocument, { seen }: FollowNote, counted: string, cause: Cause): boolean => {
  if (cause === 'changed here') return true;
  const isKnown = Array.isArray(seen) && seen[0] === counted;
  return isKnown ? hasVersion(body.doc, seen.slice(1)) : cause === 'changed elsewhere';
};

/** The note of an effect that becomes `after`; `before` is what it was, or what had been taken back. */
const noteAfter = (
  { kind, countedIn }: EventEffect,
  note: FollowNote,
  { before, after }: { before: EffectValue; after: EffectValue | null },
  version: readonly string[],
): FollowNote => {
  const first = firstWritten(note, before);
  // The campaign is never deleted, so nothing asks what was written in it first.
  const isTold = kind === 'campaign' || (!after && isSameJson(first, before));
  return {
    seen: [countedIn(after), ...version],
    ...(after ? {} : { taken: before }),
    ...(isTold ? {} : { first }),
  };
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
  const noteKey = `${recordId}/${notesOf(effect.field)}/${member}`;
  const [there, stored] = [readValue(map, key), readValue(map, noteKey)];
  const note = readFollowNote(stored);
  const value = there ?? note.taken;
  // Without a value the event was imported, or it did nothing.
  if (!isPlainObject(value)) return;
  const isThere = there !== undefined;
  const next = effect.follow(docs, value, isThere, now);
  if (!next || !isCurrent(body, note, effect.countedIn(isThere ? value : null), cause)) return;
  const version = versionOf(body.doc.getMap<unknown>(ROOT_OF_KIND.event), now.event.id);
  doc.transact(() => {
    if (next.value) map.set(key, next.value);
    else map.delete(key);
    map.set(noteKey, noteAfter(effect, note, { before: value, after: next.value }, version));
    effect.settle?.(docs, recordId);
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

/** The effects of which a change may have brought one from elsewhere. */
const effectsIn = ({ kind, fields, from }: RecordChange): EventEffect[] =>
  EFFECTS.filter(
    ({ kind: ofKind, field }) =>
      from === 'remote' && ofKind === kind && fields.some((each) => each === field || isNotes(each)),
  );

/** Keeps what the events of this campaign did after the events, from now on. */
export const followEvents = (docs: CampaignDocs): void => {
  const isWritable = (): boolean => docs.ledger.writable().ok;
  const bodies = (): OpenDocument[] => docs.openDocuments().filter(({ ref }) => ref.kind === 'session');
  docs.onChange((changes) => {
    if (!isWritable()) return;
    for (const { kind, room, id, from } of changes) {
      const body = kind === 'event' ? bodies().find((doc) => doc.room === room) : undefined;
      if (body) followEvent(docs, body, id, from === 'remote' ? 'changed elsewhere' : 'changed here');
    }
    const merged = changes.filter((change) => effectsIn(change).length > 0);
    // Two GMs who corrected one event apart: the merge may keep one's event and the other's effect.
    if (merged.length > 0) for (const body of bodies()) followAll(docs, body);
    // Or the effects of both, and what followed from one of them.
    for (const change of merged)
      docs.ledger.doc.transact(() => {
        for (const effect of effectsIn(change)) effect.settle?.(docs, change.id);
      }, RECOVER);
  });
  docs.onOpened((body) => {
    if (body.ref.kind === 'session' && isWritable()) followAll(docs, body);
  });
};
