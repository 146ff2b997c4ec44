// Tests the relay's process as an operator meets it: commands that are typed without its folder, what it says when it
// cannot start, and signals that come twice.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { afterTest, folder } from '../testing/relay.ts';
import { readConfig } from './config.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;

interface Ended {
  code: number | null;
  signal: string | null;
  words: string;
}
interface Started {
  child: ChildProcess;
  said: () => string;
  ended: Promise<Ended>;
}

const run = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Started => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    cwd,
    env: { ...process.env, DATA_DIR: '', DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1', APP_DIR: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  afterTest(() => child.kill('SIGKILL'));
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (words += data.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal, words })),
  );
  return { child, said: () => words, ended };
};

const started = async (cwd: string, env: Readonly<Record<string, string>>): Promise<Started> => {
  const relay = run(cwd, [], env);
  await expect.poll(relay.said, { timeout: 20_000 }).toContain('Data is stored in');
  return relay;
};

/** A server on `port` of this machine, or null where that is taken. */
const listenOn = (port: number): Promise<Server | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

/**
 * A port of this machine that is taken, with a free one below it. Below those that the system gives away by itself, where
 * a journey beside this test may take either at any time.
 */
const takenPort = async (): Promise<number> => {
  for (let port = 20_001; port < 32_000; port += 2) {
    const [below, server] = await Promise.all([listenOn(port - 1), listenOn(port)]);
    await new Promise((resolve) => (below ? below.close(resolve) : resolve(null)));
    if (server) afterTest(() => server.close());
    if (below && server) return port;
  }
  throw new Error('No pair of ports is free');
};

it('a command where no relay has stored anything does nothing, makes nothing and says so', async () => {
  const [cwd, state] = [folder(), folder()];
  for (const args of [['backup', join(cwd, 'copies')], ['doctor'], ['rooms'], ['compact']]) {
    const { code, words } = await run(cwd, args, { XDG_STATE_HOME: state }).ended;
    expect(code, args.join(' ')).toBe(1);
    expect(words).toContain(`There is no relay’s database in ${join(cwd, 'data')}. Nothing was done.`);
    expect(words).toContain('DATA_DIR');
  }
  expect(readdirSync(cwd)).toEqual([]);
}, 60_000);

it('a command without DATA_DIR finds the running relay, and says what it backed up', async () => {
  const [cwd, data, state, copies] = [folder(), folder(), folder(), folder()];
  const env = { XDG_STATE_HOME: state };
  const relay = await started(cwd, { ...env, DATA_DIR: data });
  const backup = await run(cwd, ['backup', copies], env).ended;
  expect(backup).toMatchObject({ code: 0 });
  expect(backup.words).toContain(`Using the relay that runs on ${data}.`);
  expect(backup.words).toMatch(/is backed up in .*: it has no campaign yet; read back and checked/);
  expect(readdirSync(copies)).toHaveLength(1);
  // With two of them it chooses none.
  const other = folder();
  const second = await started(cwd, { ...env, DATA_DIR: other });
  const unclear = await run(cwd, ['backup', copies], env).ended;
  expect(unclear.code).toBe(1);
  for (const each of [data, other]) expect(unclear.words).toContain(`A relay runs on ${each}.`);
  // One that was killed is not found any more, and one that stopped leaves no note.
  second.child.kill('SIGKILL');
  await second.ended;
  expect((await run(cwd, ['rooms'], env).ended).words).toContain(`Using the relay that runs on ${data}.`);
  relay.child.kill('SIGTERM');
  expect(await relay.ended).toMatchObject({ code: 0, signal: null });
  expect(readdirSync(join(state, 'emberkeep', 'relays'))).toEqual([]);
}, 180_000);

it('a relay that cannot start says why in a sentence, without a stack', async () => {
  const damaged = folder();
  writeFileSync(join(damaged, 'relay.db'), 'this is no database'.repeat(400));
  const cut = folder();
  writeFileSync(join(cut, 'relay.db'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(60)]));
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  const port = await takenPort();
  const cases: [name: string, env: Record<string, string>, sentence: RegExp][] = [
    ['a broken header', { DATA_DIR: damaged }, /relay\.db is damaged\. Restore a backup, or .*--salvage/],
    ['a truncated file', { DATA_DIR: cut }, /relay\.db is damaged\. Restore a backup, or .*--salvage/],
    ['a file for a folder', { DATA_DIR: file }, /is not a folder\. Set DATA_DIR/],
    ['a taken port', { DATA_DIR: folder(), PORT: String(port) }, /Port \d+ is in use by another program\. Set PORT/],
    [
      'a taken port for the page about trust',
      { DATA_DIR: folder(), PORT: String(port - 1), HTTPS: '1' },
      /With HTTPS the relay needs it beside/,
    ],
    ['an address of nobody', { DATA_DIR: folder(), HOST: '203.0.113.9' }, /no address 203\.0\.113\.9\. Set HOST/],
  ];
  if (!isRoot) {
    const locked = folder();
    mkdirSync(join(locked, 'data'), { mode: 0o500 });
    cases.push(['a folder of another user', { DATA_DIR: join(locked, 'data') }, /cannot be written by this user/]);
  }
  const all = cases.map(async ([name, env, sentence]) => {
    const { code, words } = await run(folder(), [], env).ended;
    expect(words, name).toMatch(sentence);
    expect(words, name).not.toMatch(/^\s+at /m);
    expect(words, name).not.toContain('Another relay');
    expect(code, name).toBe(1);
  });
  await Promise.all(all);
  const data = folder();
  await started(folder(), { DATA_DIR: data });
  expect((await run(folder(), [], { DATA_DIR: data }).ended).words).toContain(`Another relay is using ${data}.`);
}, 120_000);

