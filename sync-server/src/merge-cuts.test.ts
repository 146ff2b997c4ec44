// Tests that a relay which is killed, or whose disk is full, at any step of a merge, a restore or a repair loses nothing
// that it confirmed, and shows nothing half as whole. Each operation runs as a process of its own; strace counts the steps
// at which it changes its folder, and ends it there or fails them. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>; more
// steps with EMBERKEEP_MERGE_CUTS.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { configOf, folder, ROOM } from '../testing/relay.ts';
import { poison } from '../testing/poison.ts';
import { runCommand } from './operate/commands.ts';
import { openStorage } from './storage/open-storage.ts';
import { areReadable } from './rooms/stored-room.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 18);
const CUTS = Number(process.env['EMBERKEEP_MERGE_CUTS'] ?? 1);
/** Each of these changes what is on the disk, or makes it last. */
const STEPS = 'pwrite64,ftruncate,fsync,fdatasync,rename,link,unlink,mkdir';
/** Those that a full disk refuses. */
const FULL = 'pwrite64,mkdir,link';
const MANY = 5001;
const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

const fileAt = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const MAIN = fileAt('./main.ts');
const MERGE = fileAt('../testing/merge-under-load.ts');

/** Runs a program of the relay under strace; returns what it printed, and the trace. */
const run = (program: readonly string[], dataDir: string, inject: readonly string[] = []) => {
  const trace = join(folder(), 'trace');
  const args = ['-f', '--seccomp-bpf', '-e', `trace=${STEPS}`, ...inject, '-o', trace, process.execPath];
  const done = spawnSync('strace', [...args, '--disable-warning=ExperimentalWarning', ...program], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, DISK_FLOOR_MB: '0', APP_DIR: '' },
    encoding: 'utf8',
  });
  return { words: done.stdout + done.stderr, status: done.status, trace: readFileSync(trace, 'latin1').split('\n') };
};

/** How many steps of these calls the program's first thread takes. */
const countSteps = (trace: readonly string[], calls: string): number => {
  const first = trace.findLast((line) => line !== '')!.split(' ')[0]!; // it ends last
  const pattern = new RegExp(`^${first} +(?:${calls.replaceAll(',', '|')})(?:at|at2)?\\(`);
  return trace.filter((line) => pattern.test(line)).length;
};

/** The first steps, the last ones, and some between. */
const chosen = (random: Random, count: number): number[] => {
  const some = Array.from({ length: CUTS }, () => 1 + random.int(count));
  return [...new Set([...some, count - random.int(Math.min(6, count)), 1 + random.int(Math.min(6, count))])];
};

/** Everything in the room, as a new device reads it; null where an entry cannot be read. */
const read = async (dataDir: string): Promise<{ doc: Y.Doc; sequence: number } | null> => {
  const storage = await openStorage({ dataDir, databaseUrl: '', mustExist: true });
  try {
    const { rows, head } = await storage.log.read(ROOM);
    if (!areReadable(rows)) return null;
    const doc = new Y.Doc();
    for (const row of rows) Y.applyUpdate(doc, row);
    return { doc, sequence: head?.sequence ?? 0 };
  } finally {
    await storage.close();
  }
};

const words = (doc: Y.Doc): unknown[] => doc.getArray('list').toArray();

/** A data folder with a room of this many entries, each with a word. */
const filled = async (count: number, word: (n: number) => string): Promise<string> => {
  const dataDir = folder();
  const storage = await openStorage({ dataDir, databaseUrl: '' });
  const doc = new Y.Doc();
  const entries: { room: string; bytes: Uint8Array; member: string }[] = [];
  doc.on('update', (bytes: Uint8Array) => entries.push({ room: ROOM, bytes, member: '' }));
  for (let n = 0; n < count; n++) doc.getArray('list').push([word(n)]);
  await storage.log.append(entries);
  await storage.log.sync();
  await storage.close();
  return dataDir;
};

const copyOf = (dataDir: string): string => {
  const copy = folder();
  cpSync(dataDir, copy, { recursive: true });
  return copy;
};

const doctor = (dataDir: string, ...args: string[]): Promise<number> =>
  runCommand(configOf(dataDir), ['doctor', ...args], () => undefined);

interface Operation {
  program(dataDir: string): readonly string[];
  prepared: string;
  /** Looks at a folder in which the operation was cut off. `said`: what it printed. */
  check(dataDir: string, said: string, cut: string): Promise<void>;
}

/** Cuts the operation off at its steps, by a kill and by a full disk. */
const cutOff = async ({ program, prepared, check }: Operation): Promise<void> => {
  const random = createRandom(seed);
  const whole = copyOf(prepared);
  const { trace, words: said } = run(program(whole), whole);
  await check(whole, said, 'not cut off');
  for (const [calls, fault] of [
    [STEPS, 'signal=KILL'],
    [FULL, 'error=ENOSPC'],
  ] as const)
    for (const step of chosen(random, countSteps(trace, calls))) {
      const dataDir = copyOf(prepared);
      const when = fault === 'signal=KILL' ? `${step}` : `${step}+`;
      const cut = run(program(dataDir), dataDir, ['-e', `inject=${calls}:${fault}:when=${when}`]);
      await check(dataDir, cut.words, `${fault} at step ${step} (seed ${seed}): ${cut.words}`);
    }
};

const LIMIT_MS = 120_000 + CUTS * 60_000;

