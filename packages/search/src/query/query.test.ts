// Shows how typing is read and answered: filters, phrases, exclusions, repaired spelling, what the players may find, days of
// the campaign, the chat; and that the fallback knows the same filters.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ALL_RECORDS,
  CHAT_MESSAGE,
  CLOCK,
  ENTITY,
  playerView,
  readFields,
  SCENE,
  SESSION,
  TIMELINE_EVENT,
  type AnySpec,
  type ReadRecord,
  type SearchRequest,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { labelledSet, lexiconConcepts, createIndexDatabase } from '../../testing/index.ts';
import { createFallback } from '../fallback.ts';
import { applyChanges } from '../index-db/apply-changes.ts';
import { fillIndex } from '../index-db/fill.ts';
import { buildModel, loadStaticModel } from '../lexicon/index.ts';
import { stem, wordsOf } from '../lexicon/words.ts';
import { passagesOf } from '../records/passages.ts';
import { chunksOf } from '../records/chunks.ts';
import { parseQuery } from './parse-query.ts';
import { searchIndex } from './search.ts';
import { editDistance, repairs } from './spelling.ts';

const CAMPAIGN = '0197c0de-0000-7000-8000-000000000001';
const DAY = 86_400;
const id = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
const read = (
  spec: AnySpec,
  n: number,
  fields: Record<string, unknown>,
  more: { groups?: Record<string, readonly string[]>; texts?: Record<string, string>; session?: number } = {},
): ReadRecord => ({
  kind: spec.kind as ReadRecord['kind'],
  id: id(n),
  room: `campaign/${CAMPAIGN}${more.session ? `/session/${id(more.session)}` : ''}`,
  record: readFields(spec, id(n), {
    fields: spec.isPacked ? new Map([['made', fields]]) : new Map(Object.entries(fields)),
    groups: new Map(Object.entries(more.groups ?? {}).map(([k, v]) => [k, new Map(v.map((m) => [m, true]))])),
  }) as Record<string, unknown>,
  texts: Object.fromEntries(
    Object.entries(more.texts ?? {}).map(([name, text]) => [
      name,
      [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    ]),
  ),
});

const LEDGER: ReadRecord[] = [
  read(
    ENTITY,
    1,
    { name: 'Madame Lefevre', entityType: 'npc', isKnown: true },
    {
      groups: { alias: ['The Salt Widow'], tags: ['salon'] },
      texts: { description: 'Keeps a salon on the quay.', gm_notes: 'She poisoned her husband with nightshade.' },
    },
  ),
  read(ENTITY, 2, { name: 'Pell', entityType: 'npc' }, { texts: { description: 'A watchman who listens at doors.' } }),
  read(
    ENTITY,
    3,
    { name: 'Wet ledger', entityType: 'clue' },
    { texts: { description: 'Pages stuck together by tar; the account of a drowned ship.' } },
  ),
  read(
    SESSION,
    10,
    {
      number: 1,
      title: 'Low Water',
      status: 'completed',
      gameStart: 15 * DAY,
      gameEnd: 15 * DAY + 9000,
      isPublished: true,
      date: '2026-09-05',
    },
    { groups: { tags: ['harbour'] } },
  ),
  read(SESSION, 11, { number: 2, title: 'High Water', status: 'planned', gameStart: 20 * DAY }),
];
const BODIES: ReadRecord[][] = [
  [
    {
      kind: 'note',
      id: id(10),
      room: `campaign/${CAMPAIGN}/session/${id(10)}`,
      record: {},
      texts: {
        prep_notes: [
          { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'The warehouse' }] },
          { type: 'paragraph', content: [{ type: 'text', text: 'Two guards play dice by the crane.' }] },
        ],
      },
    },
    read(
      TIMELINE_EVENT,
      20,
      { eventType: 'npc_introduced', name: 'A cold welcome', npcId: id(2), at: 1000, gameTime: 15 * DAY + 600 },
      { session: 10 },
    ),
    read(
      TIMELINE_EVENT,
      21,
      {
        eventType: 'dialogue',
        name: 'The price',
        npcId: id(1),
        at: 2000,
        gameTime: 15 * DAY + 1200,
        isSecret: 'secret',
        details: { quote: 'You will bring me the ring.' },
      },
      { session: 10 },
    ),
    read(
      SCENE,
      30,
      { title: 'Crane and rope', sceneType: 'stealth' },
      {
        session: 10,
        texts: {
          description: 'Climb the crane unseen.',
          gm_notes: 'The rope is rotten; whoever trusts it falls into the dock.',
        },
      },
    ),
    read(
      CHAT_MESSAGE,
      40,
      { role: 'user', content: 'How many guards should the warehouse have at night?', order: 'V' },
      { session: 10 },
    ),
    read(
      CHAT_MESSAGE,
      41,
      { role: 'assistant', content: 'Four at the warehouse, and a dog that is fed at ten.', order: 'W' },
      { session: 10 },
    ),
  ],
  [
    {
      kind: 'note',
      id: id(11),
      room: `campaign/${CAMPAIGN}/session/${id(11)}`,
      record: {},
      texts: {
        prep_notes: [{ type: 'paragraph', content: [{ type: 'text', text: 'The flood tide comes with a bell.' }] }],
      },
    },
  ],
];

