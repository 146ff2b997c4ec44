// Tests that questions for a day or a session of the campaign are read, and answered with what is known of it.
import { describe, expect, it } from 'vitest';
import { respond } from './answer-by-rules.ts';
import { dayAsked } from './day-asked.ts';
import type { AgentPorts } from './turn.ts';

const DAYS: Readonly<Record<string, string[]>> = {
  3: ['Dice roll: risky / great / 5', 'Marguerite picks the lock of the vestry'],
  40: ['Experience: 12'],
};

const ports = (more: Partial<AgentPorts> = {}): AgentPorts => ({
  search: async () => [],
  recap: async () => null,
  onDay: async (typed) =>
    /^-?\d+$/.test(typed)
      ? {
          day: `Day ${typed}`,
          lines: DAYS[typed] ?? [],
          citations: DAYS[typed] ? ['p1'] : [],
          nearest: DAYS[typed] ? [] : ['Day 3', 'Day 40'],
        }
      : null,
  ...more,
});
const say = async (text: string, more?: Partial<AgentPorts>): Promise<string> =>
  (await respond({ text, system: 'fitd', names: [], previous: '', seed: 'c' }, ports(more))).text;

describe('a question for a day', () => {
  it.each([
    ['what happened on Day 8', '8'],
    ['What happened on day 0?', '0'],
    ['on day three', '3'],
    ['Day 12', '12'],
    ['and day 4?', '4'],
    ['please recap day 7', '7'],
    ['what did we do on the 4th day?', '4'],
    ['what happened on the second day', '2'],
    ['events of day #19', '19'],
    ['What happened on 3 Frostfall 1204?', '3 Frostfall 1204'],
  ])('“%s” asks for %s', (text, day) => {
    expect(dayAsked(text)).toBe(day);
  });
  it.each([
    'what day is it',
    'Log: on day 8 the mill burned down',
    'who died on day 8?',
    'what happened last session',
    'what happened in session 8',
    'day 8 was a mess, create an NPC called Bess',
    'what happened to the miller on day 3',
    'some day',
    '',
  ])('“%s” does not ask for what happened on a day', (text) => {
    expect(dayAsked(text)).toBeNull();
  });
  it('is answered with what happened on that day', async () => {
    expect(await say('what happened on Day 3')).toBe(
      'Day 3:\n• Dice roll: risky / great / 5\n• Marguerite picks the lock of the vestry',
    );
    expect(await say('and day forty?')).not.toContain('12');
    expect(await say('day 40')).toBe('Day 40:\n• Experience: 12');
  });
  it('says where nothing was found, and which days have something', async () => {
    expect(await say('what happened on day 9')).toBe(
      'I found nothing that happened on Day 9. The nearest days with events: Day 3 and Day 40.',
    );
    expect(await say('what happened on day 9', { isReading: () => true })).toContain('still being read');
  });
  it('a place is no day', async () => {
    expect(await say('what happened on the bridge')).not.toContain('Day');
  });
});

describe('a question for the last session', () => {
  it.each(['what happened last session', 'recap'])('“%s” never denies a session that was played', async (text) => {
    expect(await say(text, { recap: async () => ({ text: '', citations: [] }) })).toBe(
      'I found nothing that happened in the last session.',
    );
    expect(await say(text, { recap: async () => ({ text: 'Experience: 30', citations: [] }) })).toBe('Experience: 30');
    expect(await say(text)).toBe('No session of this campaign has been played yet.');
  });
});
