// Owns how a campaign was: now and then the whole of each document that moved, thinned with age, so that an owner can bring back
// what somebody deleted yesterday. Reads bytes, never what they say; a room's own bytes never go back.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { RelayLog } from '../log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import { CAMPAIGN_ROOM, isTableRoom } from '../rooms/room-names.ts';
import type { Database, Tables } from '../storage/database.ts';

/** `at`: unix ms; `rooms`: how many documents changed since the moment before. */
export interface Moment {
  at: number;
  rooms: number;
}

export interface History {
  /** How far back it goes, days; 0 where nothing is kept. */
  readonly days: number;
  /** Keeps every document that moved, once an hour over all nodes, and thins what is old. Gives how many were kept. */
  sweep(): Promise<number>;
  /** The same, now, whatever the hour. */
  keepNow(): Promise<number>;
  moments(campaignId: string): Promise<Moment[]>;
  /** Every document as it was then, in the order of their names, from the one after `after` on, as far as one answer goes. */
  at(campaignId: string, at: number, after: string): Promise<{ room: string; update: Uint8Array }[]>;
  remove(campaignId: string): Promise<void>;
}

const unpack = promisify(gunzip);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An answer ends after the document with which it is this large, or has so many. */
const ANSWER_BYTES = 2 * 1024 * 1024;
const ANSWER_ROOMS = 50;

export const HISTORY_TABLES: Tables = {
  create: `
    CREATE TABLE IF NOT EXISTS history (campaign_id TEXT NOT NULL, room TEXT NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (campaign_id, room, at)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS history_sweeps (hour INTEGER PRIMARY KEY) STRICT;
  `,
  added: [],
};

/** Rooms that have something since their last moment. */
const MOVED_SINCE =
  'SELECT l.room AS room FROM (SELECT room, max(at) AS at FROM update_log GROUP BY room) l LEFT JOIN (SELECT room, max(at) AS at FROM history GROUP BY room) h ON h.room = l.room WHERE h.at IS NULL OR l.at > h.at';

/**
 * Which of a document's moments go: of the last day the newest of each hour stays, before that the newest of each day, and of what
 * is older than `days` the newest, from which a document that nobody touched since is still known.
 */
export const thinned = (moments: readonly number[], now: number, days: number): number[] => {
  const kept = new Set<number | 'before'>();
  return [...moments]
    .sort((a, b) => b - a)
    .filter((at) => {
      const age = now - at;
      const bucket = age > days * DAY ? 'before' : age > DAY ? -Math.floor(at / DAY) : Math.floor(at / HOUR);
      if (kept.has(bucket)) return true;
      kept.add(bucket);
      return false;
    });
};

export const createHistory = (deps: {
  db: Database;
  log: RelayLog;
  merger: Merger;
  days: number;
  nowMs(): number;
}): History => {
  const { db, log } = deps;

  const keep = async (campaignId: string, room: string, at: number): Promise<boolean> => {
    const { rows } = await log.read(room);
    if (rows.length === 0) return false; // deleted meanwhile
    const packed = await deps.merger.run({ type: 'pack', rows });
    const hash = createHash('sha256').update(packed).digest('hex');
    const [last] = await db.all(
      'SELECT hash FROM history WHERE campaign_id = ? AND room = ? ORDER BY at DESC LIMIT 1',
      campaignId,
      room,
    );
    // Written, and the same all the same: by hand, the clock of another node.
    if (last?.['hash'] === hash) return false;
    await db.all(
      'INSERT INTO history (campaign_id, room, at, bytes, hash) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      campaignId,
      room,
      at,
      packed,
      hash,
    );
    await thin(campaignId, room, at);
    return true;
  };
  const thin = async (campaignId: string, room: string, now: number): Promise<void> => {
    const all = (await db.all('SELECT at FROM history WHERE campaign_id = ? AND room = ?', campaignId, room)).map(
      (row) => Number(row['at']),
    );
    for (const gone of thinned(all, now, deps.days))
      await db.all('DELETE FROM history WHERE campaign_id = ? AND room = ? AND at = ?', campaignId, room, gone);
  };

  const keepAll = async (now: number): Promise<number> => {
    const moved = await db.all(MOVED_SINCE);
    let kept = 0;
    for (const row of moved) {
      const room = String(row['room']);
      const campaignId = CAMPAIGN_ROOM.exec(room)?.[1];
      // What players read is made from the others.
      if (!campaignId || isTableRoom(room)) continue;
      // What cannot be merged has no moment; the doctor names it.
      if (await keep(campaignId, room, now).catch(() => false)) kept += 1;
    }
    // What nobody writes any more is forgotten in time as well.
    for (const row of await db.all(
      'SELECT campaign_id, room FROM history WHERE at < ? GROUP BY campaign_id, room HAVING count(*) > 1',
      now - deps.days * DAY,
    ))
      await thin(String(row['campaign_id']), String(row['room']), now);
    return kept;
  };

  return {
    days: deps.days,
    keepNow: () => keepAll(deps.nowMs()),
    sweep: async () => {
      const now = deps.nowMs();
      const hour = Math.floor(now / HOUR);
      // Whoever comes first does it, for all nodes.
      const [mine] = await db.all(
        'INSERT INTO history_sweeps (hour) VALUES (?) ON CONFLICT DO NOTHING RETURNING hour',
        hour,
      );
      if (!mine) return 0;
      await db.all('DELETE FROM history_sweeps WHERE hour < ?', hour - 48);
      return keepAll(now);
    },
    moments: async (campaignId) =>
      (
        await db.all(
          'SELECT at, count(*) AS rooms FROM history WHERE campaign_id = ? GROUP BY at ORDER BY at DESC',
          campaignId,
        )
      ).map((row) => ({ at: Number(row['at']), rooms: Number(row['rooms']) })),
    at: async (campaignId, at, after) => {
      const names = await db.all(
        'SELECT room, max(at) AS at FROM history WHERE campaign_id = ? AND at <= ? AND room > ? GROUP BY room ORDER BY room LIMIT ?',
        campaignId,
        at,
        after,
        ANSWER_ROOMS,
      );
      const documents: { room: string; update: Uint8Array }[] = [];
      let bytes = 0;
      for (const { room, at: then } of names) {
        const [row] = await db.all(
          'SELECT bytes FROM history WHERE campaign_id = ? AND room = ? AND at = ?',
          campaignId,
          String(room),
          Number(then),
        );
        if (!row) continue;
        const update = new Uint8Array(await unpack(row['bytes'] as Uint8Array));
        documents.push({ room: String(room), update });
        bytes += update.byteLength;
        if (bytes > ANSWER_BYTES) break;
      }
      return documents;
    },
    remove: async (campaignId) => void (await db.all('DELETE FROM history WHERE campaign_id = ?', campaignId)),
  };
};

/** How often it is asked whether the hour has come, ms. */
const LOOK_MS = 10 * 60_000;

/** Sweeps from time to time; gives the way to stop. */
export const sweepRegularly = (history: History, onError: (error: Error) => void): (() => void) => {
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= history
      .sweep()
      .catch(onError)
      .finally(() => (running = null));
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
};
