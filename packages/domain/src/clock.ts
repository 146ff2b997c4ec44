// Owns progress clocks: a circle of segments that fills as something comes closer. Fill is a fold over tick records in
// merged order, clamped at each step, so that two devices which tick the same clock offline both count.
import {
  choice,
  counter,
  defineRecord,
  entries,
  hidden,
  line,
  paragraph,
  ref,
  whole,
  type RecordOf,
} from './fields.ts';

/** Sizes offered at one tap; any from 2 to 24 is allowed. */
export const CLOCK_SIZES = [4, 6, 8, 10, 12] as const;
export const CLOCK_MIN_SEGMENTS = 2;
export const CLOCK_MAX_SEGMENTS = 24;

/** Who may see it: nobody, that it exists, or how full it is. */
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
    /** Faction or character; empty: the campaign's own. */
    ownerId: ref('gm', 'Belongs to', 'entity'),
    visibility: choice('table', 'Players', CLOCK_VISIBILITIES, 'hidden', {
      optionLabels: { hidden: 'Do not know of it', known: 'Know that it runs', shown: 'See how full it is' },
    }),
    trigger: line('gm', 'Ticks when'),
    consequence: paragraph('gm', 'When full'),
    ticks: counter('gm', 'Ticks', { min: 0, max: 'segments' }),
    /** Tick ids whose consequence was dealt with. */
    settled: entries('gm', 'Settled', { input: 'hidden' }),
    systemData: entries('gm', 'System data'),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type ProgressClock = RecordOf<typeof CLOCK>;

/** "4 of 6": what is drawn, spoken and logged. */
export const clockWords = (clock: { segments: number; ticks: { value: number } }): string =>
  `${clockFill(clock)} of ${clock.segments}`;

/** Filled segments, 0 to `segments`. */
export const clockFill = (clock: { segments: number; ticks: { value: number } }): number =>
  Math.min(clock.segments, Math.max(0, clock.ticks.value));

/** The id of the tick that filled the clock, or null while there is room: the last step that went from below to full. */
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

/** What a full clock leaves in the log; a clock that players do not know of is logged out of their sight. */
export const clockFilledEvent = (
  clock: Pick<ProgressClock, 'id' | 'name' | 'segments' | 'visibility'>,
): { eventType: string; name: string; details: Record<string, unknown>; isSecret: 'secret' | 'shared' } => ({
  eventType: 'clock_filled',
  name: `${clock.name} is full`,
  details: { clock: clock.id, segments: clock.segments },
  isSecret: clock.visibility === 'hidden' ? 'secret' : 'shared',
});

/** A consequence that a full clock raised and nobody has dealt with. Derived: no device writes it. */
export interface PendingConsequence {
  clockId: string;
  tickId: string;
  name: string;
  text: string;
}

export const pendingConsequences = (clocks: Iterable<ProgressClock>): PendingConsequence[] =>
  [...clocks].flatMap((clock) => {
    const tickId = filledBy(clock);
    if (tickId === null || !clock.consequence || clock.settled[tickId] === true) return [];
    return [{ clockId: clock.id, tickId, name: clock.name, text: clock.consequence }];
  });
