// Shows that search without Postgres finds names and words, with the same filters.
import { describe, expect, it } from 'vitest';
import type { SearchRequest } from '@emberkeep/domain';
import { BODIES, DAY_SECONDS, id, LEDGER } from '../testing/harbour-campaign.ts';
import { createFallback } from './fallback.ts';
import { passagesOf } from './records/passages.ts';

describe('search without Postgres', () => {
  it('finds names and words, with the same filters', async () => {
    const sessions = [
      {
        id: id(10),
        number: 1,
        title: 'Low Water',
        tags: ['harbour'],
        isPublished: true,
        status: 'completed',
        gameStart: 15 * DAY_SECONDS,
        gameEnd: 15 * DAY_SECONDS + 3600,
      },
      {
        id: id(11),
        number: 2,
        title: 'High Water',
        tags: [],
        isPublished: false,
        status: 'planned',
        gameStart: 20 * DAY_SECONDS,
        gameEnd: null,
      },
    ] as const;
    const plain = createFallback(sessions, { now: 15 * DAY_SECONDS, secondsPerDay: DAY_SECONDS });
    await plain.add([...LEDGER, ...BODIES.flat()].flatMap(passagesOf));
    const found = async (request: SearchRequest) => (await plain.search(request)).hits;
    expect((await found({ text: 'lefevre' }))[0]?.title).toBe('Madame Lefevre');
    expect((await found({ text: 'type:scene crane' })).every((h) => h.kind === 'scene')).toBe(true);
    expect((await found({ text: '"two guards"' })).length).toBe(1);
    const npcs = async (text: string, audience: NonNullable<SearchRequest['audience']>): Promise<string[]> =>
      [...new Set((await found({ text, audience })).map((h) => h.title))].sort();
    expect(await npcs('type:npc session:1', 'gm')).toEqual(['Madame Lefevre', 'Pell']);
    expect(await npcs('type:npc session:1', 'table')).toEqual([]);
    expect((await found({ text: 'session:2 tide' })).every((h) => h.sessionId === id(11))).toBe(true);
    const [whole] = await found({ text: '"two guards"', withText: true });
    expect(whole?.text).toMatch(/two guards/i);
    const onDay15 = await plain.search({ text: 'day:15', limit: 100 });
    expect(onDay15.filters).toEqual(['day: 15']);
    expect(onDay15.hits.some((h) => h.kind === 'event')).toBe(true);
    expect(onDay15.hits.every((h) => h.sessionId === id(10))).toBe(true);
    expect((await found({ text: 'day:20 type:session' })).map((h) => h.recordId)).toEqual([id(11)]);
    expect(await found({ text: 'day:16' })).toEqual([]);
    expect((await found({ text: 'nightshade', audience: 'table' })).length).toBe(0);
  });
});
