// The verbs of progress clocks: ticking, and settling the consequence of a full clock.
import { CLOCK, err, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { getRecord } from './read-records.ts';
import { setEntry, stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';

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
  return stepCounter(docs, docs.ledger, CLOCK, id, 'ticks', { by: to - clock.ticks.value }, note);
};

/** Marks the pending consequence of a tick as dealt with. */
export const settleConsequence = (
  docs: CampaignDocs,
  clockId: string,
  tickId: string,
): Result<void, Refused | RecordMissing> => setEntry(docs, docs.ledger, CLOCK, clockId, 'settled', tickId, true);
