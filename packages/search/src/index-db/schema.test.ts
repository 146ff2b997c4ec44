// Shows that the schema has what the source document specifies, that reports in SQL equal the pure functions, and
// that SQL typed by a GM can only read.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  attendance,
  ENTITY,
  statsBySession,
  CHART_STATS,
  PLAYER,
  readFields,
  SESSION,
  sessionPlayers,
  TIMELINE_EVENT,
  type AnySpec,
  type Player,
  type ReadRecord,
  type Session,
} from '@emberkeep/domain';
import { cellText, runReadOnly, toCsv } from '../read-only-sql.ts';
import { REPORTS, SCHEMA_SQL } from '../reports.ts';
import { mendShadowedAlias } from '../shadowed-alias.ts';
import { mendTypedIds, refusedId } from '../typed-ids.ts';
import { fillIndex } from './fill.ts';
import { createIndexDatabase } from './schema-files.ts';

const CAMPAIGN = '0197c0de-0000-7000-8000-000000000001';
const context = { campaignId: CAMPAIGN, currency: 'marks' };
let db: Awaited<ReturnType<typeof createIndexDatabase>>;
beforeAll(async () => void (db = await createIndexDatabase()), 60_000);
afterAll(() => db.close());
beforeEach(
  async () =>
    void (await db.exec(
      `TRUNCATE
        passages, passage_vectors, sentence_vectors, vocabulary,
        campaigns, users, sessions, players, entities, factions,
        session_events, scenes, entity_log, consequences, progress_clocks, relationships
      CASCADE`,
    )),
);

const id = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
const made = <T>(
  spec: AnySpec,
  recordId: string,
  fields: Record<string, unknown>,
  groups: Record<string, Record<string, unknown>> = {},
): T =>
  readFields(spec, recordId, {
    fields: spec.isPacked ? new Map([['made', fields]]) : new Map(Object.entries(fields)),
    groups: new Map(Object.entries(groups).map(([k, v]) => [k, new Map(Object.entries(v))])),
  }) as T;
const read = (kind: ReadRecord['kind'], record: { id: string }, room = `campaign/${CAMPAIGN}`): ReadRecord => ({
  kind,
  id: record.id,
  room,
  // reason: an index reads fields by name
  record: record as unknown as Record<string, unknown>,
  texts: {},
});
const all = (members: readonly string[]): Record<string, true> => Object.fromEntries(members.map((m) => [m, true]));
const fill = (ledger: ReadRecord[]): Promise<void> => fillIndex(db, { context, ledger, bodies: [] }, null);
const report = (name: string): string => REPORTS.find((r) => r.id === name)!.sql;

