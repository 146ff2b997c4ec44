// Shows how queries are answered from an index in Postgres: names, meaning, filters, players, days, the chat.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SESSION, TIMELINE_EVENT, type ReadRecord, type SearchAnswer, type SearchRequest } from '@emberkeep/domain';
import { BODIES, CAMPAIGN, id, LEDGER, read } from '../../testing/harbour-campaign.ts';
import { createIndexDatabase, embedPassages, shippedEmbedder, type SentenceEmbedder } from '../../testing/index.ts';
import { lexiconModel } from '../../testing/lexicon-model.ts';
import { applyChanges } from '../index-db/apply-changes.ts';
import { copyRows } from '../index-db/copy.ts';
import { fillIndex } from '../index-db/fill.ts';
import { TABLES } from '../index-db/tables.ts';
import { NearestPassages } from '../vectors/nearest-passages.ts';
import { vectorRow } from '../vectors/quantise.ts';
import { sentenceOf } from './parse-query.ts';
import { searchIndex } from './search.ts';

let db: Awaited<ReturnType<typeof createIndexDatabase>>;
let nearest: NearestPassages;
let sentences: SentenceEmbedder;
const model = lexiconModel();
beforeAll(async () => {
  sentences = await shippedEmbedder();
  db = await createIndexDatabase();
  nearest = new NearestPassages(db);
  await fillIndex(
    db,
    { context: { campaignId: CAMPAIGN, currency: '' }, ledger: LEDGER, bodies: BODIES.map((b) => async () => b) },
    model,
  );
  await embedPassages(db, sentences);
}, 240_000);
afterAll(() => db.close());

/** Answered as on a device that has the sentence model, with vectors of everything in the index. */
const answer = async (request: SearchRequest): Promise<SearchAnswer> => {
  const vector = await sentences.embedQuery(sentenceOf(request.text));
  return searchIndex({ sql: db, nearest, model, vectors: vector ? [{ model: sentences.id, vector }] : [] }, request);
};
const ask = async (request: string | SearchRequest) =>
  (await answer(typeof request === 'string' ? { text: request } : request)).hits;
const ids = async (request: string | SearchRequest): Promise<string[]> =>
  (await ask(request)).map((h) => `${h.label}: ${h.title || h.snippet.map((r) => r.text).join('')}`);

