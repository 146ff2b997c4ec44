import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, isGoalEvent } from './event-types.ts';
import { readFields } from './record-spec.ts';
import { eventWords, TIMELINE_EVENT, type TimelineEvent } from './timeline-event.ts';

const event = (made: Record<string, unknown>): TimelineEvent =>
  readFields(TIMELINE_EVENT, 'e', { fields: new Map([['made', made]]), groups: new Map() })!;
const goalTypes = EVENT_TYPES.filter(({ type }) => isGoalEvent(type));

describe('an event in words', () => {
  it('says whether a goal was reached, beside its name and how', () => {
    const told = (eventType: string, details = {}): string =>
      eventWords(event({ eventType, name: 'Save the ferryman', details }));
    expect(told('quest_completed')).toBe('Goal done: Save the ferryman');
    expect(told('quest_failed', { progress: 'he drowned' })).toBe('Goal failed: Save the ferryman: he drowned');
    expect(new Set(goalTypes.map(({ type }) => told(type))).size).toBe(goalTypes.length);
  });

  it('calls a goal a goal in every type', () => {
    for (const { label } of goalTypes) expect(label).toMatch(/^Goal /);
    for (const { label } of EVENT_TYPES) expect(label).not.toMatch(/quest/i);
  });

  it('leaves the words that a GM gave another event as they are', () => {
    expect(eventWords(event({ eventType: 'OTHER', name: 'The bell rang' }))).toBe('The bell rang');
  });
});