describe('the sessions table of the source document', () => {
  interface Column {
    column_name: string;
    data_type: string;
    is_nullable: string;
    column_default: string | null;
    udt_name: string;
  }
  const columns = async (): Promise<Map<string, Column>> => {
    const { rows } = await db.query<Column>(
      `SELECT column_name, data_type, is_nullable, column_default, udt_name
      FROM information_schema.columns
      WHERE table_name = 'sessions'`,
    );
    return new Map(rows.map((row) => [row.column_name, row]));
  };

  it('has its columns with their types and defaults (M-096 to M-112)', async () => {
    const c = await columns();
    const type = (name: string): string => c.get(name)?.data_type ?? 'missing';
    expect(c.get('id')).toMatchObject({ data_type: 'uuid', column_default: 'gen_random_uuid()' });
    expect(c.get('number')).toMatchObject({ data_type: 'integer', is_nullable: 'NO' });
    for (const name of ['real_start_time', 'real_end_time', 'created_at', 'updated_at'])
      expect(type(name), name).toBe('timestamp with time zone');
    for (const name of ['game_start_time', 'game_end_time', 'game_time_elapsed_seconds'])
      expect(type(name), name).toBe('bigint');
    expect(type('duration_minutes')).toBe('integer');
    for (const name of ['player_data', 'summary', 'stats']) expect(type(name), name).toBe('jsonb');
    expect(c.get('character_ids')?.udt_name).toBe('_uuid');
    for (const name of ['planned_objectives', 'actual_objectives', 'tags'])
      expect(c.get(name)?.udt_name, name).toBe('_text');
    expect(c.get('status')).toMatchObject({ data_type: 'text', is_nullable: 'NO' });
    expect(c.get('status')?.column_default).toContain(`'planned'`);
    for (const name of ['created_at', 'updated_at']) expect(c.get(name)?.column_default).toBe('now()');
    for (const name of ['title', 'description', 'location', 'notes']) expect(type(name), name).toBe('text');
  });

  it('refuses a session without campaign or GM, or with a number that is taken (M-098, M-104, M-113)', async () => {
    const insert = (campaign: string, user: string, number: number) =>
      db.query('INSERT INTO sessions (campaign_id, gm_user_id, number) VALUES ($1, $2, $3)', [campaign, user, number]);
    await db.query(`INSERT INTO campaigns (id, name) VALUES ($1, 'A')`, [id(1)]);
    await db.query(`INSERT INTO users (id, name) VALUES ($1, 'Kim')`, [id(2)]);
    await insert(id(1), id(2), 1);
    await expect(insert(id(9), id(2), 2)).rejects.toThrow(/foreign key/);
    await expect(insert(id(1), id(9), 2)).rejects.toThrow(/foreign key/);
    await expect(insert(id(1), id(2), 1)).rejects.toThrow(/unique/);
    const [row] = (await db.query<{ id: string; status: string }>('SELECT id, status FROM sessions')).rows;
    expect(row?.status).toBe('planned');
    expect(row?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has its five indexes, and a query by tag uses the GIN one (M-114 to M-118)', async () => {
    const { rows } = await db.query<{ indexname: string; indexdef: string }>(
      `SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'sessions'`,
    );
    const of = (name: string): string => rows.find((r) => r.indexname === name)?.indexdef ?? '';
    expect(of('idx_sessions_campaign')).toContain('(campaign_id)');
    expect(of('idx_sessions_status')).toContain('(status)');
    expect(of('idx_sessions_real_time')).toContain('(real_start_time)');
    expect(of('idx_sessions_number')).toContain('(campaign_id, number)');
    expect(of('idx_sessions_tags')).toContain('USING gin (tags)');
    const plan = await db.transaction(async (tx) => {
      await tx.exec('SET LOCAL enable_seqscan = off');
      return (
        await tx.query<Record<string, string>>(`EXPLAIN SELECT id FROM sessions WHERE tags @> ARRAY['harbour']`)
      ).rows
        .map((r) => Object.values(r).join(''))
        .join('\n');
    });
    expect(plan).toContain('idx_sessions_tags');
  });

  it('gets elapsed game time, player objects, summary and stats from a session (M-101 to M-109)', async () => {
    const session = made<Session>(
      SESSION,
      id(20),
      {
        number: 15,
        title: 'The Temple',
        startedAt: Date.UTC(2025, 0, 20, 18, 5),
        endedAt: Date.UTC(2025, 0, 20, 22, 15),
        gameStart: 1_296_000,
        gameEnd: 1_328_400,
        gm: 'Kim',
      },
      {
        roster: all([id(30), id(31)]),
        attended: all([id(30)]),
        played: all([`${id(30)}:${id(40)}`]),
        characters: all([id(40)]),
        plannedObjectives: { a: 'Reach the door' },
        'plannedObjectives.order': { a: 'V' },
        tags: all(['temple']),
        computedStats: { xpEarned: 4000, totalDamageReceived: 51 },
      },
    );
    await fill([read('session', session)]);
    const [row] = (
      await db.query<Record<string, unknown>>(
        'SELECT s.*, u.name AS gm FROM sessions s JOIN users u ON u.id = s.gm_user_id',
      )
    ).rows;
    expect(row).toMatchObject({
      number: 15,
      title: 'The Temple',
      duration_minutes: 250,
      game_start_time: 1_296_000,
      game_end_time: 1_328_400,
      game_time_elapsed_seconds: 32_400,
      gm: 'Kim',
      planned_objectives: ['Reach the door'],
      tags: ['temple'],
      character_ids: [id(40)],
    });
    expect(row!['player_data']).toEqual([
      { userId: id(30), characterIds: [id(40)], attended: true, arrivedLate: false, leftEarly: false },
      { userId: id(31), characterIds: [], attended: false, arrivedLate: false, leftEarly: false },
    ]);
    expect(row!['stats']).toMatchObject({ xpEarned: 4000, totalDamageReceived: 51, eventCount: 0 });
    expect(Object.keys(row!['summary'] as object).sort()).toEqual([
      'auto',
      'gm',
      'highlights',
      'itemsAcquired',
      'locationsVisited',
      'npcsIntroduced',
      'questsCompleted',
      'questsStarted',
    ]);
  });
});

describe('records from a peer', () => {
  it('never stop the index: NUL, half a surrogate pair, deep nesting, megabytes, invalid ids and rooms', async () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 200; i++) deep = { ['k\0\ud800']: deep };
    const event = made<{ id: string }>(TIMELINE_EVENT, 'not an id', {
      eventType: 'x\0y',
      name: 'half \ud83d of a pair',
      details: deep,
      at: 9e15,
      gameTime: 9e15,
      npcId: '../..',
    });
    const entity = made<{ id: string }>(
      ENTITY,
      '__proto__',
      { name: `a\0b ${'word '.repeat(300_000)}`, entityType: 'npc' },
      { alias: all(['x\ud800']) },
    );
    const body = `campaign/${CAMPAIGN}/session/${'-'.repeat(36)}`;
    await fillIndex(
      db,
      {
        context,
        ledger: [
          read('entity', entity),
          read('session', made<Session>(SESSION, 'odd', { number: 1e12, startedAt: 1e300 })),
        ],
        bodies: [async () => [read('event', event, body)], async () => Promise.reject(new Error('unreadable'))],
      },
      null,
    );
    expect((await db.query<{ phase: string }>('SELECT phase FROM index_state')).rows[0]?.phase).toBe('ready');
    expect((await db.query('SELECT name FROM session_events')).rows).toEqual([{ name: 'half \ufffd of a pair' }]);
    expect((await db.query('SELECT 1 FROM entities')).rows).toHaveLength(1);
  });
});

