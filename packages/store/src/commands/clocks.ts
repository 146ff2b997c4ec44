// Owns the verbs of progress clocks beyond the common ones: ticking, and settling what a full clock raised.
import { CLOCK, err, type Result } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { getRecord } from './read-records.ts';
import { setEntry, stepCounter } from './record-groups.ts';
import type { RecordMissing, Refused } from './record-input.ts';

/** `Capped`: full already, or empty already; nothing was written, so that a later untick takes back what was shown. */
export type Capped = { type: 'Capped'; at: number };

/** Ticks (`by` > 0) or unticks. Capped at both ends (M-009). */
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

/** A pending consequence was dealt with. */
export const settleConsequence = (
  docs: CampaignDocs,
  clockId: string,
  tickId: string,
): Result<void, Refused | RecordMissing> => setEntry(docs, docs.ledger, CLOCK, clockId, 'settled', tickId, true);