describe('answers', () => {
  it('lists a named entity first, also by alias and misspelt, and tells what was repaired (M-271)', async () => {
    expect((await ids('Madame Lefevre'))[0]).toBe('NPC: Madame Lefevre');
    expect((await ask('salt widow'))[0]?.title).toBe('Madame Lefevre');
    const { repaired, hits } = await answer({ text: 'Lefevvre' });
    expect(hits[0]?.title).toBe('Madame Lefevre');
    expect(repaired).toEqual([['lefevvre', 'lefevre']]);
    expect((await ids('bookkeeping of a sunken vessel'))[0]).toMatch(/Wet ledger/);
  });
  it('gives the whole passage where it is asked for, and the snippet alone otherwise', async () => {
    const hits = await ask({ text: 'rotten rope', withText: true });
    expect(hits.some(({ text }) => /rotten/i.test(text ?? ''))).toBe(true);
    expect((await ask('rotten rope')).every((hit) => !('text' in hit))).toBe(true);
    for (const { text = '', snippet } of await ask({ text: 'the ledger', withText: true, limit: 40 })) {
      const shown = snippet.map((run) => run.text).join('');
      expect(text.replace(/\s+/g, ' ').replace(/ · /g, ' ')).toContain(
        shown.replace(/^… | …$/g, '').replace(/ · /g, ' '),
      );
      expect(text).not.toMatch(/ …$|^… /);
    }
  });
  it('labels scene descriptions, scene GM notes and chat messages (M-308, M-309, M-310)', async () => {
    expect(await ids('unseen crane')).toContain('Scene description: Crane and rope');
    expect(await ids('rotten rope')).toContain('Scene GM notes: Crane and rope');
    expect((await ids('fed at ten'))[0]).toMatch(/^Chat · answer/);
  });
  it('finds both roles of a chat by meaning for "what did I ask about the warehouse?" (M-300, M-301)', async () => {
    const top = (await ids('what did I ask about the warehouse?')).slice(0, 3);
    expect(top.filter((t) => t.startsWith('Chat')).length).toBe(2);
    // The messages contain no word of these queries.
    const starts = async (query: string, label: string) => (await ids(query)).some((title) => title.startsWith(label));
    expect(await starts('type:chat sentries in the storehouse', 'Chat · question')).toBe(true);
    expect(await starts('type:chat hound', 'Chat · answer')).toBe(true);
  });
  it('lists the session of a day, then its events in order, for "what happened on Day 15" (M-145)', async () => {
    expect((await ids('what happened on Day 15')).slice(0, 3)).toEqual([
      'Session: Low Water',
      'NPC met: A cold welcome',
      'Dialogue: The price',
    ]);
    expect((await ask('day:15')).every((h) => h.sessionId === id(10))).toBe(true);
    expect((await ask('day:16')).length).toBe(0);
  });
  it('says that nothing is on a day, with the nearest days, and lists only what names the day', async () => {
    const of = (text: string, audience: SearchRequest['audience'] = 'gm') =>
      searchIndex({ sql: db, nearest, model }, { text, audience });
    expect(await of('What happened on Day 17?')).toMatchObject({ hits: [], emptyDay: { day: 17, nearest: [15, 20] } });
    expect((await of('what happened on day 3')).emptyDay).toEqual({ day: 3, nearest: [15] });
    expect((await of('Day 300', 'table')).emptyDay).toEqual({ day: 300, nearest: [15] });
    expect((await of('what happened on Day 15')).emptyDay).toBeUndefined();
    expect((await of('what happened on Day 20')).hits.map((hit) => hit.title)).toEqual(['High Water']);
    expect((await of('Madame Lefevre on Day 17')).hits[0]?.title).toBe('Madame Lefevre');
    expect((await of('day:20')).emptyDay).toBeUndefined();
    expect((await of('water')).emptyDay).toBeUndefined();
  });
  it('filters by type, session, tag, exact phrases and exclusions', async () => {
    expect((await ask('type:clue ship')).map((h) => h.sub)).toEqual(expect.arrayContaining(['clue']));
    expect((await ask('type:clue ship')).every((h) => h.sub === 'clue')).toBe(true);
    expect((await ask('session:2 water')).every((h) => h.sessionId === id(11))).toBe(true);
    expect((await ask('tag:harbour guards')).every((h) => h.sessionId === id(10))).toBe(true);
    expect((await ids('"two guards"')).length).toBe(1);
    expect((await ids('"guards two"')).length).toBe(0);
    expect((await ids('guards -dice')).some((t) => t.includes('dice'))).toBe(false);
    expect((await ids('type:npc')).length).toBeGreaterThan(1);
  });
  it('type and session together find the entities that the session refers to or names; players only by what they read', async () => {
    const names = async (text: string, audience: SearchRequest['audience'] = 'gm'): Promise<string[]> =>
      [...new Set((await ask({ text, audience })).map((hit) => hit.title))].sort();
    expect(await names('type:npc session:1')).toEqual(['Madame Lefevre', 'Pell']);
    expect(await names('type:npc session:1 lefevre')).toContain('Madame Lefevre');
    expect(await names('type:npc session:99')).toEqual([]);
    // Players know Madame Lefevre, and only a secret event of the session names her.
    expect(await names('type:npc', 'table')).toEqual(['Madame Lefevre']);
    expect(await names('type:npc session:1', 'table')).toEqual([]);
  });
  it('shows players no GM text, unknown entity or unpublished session, and matches no hidden name', async () => {
    const table = (query: string) => ask({ text: query, audience: 'table' });
    expect((await table('nightshade poisoned husband')).some((h) => h.label.includes('GM notes'))).toBe(false);
    expect((await table('Pell')).map((h) => h.title)).not.toContain('A cold welcome');
    expect((await table('watchman listens doors')).map((h) => h.title)).not.toContain('Pell');
    expect((await table('ring price')).map((h) => h.title)).not.toContain('The price');
    expect((await table('High Water')).map((h) => h.title)).not.toContain('High Water');
    expect((await table('salon')).map((h) => h.title)).toContain('Madame Lefevre');
    expect((await table('Low Water')).map((h) => h.title)).toContain('Low Water');
    expect(
      (await table('type:scene')).length + (await table('type:chat')).length + (await table('type:note')).length,
    ).toBe(0);
  });
  it('finds the text of a scene by meaning once its change is applied, and not by its old text (M-296)', async () => {
    const context = { campaignId: CAMPAIGN, currency: '' };
    const scene = BODIES[0]!.find((r) => r.kind === 'scene')!;
    const changed: ReadRecord = {
      ...scene,
      texts: {
        ...scene.texts,
        gm_notes: [
          {
            type: 'paragraph',
            content: [{ type: 'text', text: 'A smuggler hides in the attic and will bribe whoever finds her.' }],
          },
        ],
      },
    };
    await applyChanges(db, [{ kind: 'scene', id: scene.id, room: scene.room, read: changed }], context, model);
    await embedPassages(db, sentences);
    expect(await ids('type:scene contraband runner concealed in the loft')).toContain('Scene GM notes: Crane and rope');
    expect((await ask('rotten rope')).some((h) => h.snippet.some((r) => r.text.includes('rotten')))).toBe(false);
    await applyChanges(db, [{ kind: 'scene', id: scene.id, room: scene.room, read: scene }], context, model);
    await embedPassages(db, sentences);
    expect(await ids('rotten rope')).toContain('Scene GM notes: Crane and rope');
  });
  it('never compares vectors of different models, whatever their length', async () => {
    const { rows } = await db.query<{ id: string }>(`SELECT id FROM passages WHERE body LIKE '%drowned ship%'`);
    const vector = new Float32Array([0, 0, 1]);
    await copyRows(db, 'sentence_vectors', TABLES.sentence_vectors, [vectorRow(rows[0]!.id, 'other', vector)]);
    expect((await ask('bookkeeping of a sunken vessel'))[0]?.title).toBe('Wet ledger');
    const both = await searchIndex(
      { sql: db, nearest, model, vectors: [{ model: 'other', vector }] },
      { text: 'xyzzy' },
    );
    expect(both.hits.map((h) => h.passageId)).toEqual([rows[0]!.id]);
    await db.query(`DELETE FROM sentence_vectors WHERE model = 'other'`);
  });
  it('repairs for players only to words they may read, and matches no tag of the GM for them', async () => {
    const as = (text: string, audience: 'gm' | 'table') => answer({ text, audience });
    expect((await as('Pelll', 'gm')).repaired).toEqual([['pelll', 'pell']]);
    expect((await as('Pelll', 'table')).repaired).toEqual([]);
    expect((await as('Lefevvre', 'table')).repaired).toEqual([['lefevvre', 'lefevre']]);
    expect((await as('tag:salon', 'gm')).hits.length).toBeGreaterThan(0);
    expect((await as('tag:salon', 'table')).hits).toEqual([]);
  });
  it('never throws, whatever is typed', async () => {
    for (const typed of [
      'session:99999999999 x',
      'day:99999999999',
      'type:"a\0b" x',
      'NUL \0 here',
      '',
      '   ',
      '"',
      '-',
      '-"',
      'type:',
      'session:',
      'day:x',
      "'); DROP TABLE passages; --",
      '% _ \\',
      '🐉',
      ':*&|!',
      'a'.repeat(4000),
      '<->',
      'NEAR(',
    ])
      expect(Array.isArray(await ask(typed)), typed).toBe(true);
    expect((await db.query<{ n: number }>('SELECT count(*)::int AS n FROM passages')).rows[0]!.n).toBeGreaterThan(8);
  });
  it('tells why a hit was found, and marks the matching words', async () => {
    const [hit] = await ask('two guards dice');
    expect(hit?.why).toContain('words: ');
    expect(hit?.snippet.filter((r) => r.isHit).map((r) => r.text)).toEqual(expect.arrayContaining(['guards', 'dice']));
    const [same] = await ask('type:entity toxin');
    expect(same?.why).toContain('means the same');
  });
});