it.runIf(canTrace)(
  `[R3] a merge that is cut off at any step loses no entry, nor one that arrives meanwhile (seed ${seed})`,
  async () => {
    const prepared = await filled(MANY, String);
    await cutOff({
      prepared,
      program: (dataDir) => [MERGE, dataDir],
      check: async (dataDir, said, cut) => {
        const found = await read(dataDir);
        expect(found && words(found.doc), cut).toEqual(Array.from({ length: MANY }, (_, n) => String(n)));
        const confirmed = [...said.matchAll(/^confirmed (\d+)$/gm)].length;
        const meanwhile = found!.doc.getArray('meanwhile').toArray();
        expect(meanwhile, cut).toEqual(Array.from({ length: meanwhile.length }, (_, n) => n + 1));
        expect(meanwhile.length, cut).toBeGreaterThanOrEqual(confirmed);
        if (cut === 'not cut off') expect(confirmed).toBeGreaterThan(20);
        expect(await doctor(dataDir), cut).toBe(0);
      },
    });
  },
  LIMIT_MS,
);

it.runIf(canTrace)(
  `a restore that is cut off at any step leaves the old relay or the new one, and says which (seed ${seed})`,
  async () => {
    const [before, after] = [await filled(40, (n) => `before ${n}`), await filled(60, (n) => `after ${n}`)];
    const backups = folder();
    for (const [dataDir, certificate] of [
      [before, 'old'],
      [after, 'new'],
    ] as const) {
      mkdirSync(join(dataDir, 'https'));
      writeFileSync(join(dataDir, 'https', 'relay.crt'), certificate);
    }
    expect(await runCommand(configOf(after), ['backup', backups], () => undefined)).toBe(0);
    const backup = join(backups, readdirSync(backups)[0]!);
    const certificateOf = (dataDir: string): string => readFileSync(join(dataDir, 'https', 'relay.crt'), 'utf8');
    const allOf = (name: string): string[] =>
      Array.from({ length: name === 'before' ? 40 : 60 }, (_, n) => `${name} ${n}`);
    await cutOff({
      prepared: before,
      program: () => [MAIN, 'restore', backup],
      check: async (dataDir, said, cut) => {
        const found = await read(dataDir);
        const name = String(words(found!.doc)[0]).split(' ')[0]!;
        expect(words(found!.doc), cut).toEqual(allOf(name));
        if (said.includes('Nothing was changed'))
          expect([name, certificateOf(dataDir)], cut).toEqual(['before', 'old']);
        if (cut === 'not cut off') expect([name, certificateOf(dataDir)]).toEqual(['after', 'new']);
        expect(await doctor(dataDir), cut).toBe(0);
        // Tried again, it is whole, and what was there before is beside it.
        expect(await runCommand(configOf(dataDir), ['restore', backup], () => undefined), cut).toBe(0);
        expect(words((await read(dataDir))!.doc), cut).toEqual(allOf('after'));
        expect(certificateOf(dataDir), cut).toBe('new');
        const asides = readdirSync(dataDir).filter((each) => each.startsWith('before-restore-'));
        const olds = asides.filter((each) => existsSync(join(dataDir, each, 'relay.db')));
        const kept = await Promise.all(olds.map((each) => read(join(dataDir, each))));
        expect(
          kept.some((each) => each && words(each.doc)[0] === 'before 0'),
          cut,
        ).toBe(true);
        expect(
          readdirSync(dataDir).filter((each) => each.includes('.part')),
          cut,
        ).toEqual([]);
      },
    });
  },
  LIMIT_MS,
);

it.runIf(canTrace).each(['an item that throws', 'an entry that the disk damaged'] as const)(
  `a repair of %s that is cut off at any step loses nothing else, and is made whole by the next (seed ${seed})`,
  async (harm) => {
    const prepared = await filled(30, String);
    const isItem = harm === 'an item that throws';
    const db = new DatabaseSync(join(prepared, 'relay.db'));
    if (isItem)
      db.prepare("INSERT INTO update_log (room, tag, bytes, member, at) VALUES (?, 't', ?, '', 0)").run(
        ROOM,
        poison(4_000_000_000, 0, 'theirs'),
      );
    // The last entry, on which no other builds.
    else db.exec("UPDATE update_log SET bytes = x'0102' WHERE sequence = (SELECT max(sequence) FROM update_log)");
    const { last } = db.prepare('SELECT max(sequence) AS last FROM update_log').get() as { last: number };
    db.close();
    const sound = [...Array.from({ length: isItem ? 30 : 29 }, (_, n) => String(n)), ...(isItem ? ['theirs'] : [])];
    await cutOff({
      prepared,
      program: () => [MAIN, 'doctor', '--repair'],
      check: async (dataDir, said, cut) => {
        if (/^REPAIRED/m.test(said) || cut === 'not cut off') expect(await doctor(dataDir), cut).toBe(0);
        await doctor(dataDir, '--repair');
        expect(await doctor(dataDir), cut).toBe(0);
        const found = await read(dataDir);
        expect(words(found!.doc), cut).toEqual(sound);
        // Every device looks at a room with a new head, and brings what it lacks.
        expect(found!.sequence, cut).toBeGreaterThan(last);
        const kept = join(dataDir, 'repaired');
        const files = existsSync(kept) ? readdirSync(kept).filter((name) => !name.endsWith('.part')) : [];
        for (const name of files) expect(() => Y.decodeUpdate(readFileSync(join(kept, name))), cut).not.toThrow();
        expect(files.length > 0, cut).toBe(isItem);
      },
    });
  },
  LIMIT_MS,
);
