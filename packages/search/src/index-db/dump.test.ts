// Shows that the SQL dump has everything: loaded into an empty database without extensions, it gives the same query
// results.
import { PGlite } from '@electric-sql/pglite';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readFields, ENTITY, SESSION, TIMELINE_EVENT, type AnySpec, type ReadRecord } from '@emberkeep/domain';
import { REPORTS } from '../reports.ts';
import { dumpSql } from './dump.ts';
import { fillIndex } from './fill.ts';
import { createIndexDatabase } from './schema-files.ts';

const CAMPAIGN = '0197c0de-0000-7000-8000-000000000001';
const schema = (name: string): string => readFileSync(new URL(`../../schema/${name}.sql`, import.meta.url), 'utf8');
const id = (n: number): string => `0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
const room = `campaign/${CAMPAIGN}`;
const record = (spec: AnySpec, recordId: string, fields: Record<string, unknown>, at = room): ReadRecord => ({
  kind: spec.kind as ReadRecord['kind'],
  id: recordId,
  room: at,
  // reason: an index reads fields by name
  record: readFields(spec, recordId, {
    fields: spec.isPacked ? new Map([['made', fields]]) : new Map(Object.entries(fields)),
    groups: new Map(),
  }) as unknown as Record<string, unknown>,
  texts: {},
});

it('the SQL dump loads into an empty PostgreSQL and gives the same results, whatever text is in it', async () => {
  const db = await createIndexDatabase();
  const plain = await PGlite.create();
  try {
    const words = `O'Hara \\ "quoted"; DROP TABLE sessions; -- $$ {a,b} \u2028 🏮\nline`;
    const body = `${room}/session/${id(1)}`;
    await fillIndex(
      db,
      {
        context: { campaignId: CAMPAIGN, currency: 'marks' },
        ledger: [
          {
            kind: 'campaign',
            id: 'campaign',
            room,
            record: {
              id: 'campaign',
              name: words,
              gameTime: { value: 0, steps: [] },
              system: '',
              universe: '',
              currency: 'marks',
              calendar: null,
            },
            texts: {},
          },
          record(ENTITY, id(7), { name: words, entityType: 'npc', tags: [] }),
          ...[1, 2, 3].map((n) => record(SESSION, id(n), { number: n, title: words, gm: 'Kim' })),
        ],
        bodies: [
          () =>
            Promise.resolve(
              Array.from({ length: 1203 }, (_, n) =>
                record(
                  TIMELINE_EVENT,
                  id(1000 + n),
                  {
                    eventType: 'DICE_ROLL',
                    name: `${words} ${n}`,
                    at: 1_700_000_000_000 + n,
                    sessionId: id(1),
                    details: { note: words },
                  },
                  body,
                ),
              ),
            ),
        ],
      },
      null,
    );
    let dump = '';
    for await (const piece of dumpSql(
      async (text) => (await db.query(text)).rows as never,
      { records: schema('1-records'), passages: schema('2-passages') },
      words,
      new Date(0),
    ))
      dump += piece;
    await plain.exec(dump);
    for (const query of [
      'SELECT * FROM sessions ORDER BY id',
      'SELECT * FROM session_events ORDER BY id',
      'SELECT id, name, aliases, attributes FROM entities ORDER BY id',
      'SELECT id, body, refs, tags FROM passages ORDER BY id',
      ...REPORTS.map((r) => r.sql),
    ])
      expect((await plain.query(query)).rows, query).toEqual((await db.query(query)).rows);
    expect((await plain.query<{ n: number }>('SELECT count(*)::int AS n FROM session_events')).rows[0]?.n).toBe(1203);
  } finally {
    await Promise.all([db.close(), plain.close()]);
  }
}, 60_000);
