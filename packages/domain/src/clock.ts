// Progress clocks: segments that fill as something approaches. The ticks are a counter, so that the ticks of two
// offline devices both count.
import { counter } from './counter.ts';
import { choice, entries, hidden, line, paragraph, ref, whole } from './fields.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

/** The sizes that the form offers; any from 2 to 24 is allowed. */
export const CLOCK_SIZES = [4, 6, 8, 10, 12] as const;
export const CLOCK_MIN_SEGMENTS = 2;
export const CLOCK_MAX_SEGMENTS = 24;

/** What players see: nothing, that the clock exists, or how full it is. */
export const CLOCK_VISIBILITIES = ['hidden', 'known', 'shown'] as const;

export const CLOCK = defineRecord({
  kind: 'clock',
  root: 'clocks',
  home: 'ledger',
  label: 'Progress clock',
  plural: 'Progress clocks',
  title: 'name',
  fields: {
    name: line('table', 'Objective'),
    segments: whole('table', 'Segments', { empty: 4, min: CLOCK_MIN_SEGMENTS, max: CLOCK_MAX_SEGMENTS }),
    /** A faction or character; empty for a clock of the campaign. */
    ownerId: ref('gm', 'Belongs to', 'entity'),
    visibility: choice('table', 'Players', CLOCK_VISIBILITIES, 'hidden', {
      optionLabels: { hidden: 'Hidden from players', known: 'Name only', shown: 'Visible' },
    }),
    trigger: line('gm', 'Advances when'),
    consequence: paragraph('gm', 'When full'),
    ticks: counter('gm', 'Ticks', { min: 0, max: 'segments' }),
    /** Ids of the ticks that filled the clock and whose consequence is settled. */
    settled: entries('gm', 'Resolved', { input: 'hidden' }),
    systemData: entries('gm', 'System data'),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type ProgressClock = RecordOf<typeof CLOCK>;

/** How full a clock is, in words: "4 of 6". */
export const clockWords = (clock: { segments: number; ticks: { value: number } }): string =>
  `${clockFill(clock)} of ${clock.segments}`;

/** The number of filled segments, 0 to `segments`. */
export const clockFill = (clock: { segments: number; ticks: { value: number } }): number =>
  Math.min(clock.segments, Math.max(0, clock.ticks.value));

/**
 * The id of the tick that filled a full clock: the last that took it from below full to full. Null if it is not full.
 */
export const filledBy = (clock: Pick<ProgressClock, 'segments' | 'ticks'>): string | null => {
  if (clock.ticks.value < clock.segments) return null;
  let by: string | null = null;
  let before = 0;
  for (const step of clock.ticks.steps) {
    if (step.value >= clock.segments && before < clock.segments) by = step.id;
    before = step.value;
  }
  return by;
};

/** The event to log when a clock is full; secret for a clock whose progress players do not see. */
export const clockFilledEvent = (
  clock: Pick<ProgressClock, 'id' | 'name' | 'segments' | 'visibility'>,
): { eventType: string; name: string; details: Record<string, unknown>; visibility: 'secret' | 'shared' } => ({
  eventType: 'clock_filled',
  name: `${clock.name} is full`,
  details: { clock: clock.id, segments: clock.segments },
  visibility: clock.visibility === 'shown' ? 'shared' : 'secret',
});

/** The consequence of a full clock that is not settled. It is derived and never stored. */
export interface PendingConsequence {
  clockId: string;
  tickId: string;
  name: string;
  text: string;
}

/** The consequences of all full clocks that are not settled. */
export const pendingConsequences = (clocks: Iterable<ProgressClock>): PendingConsequence[] =>
  [...clocks].flatMap((clock) => {
    const tickId = filledBy(clock);
    if (tickId === null || !clock.consequence || clock.settled[tickId] === true) return [];
    return [{ clockId: clock.id, tickId, name: clock.name, text: clock.consequence }];
  });
