// Runs the log contract over memory and SQLite, and lets the one file operation fail that durability rests on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { countTurns } from '../../testing/count-turns.ts';
import { createMemoryLog } from './memory-log.ts';
import { relayLogContract } from './relay-log.contract.ts';
import type { FilePort } from './disk-sync.ts';
import { createSqliteLog } from './sqlite-log.ts';

let tag = 0;
relayLogContract('memory', async () => ({ log: createMemoryLog(() => `t${tag++}`), dispose: async () => undefined }));

const sqlite = (files?: FilePort) => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-log-'));
  const db = new DatabaseSync(join(folder, 'x.db'));
  db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  const log = createSqliteLog({ db, folder, fileName: 'x.db', nowMs: () => 0, ...(files ? { files } : {}) });
  return {
    log,
    dispose: async () => {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
};
relayLogContract('sqlite', async () => sqlite());

describe('sqlite log', () => {
  it('[R3] callers during a sync share the next one; a failed sync is final', async () => {
    const calls: (() => void)[] = [];
    let failing = false;
    const { log, dispose } = sqlite({
      fdatasync: () =>
        new Promise((resolve, reject) => calls.push(() => (failing ? reject(new Error('EIO')) : resolve()))),
    });
    const order: string[] = [];
    const first = log.sync().then(() => order.push('first'));
    const second = log.sync().then(() => order.push('second'));
    const third = log.sync().then(() => order.push('third'));
    expect(calls).toHaveLength(1);
    calls[0]!();
    await first;
    await Promise.resolve();
    expect(calls).toHaveLength(2);
    expect(order).toEqual(['first']);
    calls[1]!();
    await Promise.all([second, third]);
    failing = true;
    const fourth = log.sync();
    await Promise.resolve();
    calls[2]!();
    await expect(fourth).rejects.toThrow('EIO');
    failing = false;
    await expect(log.sync()).rejects.toThrow('EIO');
    expect(calls).toHaveLength(3);
    await dispose();
  });

  it('others have turns while the heads of very many rooms are read, each once', async () => {
    const { log, dispose } = sqlite();
    const rooms = ['c', ...Array.from({ length: 3500 }, (_, n) => `c/${n}`)];
    const entries = [...rooms, ...rooms, 'c0', 'b'].map((room) => ({ room, bytes: new Uint8Array([1]), member: '' }));
    await log.append(entries);
    let heads: readonly { room: string; sequence: number }[] = [];
    const turns = await countTurns(async () => (heads = await log.heads('c')));
    expect(heads.map(({ room }) => room).sort()).toEqual([...rooms].sort());
    expect(Math.min(...heads.map(({ sequence }) => sequence))).toBeGreaterThan(rooms.length);
    expect(turns).toBeGreaterThanOrEqual(3);
    await dispose();
  });
});