it('a signal that comes again while the relay stops changes nothing: exit status 0', async () => {
  for (const [first, ...more] of [
    ['SIGINT', 'SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGTERM', 'SIGINT'],
  ] as const) {
    const { child, ended } = await started(folder(), { DATA_DIR: folder() });
    child.kill(first);
    for (const signal of more) child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null });
  }
}, 60_000);

it('an empty variable is one that is not set', () => {
  const read = readConfig({ PORT: '', HISTORY_DAYS: '', DATA_DIR: '', RATE_PER_SECOND: '', AI_PROXY_MODELS: '' });
  expect(read.ok && read.config).toMatchObject({ PORT: 8787, HISTORY_DAYS: 30, RATE_PER_SECOND: 1000 });
});

it('where no file tells of it, the state of a relay is kept out of its data', async () => {
  const data = folder();
  const relay = await started(folder(), { DATA_DIR: data, XDG_STATE_HOME: '/dev/null/none', HOME: '/dev/null/none' });
  relay.child.kill('SIGTERM');
  expect(await relay.ended).toMatchObject({ code: 0 });
  expect(existsSync(join(data, 'emberkeep'))).toBe(false);
  expect(readFileSync(join(data, 'relay.db')).length).toBeGreaterThan(0);
}, 30_000);

it('names no page for tablets where no tablet can reach it; 24.12 says its version', async () => {
  const relay = await started(folder(), { DATA_DIR: folder(), HTTPS: '1' });
  expect(relay.said()).not.toContain('Tablets first');
  expect((await run(folder(), ['--version'], {}).ended).words).toMatch(/^\d+\.\d+\.\d+\n$/);
}, 60_000);

const RUN_IN_SHELL = '"$0" --disable-warning=ExperimentalWarning "$1" & echo "relay $!"; wait; :';

/** A relay below a shell, as npm runs it, which can be ended alone. */
const startedInShell = async (env: Readonly<Record<string, string>>): Promise<Started & { pid: number }> => {
  const shell = spawn('sh', ['-c', RUN_IN_SHELL, process.execPath, MAIN], {
    env: { ...process.env, DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1', APP_DIR: '', DATA_DIR: folder(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let words = '';
  shell.stdout.on('data', (data: Buffer) => (words += data.toString()));
  // Its output is closed by the relay, which may outlive it.
  const ended = new Promise<Ended>((resolve) =>
    shell.once('close', (code, signal) => resolve({ code, signal, words })),
  );
  await expect.poll(() => words, { timeout: 20_000 }).toContain('Data is stored in');
  const pid = Number(/^relay (\d+)$/m.exec(words)?.[1]);
  afterTest(() => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // reason: it has ended, as the test wants
    }
  });
  return { child: shell, said: () => words, ended, pid };
};
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // reason: whether there is such a process is the question
  }
};

it.skipIf(process.platform === 'win32')(
  'the relay of npm ends with the shell that npm runs it in, and another goes on without its parent',
  async () => {
    const alone = await startedInShell({ npm_lifecycle_event: 'start' });
    alone.child.kill('SIGTERM');
    // Until this relay has started and ended, the other one has had the time to look for its parent more than once.
    const relay = await startedInShell({ npm_lifecycle_event: 'relay' });
    relay.child.kill('SIGTERM');
    await relay.ended;
    await expect.poll(() => isRunning(relay.pid), { timeout: 10_000 }).toBe(false);
    // Whoever started the build was ended before the relay began.
    const late = run(folder(), [], { EMBERKEEP_PARENT: '1', DATA_DIR: folder() });
    expect(await late.ended).toMatchObject({ code: 0 });
    expect(isRunning(alone.pid)).toBe(true);
    process.kill(alone.pid, 'SIGTERM');
    await alone.ended;
  },
  60_000,
);