describe('reports', () => {
  const players = [
    made<Player>(PLAYER, id(30), { name: 'Ana' }),
    made<Player>(PLAYER, id(31), { name: 'Jo' }),
    made<Player>(PLAYER, id(32), { name: 'Sam' }),
  ];
  const session = (
    number: number,
    there: readonly string[],
    expected: readonly string[],
    status = 'completed',
    stats: Record<string, number> = {},
  ): Session & { shownNumber: number } => ({
    ...made<Session>(
      SESSION,
      id(100 + number),
      {
        number,
        status,
        date: `2026-0${(number % 9) + 1}-01`,
        gm: 'Kim',
        ...(number % 2 ? { correctedMinutes: number * 30 } : {}),
      },
      { roster: all(expected), attended: all(there), computedStats: stats },
    ),
    shownNumber: number,
  });

  it('count attendance with two decimals, also for players who never came (M-119 to M-122)', async () => {
    const ids = players.map((p) => p.id);
    const sessions = [
      session(1, [ids[0]!, ids[1]!], [ids[0]!, ids[1]!]),
      session(2, [ids[0]!], [ids[0]!]),
      session(3, [], [ids[0]!, ids[1]!]),
      session(4, [ids[2]!], [ids[2]!], 'cancelled'),
    ];
    await fill([...players.map((p) => read('player', p)), ...sessions.map((s) => read('session', s))]);
    const { rows } = await db.query<Record<string, unknown>>(report('attendance'));
    expect(
      rows.map((r) => [
        r['player'],
        Number(r['sessions_attended']),
        Number(r['total_sessions']),
        String(r['attendance_percentage']),
      ]),
    ).toEqual([
      ['Ana', 2, 3, '66.67'],
      ['Jo', 1, 2, '50.00'],
      ['Sam', 0, 0, '0'],
    ]);
    const history = (await db.query<Record<string, unknown>>(report('attendance-history'))).rows
      .filter((r) => r['player'] === 'Ana')
      .map((r) => [r['session'], r['attended']]);
    expect(history).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
  });

  it('show that the wrong query of the source document finds nothing and 0 of 5 (T-3)', async () => {
    const ids = players.map((p) => p.id);
    await fill([
      ...players.map((p) => read('player', p)),
      ...[
        session(1, [ids[0]!, ids[1]!], [ids[0]!, ids[1]!]),
        session(2, [ids[0]!], [ids[0]!, ids[1]!]),
        session(3, [], [ids[0]!]),
      ].map((s) => read('session', s)),
    ]);
    const first = await db.query(
      `SELECT s.number, s.real_start_time, (player_data->'attended')::boolean AS attended
      FROM sessions s, jsonb_array_elements(s.player_data) AS player_data
      WHERE s.player_data->>'userId' = $1
      ORDER BY s.number`,
      [ids[0]],
    );
    expect(first.rows).toEqual([]);
    const second = await db.query<Record<string, unknown>>(
      `SELECT
        s.player_data->>'userId' AS user_id,
        COUNT(*) FILTER (WHERE (s.player_data->>'attended')::boolean) AS attended,
        COUNT(*) AS total
      FROM sessions s, jsonb_array_elements(s.player_data) AS player_data
      GROUP BY s.player_data->>'userId'`,
    );
    expect(second.rows.map((r) => [r['user_id'], Number(r['attended']), Number(r['total'])])).toEqual([[null, 0, 5]]);
  });

  it('answer the queries of the source document as typed, once their alias is another (T-3)', async () => {
    const ids = players.map((p) => p.id);
    await fill([
      ...players.map((p) => read('player', p)),
      ...[
        session(1, [ids[0]!, ids[1]!], [ids[0]!, ids[1]!]),
        session(2, [ids[0]!], [ids[0]!, ids[1]!]),
        session(3, [], [ids[0]!]),
      ].map((s) => read('session', s)),
    ]);
    const history = mendShadowedAlias(`SELECT
        s.number,
        s.real_start_time,
        (player_data->'attended')::boolean as attended
      FROM sessions s,
        jsonb_array_elements(s.player_data) as player_data
      WHERE player_data->>'userId' = '${ids[0]!}'
      ORDER BY s.number`)!;
    const one = await db.query<{ number: number; attended: boolean }>(history.sql);
    expect(one.rows.map((r) => [r.number, r.attended])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    const statistics = mendShadowedAlias(`SELECT
        player_data->>'userId' as user_id,
        COUNT(*) FILTER (WHERE (player_data->>'attended')::boolean) as sessions_attended,
        COUNT(*) as total_sessions,
        ROUND(
          COUNT(*) FILTER (WHERE (player_data->>'attended')::boolean) * 100.0 / COUNT(*),
          2
        ) as attendance_percentage
      FROM sessions s,
        jsonb_array_elements(s.player_data) as player_data
      WHERE s.campaign_id = 'campaign-001'
      GROUP BY player_data->>'userId'`)!;
    const all = await db.query<{ user_id: string; attendance_percentage: string }>(statistics.sql);
    expect(new Map(all.rows.map((r) => [r.user_id, r.attendance_percentage]))).toEqual(
      new Map([
        [ids[0], '66.67'],
        [ids[1], '50.00'],
      ]),
    );
    expect(mendShadowedAlias(report('attendance'))).toBeNull();
    expect(mendShadowedAlias(`SELECT 'jsonb_array_elements(x) is text'`)).toBeNull();
  });

  it('list who came up once and then not for five sessions, and nobody who has not come up yet', async () => {
    const npc = (n: number, name: string): ReadRecord =>
      read('entity', made<{ id: string }>(ENTITY, id(n), { name, entityType: 'npc' }));
    const sessions = [1, 2, 3, 4, 5, 6, 7].map((n) => session(n, [], []));
    const event = (n: number, sessionNumber: number, npcId: string): ReadRecord =>
      read(
        'event',
        made<{ id: string }>(TIMELINE_EVENT, id(n), { eventType: 'npc_met', name: 'met', npcId }),
        `campaign/${CAMPAIGN}/session/${id(100 + sessionNumber)}`,
      );
    await fill([
      ...sessions.map((s) => read('session', s)),
      npc(201, 'Old Marta'),
      npc(202, 'Tomas who came back'),
      npc(203, 'Prepared for next time'),
      npc(204, 'Ines of last month'),
      event(301, 2, id(201)),
      event(302, 1, id(202)),
      event(303, 6, id(202)),
      event(304, 3, id(204)),
    ]);
    expect((await db.query(report('npcs-not-seen'))).rows).toEqual([
      { npc: 'Old Marta', last_session: 2, sessions_ago: 5 },
    ]);
  });

  it('answer for the ids of the source document, which no table has (T-3)', async () => {
    const ids = players.map((p) => p.id);
    await fill([read('session', session(14, [], ids)), read('session', session(15, [ids[0]!], ids))]);
    const asTyped = [
      "SELECT number FROM sessions WHERE id = 'session-015'",
      "SELECT s.number FROM sessions s WHERE s.campaign_id='campaign-001' AND s.id = 'session-15'",
      "SELECT number FROM sessions WHERE campaign_id = 'campaign-001' ORDER BY number DESC LIMIT 1",
    ];
    for (const sql of asTyped) {
      const refused = await runReadOnly(db, sql);
      const detail = refused.ok || refused.error.type !== 'SqlFailed' ? '' : refused.error.detail;
      expect(refusedId(detail), sql).toMatch(/^(session|campaign)-/);
      const mended = await runReadOnly(db, mendTypedIds(sql)!);
      expect(mended.ok && mended.value.rows, sql).toEqual([[15]]);
    }
    const never = mendTypedIds("SELECT count(*)::int FROM session_events WHERE session_id = 'session-099'")!;
    expect(await runReadOnly(db, never)).toMatchObject({ ok: true, value: { rows: [[0]] } });
    expect(mendTypedIds(`SELECT 1 FROM sessions WHERE id = '${ids[0]!}'`)).toBeNull();
    expect(mendTypedIds("SELECT 'session-015'")).toBeNull();
    expect(refusedId('relation "x" does not exist')).toBeNull();
  });

  it('equal the pure functions for any sessions (M-119 to M-122, M-149)', async () => {
    const ids = players.map((p) => p.id);
    const someone = fc.subarray(ids);
    // An amount may have decimals, and a log may add up to more than a column of whole numbers can hold.
    const stat = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(12.5, 3e9, 1e15, 1e308));
    const one = fc.record({
      there: someone,
      expected: someone,
      status: fc.constantFrom('planned', 'in_progress', 'completed', 'cancelled'),
      stats: fc.record({
        eventCount: stat,
        combatEncounters: stat,
        totalDamageDealt: stat,
        totalDamageReceived: stat,
        xpEarned: stat,
        treasureGained: stat,
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 6 }), async (generated) => {
        await db.exec('TRUNCATE passages, vocabulary, sessions, users, campaigns, players CASCADE');
        const sessions = generated.map((s, i) => session(i + 1, s.there, s.expected, s.status, s.stats));
        await fill([...players.map((p) => read('player', p)), ...sessions.map((s) => read('session', s))]);
        const pure = attendance(
          sessions.map((s) => ({
            id: s.id,
            number: s.shownNumber,
            date: s.date,
            status: s.status,
            players: sessionPlayers(s),
          })),
          ids,
        );
        const { rows } = await db.query<Record<string, unknown>>(report('attendance'));
        expect(
          rows.map((r) => [
            Number(r['sessions_attended']),
            Number(r['total_sessions']),
            Number(r['attendance_percentage']),
          ]),
        ).toEqual(pure.map((r) => [r.attended, r.total, r.percentage]));
        const figures = (await db.query<Record<string, unknown>>(report('figures'))).rows.map((r) =>
          [
            r['minutes'],
            r['attended'],
            r['events'],
            r['combats'],
            r['damage_dealt'],
            r['damage_taken'],
            r['xp'],
            r['treasure'],
          ].map(Number),
        );
        expect(figures).toEqual(
          statsBySession(sessions, Date.now()).map((row) => CHART_STATS.map((f) => row.figures[f])),
        );
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('count the minutes of a session that is being played to now', async () => {
    await db.exec('TRUNCATE passages, vocabulary, sessions, users, campaigns, players CASCADE');
    const started = Date.now() - 47 * 60_000;
    const fields = { number: 1, status: 'in_progress', stage: 'play', startedAt: started } as const;
    await fill([
      read('session', made<Session>(SESSION, id(31), fields)),
      read('session', made<Session>(SESSION, id(32), { ...fields, number: 2, startedAt: started - 86_400_000 })),
    ]);
    const { rows } = await db.query<Record<string, unknown>>(report('figures'));
    expect(rows.map((r) => Number(r['minutes']))).toEqual([47, 0]);
  });

  it('all run on an empty campaign', async () => {
    for (const { id: name, sql } of REPORTS) expect((await runReadOnly(db, sql)).ok, name).toBe(true);
    expect((await db.query(SCHEMA_SQL)).rows.length).toBeGreaterThan(12);
  });
});

describe('SQL that a GM typed', () => {
  const ask = async (sql: string): Promise<string> => {
    const answer = await runReadOnly(db, sql);
    return answer.ok
      ? `${answer.value.columns.join(',')}: ${answer.value.rows.map((r) => r.map(cellText).join(',')).join(' ')}`
      : answer.error.type === 'SqlFailed'
        ? answer.error.detail
        : answer.error.type;
  };

  it('says which columns hold days', async () => {
    const answer = await runReadOnly(db, "SELECT '2026-01-18'::date, '2026-01-18T00:00Z'::timestamptz, '2026-01-18'");
    expect(answer.ok && answer.value.areDays).toEqual([true, false, false]);
  });

  it('shows values that are no number, no day or no text', async () => {
    expect(await ask("SELECT 'infinity'::timestamptz AS a, '-infinity'::date AS b, ARRAY['infinity'::date] AS c")).toBe(
      'a,b,c: ?,?,["?"]',
    );
    expect(await ask("SELECT 'NaN'::float8 AS a, '-Infinity'::float8 AS b, ARRAY['NaN'::float8, 1e308] AS c")).toBe(
      'a,b,c: NaN,-Infinity,["NaN",1e+308]',
    );
    expect(await ask("SELECT 9007199254740993 AS a, ARRAY[9007199254740993, 2] AS b, '\\x00ff'::bytea AS c")).toBe(
      'a,b,c: 9007199254740993,["9007199254740993",2],\\x00ff',
    );
  });

  it('no value makes a cell or a CSV throw', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.bigInt(),
      fc.string(),
      fc.boolean(),
      fc.constantFrom(null, undefined, 1e308, -Infinity, NaN),
      fc.date({ noInvalidDate: false }),
      fc.uint8Array(),
    );
    const value = fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.string(), fc.array(leaf)));
    fc.assert(
      fc.property(value, (cell) => {
        expect(typeof cellText(cell)).toBe('string');
        expect(toCsv({ columns: ['a'], rows: [[cell]] })).toMatch(/^a\r\n[^]*\r\n$/);
      }),
    );
  });

  it('reads', async () => {
    expect(await ask('SELECT 1 AS a, NULL AS b;')).toBe('a,b: 1,');
    expect(await ask('-- a remark\nWITH x AS (SELECT 2 AS n) SELECT n FROM x')).toBe('n: 2');
    expect(await ask('SHOW server_version')).toContain('18');
    expect(await ask('EXPLAIN SELECT * FROM sessions')).toContain('QUERY PLAN');
  });

  it('cannot write, copy, run two statements or leave its role', async () => {
    await db.query(`INSERT INTO players (id, name) VALUES ($1, 'Jo')`, [id(30)]);
    expect(await ask('DELETE FROM players')).toBe('NotAQuery');
    expect(await ask(`COPY players TO '/tmp/x'`)).toBe('NotAQuery');
    expect(await ask('WITH x AS (DELETE FROM players RETURNING *) SELECT * FROM x')).toMatch(
      /read-only|DECLARE CURSOR|permission/,
    );
    expect(await ask('SELECT 1; DELETE FROM players')).toMatch(/multiple commands|syntax/);
    expect(await ask(`SELECT 1); COMMIT; DELETE FROM players; --`)).toMatch(/syntax|multiple/);
    expect(await ask('EXPLAIN ANALYZE DELETE FROM players')).toMatch(/read-only|permission/);
    expect(await ask(`SELECT pg_read_file('/etc/passwd')`)).toMatch(/permission denied/);
    expect(await ask(`SELECT set_config('transaction_read_only', 'off', true)`)).toMatch(/read-write mode|cannot set/);
    expect(await ask('SELECT * FROM pg_authid')).toMatch(/permission denied/);
    expect(await ask(`SELECT lo_create(0)`)).toMatch(/read-only|permission/);
    expect((await db.query('SELECT name FROM players')).rows).toEqual([{ name: 'Jo' }]);
    // A refused statement changes nothing for the next one.
    expect(await ask('SELECT current_user::text AS me')).toBe('me: campaign_reader');
    expect((await db.query<{ me: string }>('SELECT current_user::text AS me')).rows[0]?.me).toBe('postgres');
  });

  it('returns a thousand rows at most, and CSV without formulas', async () => {
    const answer = await runReadOnly(db, 'SELECT n FROM generate_series(1, 5000) AS n');
    expect(answer.ok && answer.value.rows.length).toBe(1000);
    expect(answer.ok && answer.value.isCut).toBe(true);
    expect(
      toCsv({
        columns: ['a', 'b'],
        rows: [
          ['x, "y"', '=1+1'],
          [-3, null],
        ],
      }),
    ).toBe('a,b\r\n"x, ""y""",\'=1+1\r\n-3,\r\n');
  });
});
