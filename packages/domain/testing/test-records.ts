// Sessions and events for tests of this package, read from stored fields as a document would hold them.
import { packFields, readFields } from '../src/record-spec.ts';
import { SESSION, type Session } from '../src/session.ts';
import { TIMELINE_EVENT, type TimelineEvent } from '../src/timeline-event.ts';

/** A session with the given fields, lists of texts and computed stats. */
export const testSession = (
  fields: Record<string, unknown>,
  lists: Record<string, readonly string[]> = {},
  stats: Record<string, number> = {},
): Session & { shownNumber: number } => {
  const groups = new Map<string, Map<string, unknown>>();
  for (const [name, words] of Object.entries(lists)) {
    groups.set(name, new Map(words.map((w, i) => [`i${i}`, w])));
    groups.set(`${name}.order`, new Map(words.map((_, i) => [`i${i}`, `V${i}`])));
  }
  groups.set('computedStats', new Map(Object.entries(stats)));
  if (fields['attended']) groups.set('attended', new Map((fields['attended'] as string[]).map((p) => [p, true])));
  const read = readFields(SESSION, String(fields['id'] ?? 's'), {
    fields: new Map(Object.entries({ number: 1, ...fields })),
    groups,
  })!;
  return { ...read, shownNumber: read.number };
};

/** An event of a type at a time, as a packed record. */
export const testEvent = (eventType: string, at: number, fields: Record<string, unknown> = {}): TimelineEvent =>
  readFields(TIMELINE_EVENT, `e${at}`, {
    fields: new Map([['made', packFields(TIMELINE_EVENT, { eventType, at, ...fields })]]),
    groups: new Map(),
  })!;