describe('the days of a session', () => {
  const DAY = 86_400;
  const days = async (number: number): Promise<number[]> => {
    const found: number[] = [];
    for (let day = 28; day <= 40; day++)
      if ((await ask(`day:${day} type:session`)).some((hit) => hit.recordId === id(number))) found.push(day);
    return found;
  };
  const put = (number: number, fields: Record<string, unknown>) => {
    const session = read(SESSION, number, { number, title: `Night ${number}`, ...fields });
    return applyChanges(
      db,
      [{ kind: 'session', id: session.id, room: session.room, read: session }],
      { campaignId: CAMPAIGN, currency: '' },
      model,
    );
  };

  it('are the days of its start and its end if game time went backwards', async () => {
    await put(90, { status: 'completed', gameStart: 38 * DAY, gameEnd: 33 * DAY + 50 });
    expect(await days(90)).toEqual([33, 38]);
    const row = await db.query<{ s: number }>(
      `SELECT game_time_elapsed_seconds::int AS s FROM sessions WHERE number = 90`,
    );
    expect(row.rows).toEqual([{ s: -5 * DAY + 50 }]);
  });

  it('go as far as the game has come where it is in progress', async () => {
    await db.query('UPDATE campaigns SET game_time = $1', [32 * DAY + 7]);
    await put(91, { status: 'in_progress', gameStart: 30 * DAY });
    expect(await days(91)).toEqual([30, 31, 32]);
  });
});

describe('a day with many events', () => {
  it('is answered as far as one asks', async () => {
    const DAY = 86_400;
    const events = Array.from({ length: 85 }, (_, n) => {
      const event = read(
        TIMELINE_EVENT,
        500 + n,
        { eventType: 'OTHER', name: `Bell ${n}`, at: n, gameTime: 77 * DAY + n },
        { session: 10 },
      );
      return { kind: 'event' as const, id: event.id, room: event.room, read: event };
    });
    await applyChanges(db, events, { campaignId: CAMPAIGN, currency: '' }, model);
    const count = async (limit: number) => (await ask({ text: 'day:77 type:event', limit })).length;
    expect([await count(40), await count(80), await count(120)]).toEqual([40, 80, 85]);
  });
});

describe('a day with nothing on it', () => {
  it('is answered also beside an event on a day that no integer counts', async () => {
    const fields = { eventType: 'OTHER', name: 'Beyond the end', at: 1, gameTime: 9_000_000_000_000_000 };
    const event = read(TIMELINE_EVENT, 700, fields, { session: 10 });
    await applyChanges(
      db,
      [{ kind: 'event', id: event.id, room: event.room, read: event }],
      { campaignId: CAMPAIGN, currency: '' },
      model,
    );
    const { emptyDay } = await searchIndex({ sql: db, nearest, model }, { text: 'What happened on Day 999999' });
    expect(emptyDay?.nearest.at(-1)).toBeGreaterThan(2 ** 32);
  });
});