let db: Awaited<ReturnType<typeof createIndexDatabase>>;
const { files } = buildModel(lexiconConcepts(), 'test');
const text = (path: string): string => new TextDecoder().decode(files.get(path));
const model = loadStaticModel({
  model: files.get('onnx/model_int8.onnx')!,
  tokenizer: text('tokenizer.json'),
  lexicon: text('lexicon.json'),
});
beforeAll(async () => {
  db = await createIndexDatabase();
  await fillIndex(
    db,
    { context: { campaignId: CAMPAIGN, currency: '' }, ledger: LEDGER, bodies: BODIES.map((b) => async () => b) },
    model,
  );
}, 60_000);
afterAll(() => db.close());

const ask = async (request: string | SearchRequest) =>
  (await searchIndex({ sql: db, model }, typeof request === 'string' ? { text: request } : request)).hits;
const ids = async (request: string | SearchRequest): Promise<string[]> =>
  (await ask(request)).map((h) => `${h.label}: ${h.title || h.snippet.map((r) => r.text).join('')}`);

describe('reading a query', () => {
  it('takes filters, phrases and exclusions out of the words', () => {
    expect(
      parseQuery('type:npc,clue session:"Low Water" tag:harbour day:15 "low water" -bell who is Pell?'),
    ).toMatchObject({
      types: ['npc', 'clue'],
      sessions: ['low water'],
      tags: ['harbour'],
      days: [15],
      phrases: ['low water'],
      excluded: ['bell'],
      words: ['low', 'water', 'pell'],
      cues: ['who'],
    });
    expect(parseQuery('what happened on Day 15').spokenDay).toBe(15);
    expect(parseQuery('"unclosed and -').words).toEqual(['unclosed']);
    expect(parseQuery('well-known half-elf').excluded).toEqual([]);
    expect(parseQuery('The Who').words.length).toBeGreaterThan(0);
  });
  it('repairs by edits and by sound, short words hardly', () => {
    expect(editDistance('lefevre', 'lefevre')).toBe(0);
    expect(editDistance('lefvere', 'lefevre')).toBe(1);
    const of = (word: string, soundsAlike = false) => ({ word, passageCount: 1, soundsAlike, isName: false });
    expect(repairs('lefvere', [of('lefevre'), of('level')])).toEqual(['lefevre']);
    expect(repairs('kwil', [of('quill', true), of('kiln')])).toEqual(['quill']);
    expect(repairs('cat', [of('dog')])).toEqual([]);
  });
  it('stems what English makes regular', () => {
    expect(['forging', 'forged', 'forges', 'forge'].map(stem)).toEqual(Array(4).fill(stem('forge')));
    expect(wordsOf('Lefèvre’s “ring”')).toEqual(['lefevre', 'ring']);
  });
});

