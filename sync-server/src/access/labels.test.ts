// Tests the name that an owner lets the operator read: who may give it, what the commands print, and that nothing else
// says it. On both engines.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LABELLED_NAME_MAX, LABEL_MAX } from '@emberkeep/sync/wire';
import { client } from '../../testing/client.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { api, CAMPAIGN, claim, configOf, folder, OWNER, ROOM, sha256, start } from '../../testing/relay.ts';
import { runCommand } from '../operate/commands.ts';
import type { Relay } from '../relay.ts';
import { DATABASE_FILE } from '../storage/sqlite.ts';

const NAME = 'The Salt Choir';
const LABEL = `/campaigns/${CAMPAIGN}/label`;

type Running = Relay & { dataDir: string };
const answerOf = async (answer: Promise<Response>): Promise<unknown> => {
  const response = await answer;
  return response.status === 200 ? response.json() : response.status;
};
const label = (relay: Relay, method: string, secret: string, body?: unknown): Promise<unknown> =>
  answerOf(api(relay, method, LABEL, secret, body));
const joined = async (relay: Relay, secret: string, role: string): Promise<string> => {
  const invite = `invite-for-${secret}`;
  await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, { secretHash: sha256(invite), role });
  await api(relay, 'POST', '/join', invite, { memberHash: sha256(secret), label: 'Ben’s tablet' });
  return secret;
};
const writeIn = async (relay: Relay): Promise<void> => {
  const { doc, provider } = client(relay, { room: ROOM });
  await provider.settled();
  doc.getText('t').insert(0, 'words');
  await provider.settled();
  provider.destroy();
};

