// Runs the log contract over a real Postgres, and tests what can go wrong only with several nodes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasPostgres, startPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { inPostgres } from '../storage/postgres-pool.ts';
import type { RemoteEntry } from './relay-log.ts';
import { relayLogContract } from './relay-log.contract.ts';

let postgres: TestPostgres;
const open = async (databaseUrl: string): Promise<Storage> => openStorage({ dataDir: '/nowhere', databaseUrl });

it('tables in Postgres’ DDL are the same tables', () => {
  expect(inPostgres('CREATE TABLE a (id TEXT PRIMARY KEY, n INTEGER, b BLOB) STRICT, WITHOUT ROWID;')).toBe(
    'CREATE TABLE a (id TEXT COLLATE "C" PRIMARY KEY, n BIGINT, b BYTEA) ;',
  );
});

describe.runIf(hasPostgres)('over Postgres', () => {
  beforeAll(async () => void (postgres = await startPostgres()), 60_000);
  afterAll(() => postgres.stop());

  relayLogContract('postgres', async () => {
    const { log, close } = await open(await postgres.database());
    return { log, dispose: close };
  });

  it('two busy nodes hear each entry of the other once, in order, and none of their own', async () => {
    const url = await postgres.database();
    const nodes = await Promise.all([open(url), open(url)]);
    const heard: RemoteEntry[][] = [[], []];
    nodes.forEach(({ log }, n) =>
      log.watch({
        rooms: () => ['campaign/a', 'campaign/b'],
        ledgers: () => ['campaign/c'],
        onEntries: (entries) => void heard[n]!.push(...entries),
      }),
    );
    const wrote = await Promise.all(
      nodes.map(async ({ log }, n) => {
        const words: string[] = [];
        for (let i = 0; i < 300; i++)
          for (const { room, bytes } of await log.append(
            ['campaign/a', 'campaign/b', 'campaign/c/session/x', 'campaign/d'].map((room) => ({
              room,
              bytes: Buffer.from(`${n} ${i}`),
              member: '',
            })),
          ))
            words.push(`${room} ${Buffer.from(bytes).toString()}`);
        return words;
      }),
    );
    await Promise.all(nodes.map(({ log }) => log.fresh()));
    for (const n of [0, 1]) {
      // Bytes for open rooms, heads for campaigns whose ledger is open, nothing else.
      const words = heard[n]!.filter((e) => e.bytes).map((e) => `${e.room} ${Buffer.from(e.bytes!).toString()}`);
      expect(words).toEqual(wrote[1 - n]!.filter((word) => /^campaign\/[ab] /.test(word)));
      expect(heard[n]!.filter((e) => !e.bytes).map((e) => e.room)).toEqual(
        Array.from({ length: 300 }, () => 'campaign/c/session/x'),
      );
      expect(heard[n]!.map((e) => e.sequence)).toEqual([...heard[n]!.map((e) => e.sequence)].sort((a, b) => a - b));
    }
    // An entry that another node compacted before it was heard arrives as the whole room.
    const head = (await nodes[0]!.log.append([{ room: 'campaign/a', bytes: Buffer.from('last'), member: '' }]))[0]!;
    await nodes[0]!.log.compact('campaign/a', head.sequence, Buffer.from('all'));
    await nodes[1]!.log.fresh();
    expect(Buffer.from(heard[1]!.at(-1)!.bytes!).toString()).toMatch(/^(?:last|all)$/);
    await Promise.all(nodes.map((node) => node.close()));
  });

  it('an unreachable database is reported in a sentence without the password', async () => {
    const url = (await postgres.database())
      .replace('emberkeep@', 'emberkeep:hunter2@')
      .replace(String(postgres.port), '1');
    const error = await open(url).catch((e: Error) => e);
    expect((error as Error).message).toMatch(/^The database at 127\.0\.0\.1:1 cannot be used: /);
    expect((error as Error).message).not.toContain('hunter2');
  });
});
