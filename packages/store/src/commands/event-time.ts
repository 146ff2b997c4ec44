// The step of game time that a logged event makes, in the ledger. It keeps its place among the other steps, and the seconds
// that it counted, so that another calendar changes nothing.
import {
  META_ID,
  eventDetails,
  secondsPassed,
  timePassedFigures,
  type TimelineEvent,
  type TimeUnits,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { ROOT_OF_KIND } from '../changes.ts';
import { derivedId } from '../derived-id.ts';
import { calendarOf, campaignOf } from './campaigns.ts';
import type { EffectValue, EventEffect } from './event-effect.ts';
import { isCounted, STEP_PREFIX, type Counted } from './event-time-units.ts';
import { nextStepNumber } from './write-record.ts';

const stepIds = new Map<string, string>();

/** Follows from the event's id, so a merge counts the step once. */
const stepIdOf = (eventId: string): string => {
  let id = stepIds.get(eventId);
  if (id === undefined) stepIds.set(eventId, (id = derivedId('time', eventId)));
  return id;
};

const countedBy = (units: TimeUnits, { eventType, details }: Pick<TimelineEvent, 'eventType' | 'details'>): Counted => {
  const figures = eventType === 'time_passed' ? eventDetails({ details }) : {};
  return { of: timePassedFigures(figures), by: secondsPassed(figures, units) ?? 0 };
};

/** What a step counts of its event; an earlier version did not note it, so the event tells, if it still counts the same. */
const countedIn = (docs: CampaignDocs, step: EffectValue, event: TimelineEvent): Counted | null => {
  if (isCounted(step)) return { of: step.of, by: step.by };
  // reason: written by keepUnitsOfSteps
  const units = (step['units'] as TimeUnits | undefined) ?? calendarOf(docs);
  const counted = countedBy(units, event);
  return counted.by === step['by'] ? counted : null;
};

/** Writes the step of an event that is logged, inside its transaction. Without figures it waits for a correction. */
export const writeTimeOfEvent = (docs: CampaignDocs, eventId: string, details: unknown): void => {
  const n = nextStepNumber(campaignOf(docs)?.gameTime.steps ?? []);
  const counted = countedBy(calendarOf(docs), { eventType: 'time_passed', details });
  const step = { n, ...counted, at: docs.nowMs(), who: docs.author() };
  docs.ledger.doc.getMap<unknown>(ROOT_OF_KIND.campaign).set(STEP_PREFIX + stepIdOf(eventId), step);
};

/** An event without a step was imported. A step that counted an event keeps the seconds for when it is restored. */
export const timeOfEvent: EventEffect = {
  kind: 'campaign',
  field: 'gameTime',
  recordOf: () => META_ID,
  memberOf: ({ id }) => stepIdOf(id),
  countedIn: (step) => (isCounted(step) ? step.of : ''),
  follow: (docs, step, _isThere, { event, stands }) => {
    const before = countedIn(docs, step, event);
    const now = stands ? countedBy(calendarOf(docs), event) : { of: '', by: 0 };
    if (before?.of === now.of) return null;
    const kept = before?.of ? { of: before.of, by: before.by } : step['kept'];
    if (now.of === '') return { value: { ...step, ...now, ...(isCounted(kept) ? { kept } : {}) } };
    return { value: { ...step, ...(isCounted(kept) && kept.of === now.of ? kept : now) } };
  },
};
