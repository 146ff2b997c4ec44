// The step of game time that a logged event makes. The event is in its session's document and the step in the ledger, so
// the step follows the event while the document is open: a correction, a deletion or its undo sets it, here or from
// another device. It keeps its place among the other steps. Where two GMs correct one event apart, the two documents may
// keep different figures until the next correction.
import {
  eventDetails,
  isPlainObject,
  META_ID,
  type RecordChange,
  secondsPassed,
  TIMELINE_EVENT,
  timePassedFigures,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { ROOT_OF_KIND } from '../changes.ts';
import { derivedId } from '../derived-id.ts';
import type { OpenDocument } from '../open-document.ts';
import { RECOVER } from '../origins.ts';
import { calendarOf, campaignOf } from './campaigns.ts';
import { getRecord } from './read-records.ts';
import { nextStepNumber } from './write-record.ts';

/** Fields of an event that say whether and how much time passes. */
const FIELDS_OF_TIME: readonly string[] = ['details', 'eventType', 'deleted'];

/** The step's id follows from the event's, so a merge counts it once. */
const keyOf = (eventId: string): string => `${META_ID}/gameTime/${derivedId('time', eventId)}`;

const readStep = (docs: CampaignDocs, eventId: string): Readonly<Record<string, unknown>> | null => {
  const step = docs.ledger.doc.getMap<unknown>(ROOT_OF_KIND.campaign).get(keyOf(eventId));
  return isPlainObject(step) ? step : null;
};

/** No part of a step of undo: an undo changes the event, and the step follows. */
const writeStep = (docs: CampaignDocs, eventId: string, step: Readonly<Record<string, unknown>>): void => {
  const { doc } = docs.ledger;
  doc.transact(() => doc.getMap<unknown>(ROOT_OF_KIND.campaign).set(keyOf(eventId), step), RECOVER);
};

/** What of an event moves the game time: the figures as they are, and the seconds by the calendar of now. */
const timeOf = (docs: CampaignDocs, type: string, details: unknown): { of: string; by: number } => {
  const figures = type === 'time_passed' ? eventDetails({ details }) : {};
  return { of: timePassedFigures(figures), by: secondsPassed(figures, calendarOf(docs)) ?? 0 };
};

/** Writes the step of an event that is logged, inside its transaction. Without figures it waits for a correction. */
export const writeTimeOfEvent = (docs: CampaignDocs, eventId: string, type: string, details: unknown): void => {
  const n = nextStepNumber(campaignOf(docs)?.gameTime.steps ?? []);
  writeStep(docs, eventId, { n, ...timeOf(docs, type, details), at: docs.nowMs(), who: docs.author() });
};

/**
 * Sets the step of an event after the event. One without a step was imported. A step that says what it counts is set
 * where that differs, so that another calendar does not change what is counted; earlier versions did not note it.
 */
const followEvent = (docs: CampaignDocs, body: OpenDocument, eventId: string, changed: readonly string[]): void => {
  const step = readStep(docs, eventId);
  if (!step) return;
  const event = getRecord(body, TIMELINE_EVENT, eventId);
  const time = timeOf(docs, event?.eventType ?? '', event?.details);
  const isBehind =
    typeof step['of'] === 'string'
      ? step['of'] !== time.of
      : changed.some((field) => FIELDS_OF_TIME.includes(field)) && step['by'] !== time.by;
  if (isBehind) writeStep(docs, eventId, { ...step, ...time });
};

/** Keeps the steps of all events of this campaign after their events, from now on. */
export const followTimeOfEvents = (docs: CampaignDocs): void => {
  const isWritable = (): boolean => docs.ledger.writable().ok;
  const followChanges = (changes: readonly RecordChange[]): void => {
    for (const { kind, room, id, fields } of changes) {
      const body = kind === 'event' ? docs.openDocuments().find((doc) => doc.room === room) : undefined;
      if (body && isWritable()) followEvent(docs, body, id, fields);
    }
  };
  // A body that is only opened may be older than the ledger, so opening one follows nothing.
  docs.onChange(followChanges);
};