let postgres: TestPostgres;
beforeAll(async () => {
  if (hasPostgres) postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());

const ENGINES = [
  ['SQLite', async () => ''],
  ['Postgres', () => postgres.database()],
] as const;

describe.each(ENGINES)('the name beside a campaign’s id, with %s', (engine, newDatabase) => {
  const testHere = it.skipIf(engine === 'Postgres' && !hasPostgres);
  const startHere = async (env: Record<string, string> = {}, say?: (line: string) => void) => {
    const url = await newDatabase();
    const relay: Running = await start({ env: { DATABASE_URL: url, ...env }, ...(say ? { say } : {}) });
    const command = async (...args: string[]): Promise<string[]> => {
      const lines: string[] = [];
      const status = await runCommand(configOf(relay.dataDir, { DATABASE_URL: url }), args, (line) => lines.push(line));
      return status === 0 ? lines : [`status ${status}`, ...lines];
    };
    return { relay, command, url };
  };

  testHere('is there only where an owner gave it, follows a new name, and can be removed', async () => {
    const { relay, command } = await startHere();
    await claim(relay);
    await writeIn(relay);
    await joined(relay, 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1', 'co_gm');
    expect(await label(relay, 'GET', OWNER)).toEqual({ label: null });
    // A new name alone gives none.
    expect(await label(relay, 'PATCH', OWNER, { label: NAME })).toEqual({ label: null });
    expect((await command('rooms'))[0]).toMatch(new RegExp(`^${ROOM}  1 entry  `));
    expect(await label(relay, 'PUT', OWNER, { label: NAME })).toEqual({ label: NAME });
    expect(await label(relay, 'GET', OWNER)).toEqual({ label: NAME });
    expect((await command('rooms'))[0]).toMatch(new RegExp(`^${ROOM} “${NAME}”  1 entry  `));
    const tokens = await command('tokens');
    for (const line of tokens.slice(0, -1)) expect(line).toMatch(new RegExp(`^${CAMPAIGN} “${NAME}”  [0-9a-f-]{36}  `));
    expect(tokens.join('\n')).toContain('Ben’s tablet');
    expect((await command('tokens', CAMPAIGN))[0]).toContain(`${CAMPAIGN} “${NAME}”  `);
    expect(await label(relay, 'PATCH', OWNER, { label: 'Salt and Ash' })).toEqual({ label: 'Salt and Ash' });
    expect((await command('rooms'))[0]).toContain(`${ROOM} “Salt and Ash”  `);
    expect(await label(relay, 'DELETE', OWNER)).toEqual({ label: null });
    expect(await label(relay, 'PATCH', OWNER, { label: NAME })).toEqual({ label: null });
    expect((await command('rooms'))[0]).toMatch(new RegExp(`^${ROOM}  1 entry  `));
  });

  testHere('is given, read and removed by no one but an owner', async () => {
    const { relay } = await startHere();
    await claim(relay);
    await label(relay, 'PUT', OWNER, { label: NAME });
    const others = [
      await joined(relay, 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1', 'co_gm'),
      await joined(relay, 'player-player-player-player-player-1', 'player'),
    ];
    for (const secret of others)
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
        expect(await label(relay, method, secret, method.startsWith('P') ? { label: 'Mine' } : undefined)).toBe(403);
    expect(await label(relay, 'PUT', 'somebody-else-somebody-else-somebody-else', { label: 'Mine' })).toBe(401);
    // A second device of the owner.
    await api(relay, 'POST', '/join', OWNER, { memberHash: sha256('tablet-tablet-tablet-tablet-tablet-1') });
    expect(await label(relay, 'GET', 'tablet-tablet-tablet-tablet-tablet-1')).toEqual({ label: NAME });
  });

  testHere('can be given while the campaign waits, so that the operator knows which one it is', async () => {
    const { relay, command } = await startHere({ INVITE_MODE: 'approval' });
    expect((await claim(relay)).status).toBe(403);
    expect(await command('approve')).toEqual([CAMPAIGN, '1 waiting']);
    expect(await label(relay, 'PUT', 'somebody-else-somebody-else-somebody-else', { label: 'Mine' })).toBe(401);
    expect(await label(relay, 'PUT', OWNER, { label: NAME })).toEqual({ label: NAME });
    expect(await command('approve')).toEqual([`${CAMPAIGN} “${NAME}”`, '1 waiting']);
    // Nothing else opens while it waits.
    for (const path of ['/heads', '/me', '/grants'])
      expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}${path}`, OWNER)).status, path).toBe(403);
    expect(await command('approve', CAMPAIGN)).toEqual(['0 waiting']);
    expect((await claim(relay)).status).toBe(200);
    expect(await label(relay, 'GET', OWNER)).toEqual({ label: NAME });
  });

  testHere('is one short line that does no harm in a terminal, or refused', async () => {
    const { relay, command } = await startHere();
    await claim(relay);
    await writeIn(relay);
    const stored = await label(relay, 'PUT', OWNER, {
      label: `Salt\u001b[2J\n\u202eChoir   3 entries ${'x'.repeat(99)}`,
    });
    expect((stored as { label: string }).label).toMatch(/^Salt\[2J Choir 3 entries x+…$/);
    expect((stored as { label: string }).label).toHaveLength(LABEL_MAX);
    const [line = ''] = await command('rooms');
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(line.split('  ')).toHaveLength(4);
    for (const bad of ['', ' \u200b ', 'x'.repeat(LABELLED_NAME_MAX + 1), 7, null, {}, [NAME]])
      for (const method of ['PUT', 'PATCH']) expect(await label(relay, method, OWNER, { label: bad })).toBe(400);
    expect(await label(relay, 'GET', OWNER)).toEqual(stored);
  });

  testHere('goes with the campaign, whether its owner deletes it or the operator removes it', async () => {
    const { relay, command } = await startHere();
    await claim(relay);
    await label(relay, 'PUT', OWNER, { label: NAME });
    expect((await command('forget', CAMPAIGN))[0]).toContain('Removed');
    await claim(relay);
    expect(await label(relay, 'GET', OWNER)).toEqual({ label: null });
    await label(relay, 'PUT', OWNER, { label: NAME });
    expect((await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(200);
    expect(await label(relay, 'PUT', OWNER, { label: NAME })).toBe(410);
    for (const args of [['rooms'], ['tokens'], ['approve']])
      expect((await command(...args)).join('\n'), args[0]).not.toContain(NAME);
    await relay.stop();
    if (engine === 'SQLite')
      for (const file of readdirSync(relay.dataDir, { recursive: true, withFileTypes: true }))
        if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes(NAME), file.name).toBe(false);
  });

  testHere('can be removed, and not given, at a relay that the campaign has moved away from', async () => {
    const { relay } = await startHere();
    await claim(relay);
    await label(relay, 'PUT', OWNER, { label: NAME });
    await api(relay, 'POST', `/campaigns/${CAMPAIGN}/moved`, OWNER, { to: 'https://new.example.org' });
    expect(await label(relay, 'PUT', OWNER, { label: 'Other' })).toBe(410);
    expect(await label(relay, 'DELETE', OWNER)).toEqual({ label: null });
  });

  testHere('is in no line of the log and in no metric', async () => {
    const lines: string[] = [];
    const { relay } = await startHere({ LOG_LEVEL: 'info' }, (line) => lines.push(line));
    await claim(relay);
    await label(relay, 'PUT', OWNER, { label: NAME });
    await label(relay, 'PUT', OWNER, { label: `${NAME}\u001b` });
    await writeIn(relay);
    for (const path of ['/metrics', '/healthz', '/readyz', '/config.json'])
      expect(await (await fetch(`http://127.0.0.1:${relay.port}${path}`)).text(), path).not.toContain(NAME);
    await relay.stop();
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toContain(NAME);
  });

  testHere('comes back with a backup, also of a relay that had no names', async () => {
    const small = await start();
    await claim(small);
    await writeIn(small);
    await label(small, 'PUT', OWNER, { label: NAME });
    const backups = folder();
    await runCommand(configOf(small.dataDir), ['backup', backups], () => undefined);
    const backup = join(backups, readdirSync(backups)[0]!);
    const restored = async (): Promise<string> => {
      const [dataDir, url] = [folder(), await newDatabase()];
      const lines: string[] = [];
      const run = (...args: string[]): Promise<number> =>
        runCommand(configOf(dataDir, { DATABASE_URL: url }), args, (line) => lines.push(line));
      expect(await run('restore', backup)).toBe(0);
      expect(await run('tokens')).toBe(0);
      return lines.join('\n');
    };
    expect(await restored()).toContain(`${CAMPAIGN} “${NAME}”  `);
    const db = new DatabaseSync(backup);
    db.exec('ALTER TABLE campaign_settings DROP COLUMN label');
    db.close();
    expect(await restored()).toContain(`${CAMPAIGN}  `);
  });
});

it('a relay takes names in the database of an earlier one', async () => {
  const { dataDir, stop } = await start();
  await stop();
  const db = new DatabaseSync(join(dataDir, DATABASE_FILE));
  db.exec('ALTER TABLE campaign_settings DROP COLUMN label');
  db.close();
  const relay = await start({ dataDir });
  await claim(relay);
  await api(relay, 'POST', `/campaigns/${CAMPAIGN}/roster`, OWNER, { gmsMayRefill: true });
  expect(await label(relay, 'PUT', OWNER, { label: NAME })).toEqual({ label: NAME });
  expect(await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/roster`, OWNER)).json()).toMatchObject({
    gmsMayRefill: true,
  });
});
