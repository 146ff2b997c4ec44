// The commands of progress clocks: ticking, by hand or by an event, and settling the consequence of a full clock.
import { CLOCK, err, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { EventEffect } from './event-effect.ts';
import { getRecord, type Listed } from './read-records.ts';
import { setEntry, stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { nextStepNumber } from './write-record.ts';

/**
 * The clock is already full or already empty. Nothing was written, so that a later untick removes a tick that was
 * shown.
 */
export type Capped = { type: 'Capped'; at: number };

/** Ticks (`by` > 0) or unticks a clock, between empty and full (M-009). Returns the id of the step. */
export const tickClock = (
  docs: CampaignDocs,
  id: string,
  by: number,
  note?: string,
): Result<string, Refused | RecordMissing | Capped> => {
  const clock = getRecord(docs.ledger, CLOCK, id);
  if (!clock) return err({ type: 'RecordMissing', kind: 'clock', id });
  const to = Math.min(clock.segments, Math.max(0, clock.ticks.value + by));
  if (to === clock.ticks.value) return err({ type: 'Capped', at: to });
  return stepCounter(docs, {
    doc: docs.ledger,
    spec: CLOCK,
    id,
    field: 'ticks',
    change: { by: to - clock.ticks.value },
    note,
  });
};

/** The step's id is derived from the event, so two devices that merge one event hold one tick. */
const stepIdOf = (eventId: string): string => derivedId('tick', eventId);

/** Ticks a clock in the transaction that logs an event; a full clock stays. */
export const writeTickOfEvent = (
  docs: CampaignDocs,
  clock: Listed<typeof CLOCK>,
  { eventId, note }: { eventId: string; note: string },
): void => {
  if (clock.ticks.value >= clock.segments) return;
  const step = { n: nextStepNumber(clock.ticks.steps), by: 1, at: docs.nowMs(), who: docs.author(), note };
  docs.ledger.doc.getMap<unknown>(CLOCK.root).set(`${clock.id}/ticks/${stepIdOf(eventId)}`, step);
};

export const tickOfEvent: EventEffect = {
  kind: 'clock',
  field: 'ticks',
  recordOf: ({ clockId }) => clockId || null,
  memberOf: ({ id }) => stepIdOf(id),
  countedIn: () => '',
  follow: (_docs, step, isThere, { stands }) => (stands === isThere ? null : { value: stands ? step : null }),
};

/** Marks the pending consequence of a tick as dealt with. */
export const settleConsequence = (
  docs: CampaignDocs,
  clockId: string,
  tickId: string,
): Result<void, Refused | RecordMissing> =>
  setEntry(docs, { doc: docs.ledger, spec: CLOCK, id: clockId, field: 'settled', name: tickId, value: true });