describe('answers', () => {
  it('a name first, by alias and misspelt too, and says how it was read (M-271)', async () => {
    expect((await ids('Madame Lefevre'))[0]).toBe('NPC: Madame Lefevre');
    expect((await ask('salt widow'))[0]?.title).toBe('Madame Lefevre');
    const answer = await searchIndex({ sql: db, model }, { text: 'Lefevvre' });
    expect(answer.hits[0]?.title).toBe('Madame Lefevre');
    expect(answer.repaired).toEqual([['lefevvre', 'lefevre']]);
    expect((await ids('bookkeeping of a sunken vessel'))[0]).toMatch(/Wet ledger/);
  });
  it('scene descriptions, scene GM notes and chat by their own label (M-308, M-309, M-310)', async () => {
    expect(await ids('unseen crane')).toContain('Scene description: Crane and rope');
    expect(await ids('rotten rope')).toContain('Scene GM notes: Crane and rope');
    expect((await ids('fed at ten'))[0]).toMatch(/^Chat · answer/);
  });
  it('"what did I ask about the warehouse?" finds the exchange, both roles by meaning (M-300, M-301)', async () => {
    const top = (await ids('what did I ask about the warehouse?')).slice(0, 3);
    expect(top.filter((t) => t.startsWith('Chat')).length).toBe(2);
    // No word of these stands in the messages.
    expect((await ids('type:chat sentries in the storehouse')).some((t) => t.startsWith('Chat · question'))).toBe(true);
    expect((await ids('type:chat hound')).some((t) => t.startsWith('Chat · answer'))).toBe(true);
  });
  it('"what happened on Day 15" lists its session, then its events in order (M-145)', async () => {
    expect((await ids('what happened on Day 15')).slice(0, 3)).toEqual([
      'Session: Low Water',
      'NPC met: A cold welcome',
      'Dialogue: The price',
    ]);
    expect((await ask('day:15')).every((h) => h.sessionId === id(10))).toBe(true);
    expect((await ask('day:16')).length).toBe(0);
  });
  it('filters by type, session, tag; exact phrases; exclusions', async () => {
    expect((await ask('type:clue ship')).map((h) => h.sub)).toEqual(expect.arrayContaining(['clue']));
    expect((await ask('type:clue ship')).every((h) => h.sub === 'clue')).toBe(true);
    expect((await ask('session:2 water')).every((h) => h.sessionId === id(11))).toBe(true);
    expect((await ask('tag:harbour guards')).every((h) => h.sessionId === id(10))).toBe(true);
    expect((await ids('"two guards"')).length).toBe(1);
    expect((await ids('"guards two"')).length).toBe(0);
    expect((await ids('guards -dice')).some((t) => t.includes('dice'))).toBe(false);
    expect((await ids('type:npc')).length).toBeGreaterThan(1);
  });
  it('for players: nothing of the GM’s, nobody unknown, no evening that is not published, and no finding by a hidden name', async () => {
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
  it('a scene’s text is found by meaning as soon as its change is in, and not by what it said before (M-296)', async () => {
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
    await applyChanges(db, [{ kind: 'scene', id: scene.id, read: changed }], context, model);
    expect(await ids('type:scene contraband runner concealed in the loft')).toContain('Scene GM notes: Crane and rope');
    expect((await ask('rotten rope')).some((h) => h.snippet.some((r) => r.text.includes('rotten')))).toBe(false);
    await applyChanges(db, [{ kind: 'scene', id: scene.id, read: scene }], context, model);
    expect(await ids('rotten rope')).toContain('Scene GM notes: Crane and rope');
  });
  it('vectors of different models never mix, whatever their length', async () => {
    const { rows } = await db.query<{ id: string }>(`SELECT id FROM passages WHERE body LIKE '%drowned ship%'`);
    await db.query(`INSERT INTO passage_vectors (passage_id, model, embedding) VALUES ($1, 'other', '[0,0,1]')`, [
      rows[0]!.id,
    ]);
    expect((await ask('bookkeeping of a sunken vessel'))[0]?.title).toBe('Wet ledger');
    const both = await searchIndex(
      { sql: db, model, vectors: [{ model: 'other', vector: new Float32Array([0, 0, 1]), weight: 5 }] },
      { text: 'xyzzy' },
    );
    expect(both.hits.map((h) => h.passageId)).toEqual([rows[0]!.id]);
    await db.query(`DELETE FROM passage_vectors WHERE model = 'other'`);
  });
  it('players are told of no repair to a word that they may not read, and find nothing by the GM’s tags', async () => {
    const as = (text: string, audience: 'gm' | 'table') => searchIndex({ sql: db, model }, { text, audience });
    expect((await as('Pelll', 'gm')).repaired).toEqual([['pelll', 'pell']]);
    expect((await as('Pelll', 'table')).repaired).toEqual([]);
    expect((await as('Lefevvre', 'table')).repaired).toEqual([['lefevvre', 'lefevre']]);
    expect((await as('tag:salon', 'gm')).hits.length).toBeGreaterThan(0);
    expect((await as('tag:salon', 'table')).hits).toEqual([]);
  });
  it('never throws on what is typed', async () => {
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
  it('says why, and marks the words', async () => {
    const [hit] = await ask('two guards dice');
    expect(hit?.why).toContain('words: ');
    expect(hit?.snippet.filter((r) => r.isHit).map((r) => r.text)).toEqual(expect.arrayContaining(['guards', 'dice']));
    const [same] = await ask('type:entity toxin');
    expect(same?.why).toContain('means the same');
  });
});

describe('passages', () => {
  it('are cut by heading and paragraph, long ones between sentences', () => {
    const paragraph = (words: string) => ({ type: 'paragraph', content: [{ type: 'text', text: words }] });
    const chunks = chunksOf([
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Docks' }] },
      paragraph('a. '.repeat(300)),
      paragraph('short'),
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Salon' }] },
      paragraph('b. '.repeat(1000)),
    ]);
    expect(chunks[0]).toMatchObject({ heading: 'Docks' });
    expect(chunks.filter((c) => c.heading === 'Salon').length).toBeGreaterThan(1);
    expect(chunks.every((c) => c.text.length <= 1400)).toBe(true);
  });
  it('have an audience of their own: one never holds what the other may not see', () => {
    const all = [...LEDGER, ...BODIES.flat()].flatMap(passagesOf);
    const shared = all.filter((p) => p['audience'] === 'table').map((p) => String(p['body']));
    expect(shared.some((b) => b.includes('nightshade'))).toBe(false);
    expect(all.filter((p) => p['record_id'] === id(21)).every((p) => p['audience'] === 'gm')).toBe(true);
  });
});

describe('the players’ allow-list', () => {
  it('no word of a passage for players is missing from the player view: every field of every record marked', () => {
    let n = 0;
    const token = (): string => `mark${(n += 1)}x`;
    const filled = (spec: AnySpec, recordId: number, more: Record<string, unknown> = {}): ReadRecord => {
      const fields: Record<string, unknown> = {};
      const groups: Record<string, Record<string, unknown>> = {};
      for (const [name, field] of Object.entries(spec.fields)) {
        const key = field.stored ?? name;
        if (
          field.form === 'value' &&
          (field.empty === '' || field.options === undefined) &&
          typeof field.empty !== 'number' &&
          typeof field.empty !== 'boolean'
        )
          fields[key] = token();
        if (field.form === 'members') groups[key] = { [token()]: true };
        if (field.form === 'items' || field.form === 'entries') groups[key] = { a: token() };
      }
      Object.assign(fields, more);
      const record = readFields(spec, id(recordId), {
        fields: spec.isPacked ? new Map([['made', fields]]) : new Map(Object.entries(fields)),
        groups: new Map(Object.entries(groups).map(([k, v]) => [k, new Map(Object.entries(v))])),
      });
      return {
        kind: spec.kind as ReadRecord['kind'],
        id: id(recordId),
        room: spec.home === 'body' ? `campaign/${CAMPAIGN}/session/${id(101)}` : `campaign/${CAMPAIGN}`,
        record: record as unknown as Record<string, unknown>,
        texts: Object.fromEntries(
          Object.keys(spec.texts).map((name) => [
            name,
            [{ type: 'paragraph', content: [{ type: 'text', text: token() }] }],
          ]),
        ),
      }; // reason: read by the declaration itself
    };
    const reads = [
      filled(SESSION, 101, { number: 1, isPublished: true, status: 'completed' }),
      filled(ENTITY, 102, { isKnown: true, entityType: 'npc' }),
      filled(ENTITY, 103, { isKnown: false, entityType: 'npc' }),
      filled(CLOCK, 104, { visibility: 'known', segments: 4 }),
      filled(CLOCK, 105, { visibility: 'hidden', segments: 4 }),
      filled(TIMELINE_EVENT, 106, {
        eventType: 'dialogue',
        category: 'social',
        isSecret: 'shared',
        details: { quote: token(), foreign: token() },
      }),
      filled(TIMELINE_EVENT, 107, { eventType: 'OTHER', isSecret: 'secret' }),
      ...ALL_RECORDS.filter(
        (spec) =>
          ![
            'session',
            'entity',
            'clock',
            'event',
            'suggestion',
            'combatant',
            'encounter',
            'relationType',
            'relationship',
            'gauge',
          ].includes(spec.kind),
      ).map((spec, i) => filled(spec, 120 + i, spec.kind === 'goal' ? { status: 'active' } : {})),
    ];
    const of = <T>(kind: string): T[] => reads.filter((r) => r.kind === kind).map((r) => r.record as T);
    const view = playerView({
      campaign: { name: '' },
      sessions: of<Session & { shownNumber: number }>('session').map((s) => ({ ...s, shownNumber: s.number })),
      entities: of('entity'),
      clocks: of('clock'),
      goals: of('goal'),
      events: () => of<TimelineEvent>('event'),
      text: (recordId, name) => reads.find((r) => r.id === recordId)?.texts[name] ?? [],
    });
    const handedOut = JSON.stringify(view);
    const shown = reads
      .flatMap(passagesOf)
      .filter((p) => p['audience'] === 'table')
      .flatMap((p) => [p['title'], p['aliases'], p['heading'], p['body']].join(' ').match(/mark\d+x/g) ?? []);
    expect(shown.filter((mark) => !handedOut.includes(mark))).toEqual([]);
    expect(shown.length).toBeGreaterThan(5);
    expect(n).toBeGreaterThan(60);
  });
});

describe('without Postgres', () => {
  it('names and words are found, with the same filters', async () => {
    const sessions = [
      { id: id(10), number: 1, title: 'Low Water', tags: ['harbour'], isPublished: true },
      { id: id(11), number: 2, title: 'High Water', tags: [], isPublished: false },
    ];
    const plain = await createFallback([...LEDGER, ...BODIES.flat()].flatMap(passagesOf), sessions);
    const found = async (request: SearchRequest) => (await plain.search(request)).hits;
    expect((await found({ text: 'lefevre' }))[0]?.title).toBe('Madame Lefevre');
    expect((await found({ text: 'type:scene crane' })).every((h) => h.kind === 'scene')).toBe(true);
    expect((await found({ text: '"two guards"' })).length).toBe(1);
    expect((await found({ text: 'session:2 tide' })).every((h) => h.sessionId === id(11))).toBe(true);
    expect((await found({ text: 'nightshade', audience: 'table' })).length).toBe(0);
  });
});

describe('the lexicon', () => {
  it('has at least 600 concepts of four forms and more, several of more than one word, each named once', () => {
    const concepts = lexiconConcepts();
    expect(concepts.length).toBeGreaterThanOrEqual(600);
    expect(concepts.filter((c) => c.forms.length < 4).map((c) => c.name)).toEqual([]);
    expect(new Set(concepts.map((c) => c.name)).size).toBe(concepts.length);
    expect(concepts.filter((c) => c.forms.some((f) => f.includes(' '))).length).toBeGreaterThan(300);
  });
  it('knows a phrase as one thing, and gives the same file twice', () => {
    expect(model.prepare('Two grave robbers hid')).toBe('two graverobbers hid');
    expect(model.synonyms('grave robbers')[0]?.others).toContain('body snatcher');
    expect(buildModel(lexiconConcepts(), 'test').files.get('onnx/model_int8.onnx')).toEqual(
      files.get('onnx/model_int8.onnx'),
    );
    expect(model.embed('xyzzy plugh')).toBeNull();
  });
  it('the development set holds enough, in five classes', () => {
    const sets = (['tuned', 'held'] as const).map(labelledSet);
    expect(sets.reduce((n, s) => n + s.passages.length, 0)).toBeGreaterThanOrEqual(150);
    expect(sets.reduce((n, s) => n + s.queries.length, 0)).toBeGreaterThanOrEqual(60);
    for (const { queries } of sets) expect(new Set(queries.map((q) => q.class)).size).toBe(5);
  });
});
