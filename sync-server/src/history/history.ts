// Earlier versions of a campaign: now and then a whole copy of each document that changed, thinned with age, so that an
// owner can restore what was deleted yesterday. Reads bytes, never their content; a room's own bytes never go back.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { HistoryMoment } from '@emberkeep/sync/wire';
import type { RelayLog } from '../update-log/relay-log.ts';
import type { Merger } from '../merge/merger.ts';
import { nextTurn } from '../next-turn.ts';
import { campaignIdOf, isPlayerViewRoom } from '../rooms/room-names.ts';
import type { Database, Tables } from '../storage/database.ts';
import { DAY_MS, HOUR_MS, momentsToDelete } from './thinning.ts';

/** A document as it was; `update` is the whole of it. */
export interface HistoryDocument {
  room: string;
  update: Uint8Array;
}

export interface History {
  /** How far back moments are kept, days; 0 if none are. */
  readonly days: number;
  /**
   * Keeps every document that changed, once an hour over all nodes, and thins old moments. Returns how many it
   * kept.
   */
  sweep(): Promise<number>;
  /** Like `sweep`, but at any time. */
  keepNow(): Promise<number>;
  /** Newest first. */
  moments(campaignId: string): Promise<HistoryMoment[]>;
  /** The documents as they were at a moment, by name from the one after `after`, as many as fit in one response. */
  at(campaignId: string, at: number, after: string): Promise<HistoryDocument[]>;
  remove(campaignId: string): Promise<void>;
}

export interface HistoryDeps {
  db: Database;
  log: RelayLog;
  merger: Merger;
  days: number;
  nowMs(): number;
}

const unpack = promisify(gunzip);

/** A response ends after the document that takes it past this size, or after this many documents. */
const RESPONSE_BYTES = 2 * 1024 * 1024;
const RESPONSE_ROOMS = 50;
/** Kept documents that are counted before others have their turn: a few milliseconds. */
const LISTED_AT_ONCE = 2000;
/** How long the marks of past sweeps are kept, hours. */
const SWEEP_MARK_HOURS = 48;

export const HISTORY_TABLES: Tables = {
  create: `
    CREATE TABLE IF NOT EXISTS history (
      campaign_id TEXT NOT NULL,
      room TEXT NOT NULL,
      at INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (campaign_id, room, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS history_sweeps (
      hour INTEGER PRIMARY KEY
    ) STRICT;
  `,
  added: [],
};

/** Rooms that have changed since their last moment. */
const CHANGED_ROOMS = `
  SELECT l.room AS room
  FROM (SELECT room, max(at) AS at FROM update_log GROUP BY room) l
  LEFT JOIN (SELECT room, max(at) AS at FROM history GROUP BY room) h ON h.room = l.room
  WHERE h.at IS NULL OR l.at > h.at
`;
const LAST_HASH = `
  SELECT hash
  FROM history
  WHERE campaign_id = ? AND room = ?
  ORDER BY at DESC
  LIMIT 1
`;
const ADD_MOMENT = `
  INSERT INTO history (campaign_id, room, at, bytes, hash)
  VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
`;
/** Documents with a moment that is too old, and another beside it. */
const AGED_ROOMS = `
  SELECT campaign_id, room
  FROM history
  WHERE at < ?
  GROUP BY campaign_id, room
  HAVING count(*) > 1
`;
const CLAIM_HOUR = `
  INSERT INTO history_sweeps (hour)
  VALUES (?)
  ON CONFLICT DO NOTHING
  RETURNING hour
`;
const LIST_MOMENTS = `
  SELECT room, at
  FROM history
  WHERE campaign_id = ? AND (room > ? OR (room = ? AND at > ?))
  ORDER BY room, at
  LIMIT ${LISTED_AT_ONCE}
`;
const ROOMS_AT = `
  SELECT room, max(at) AS at
  FROM history
  WHERE campaign_id = ? AND at <= ? AND room > ?
  GROUP BY room
  ORDER BY room
  LIMIT ?
`;
const ONE_MOMENT = 'WHERE campaign_id = ? AND room = ? AND at = ?';

/** Keeps and thins moments; returns the function that keeps every document that changed. */
const createKeeper = ({ db, log, merger, days }: HistoryDeps): ((now: number) => Promise<number>) => {
  const thin = async (campaignId: string, room: string, now: number): Promise<void> => {
    const rows = await db.all('SELECT at FROM history WHERE campaign_id = ? AND room = ?', campaignId, room);
    const moments = rows.map((row) => Number(row['at']));
    for (const at of momentsToDelete(moments, now, days))
      await db.all(`DELETE FROM history ${ONE_MOMENT}`, campaignId, room, at);
  };

  const keep = async (campaignId: string, room: string, now: number): Promise<boolean> => {
    const { rows } = await log.read(room);
    if (rows.length === 0) return false; // deleted in the meantime
    const packed = await merger.run({ type: 'pack', rows }, room);
    const hash = createHash('sha256').update(packed).digest('hex');
    const [last] = await db.all(LAST_HASH, campaignId, room);
    // The times can say that a document changed when it did not: moments can be kept by hand, and clocks of nodes
    // differ.
    if (last?.['hash'] === hash) return false;
    await db.all(ADD_MOMENT, campaignId, room, now, packed, hash);
    await thin(campaignId, room, now);
    return true;
  };

  const keepChanged = async (now: number): Promise<number> => {
    let kept = 0;
    for (const row of await db.all(CHANGED_ROOMS)) {
      const room = String(row['room']);
      const campaignId = campaignIdOf(room);
      // The player view is made from the other documents.
      if (!campaignId || isPlayerViewRoom(room)) continue;
      // reason: a document that cannot be merged has no moment, and `relay doctor` names it
      if (await keep(campaignId, room, now).catch(() => false)) kept += 1;
    }
    return kept;
  };

  return async (now) => {
    const kept = await keepChanged(now);
    for (const row of await db.all(AGED_ROOMS, now - days * DAY_MS))
      await thin(String(row['campaign_id']), String(row['room']), now);
    return kept;
  };
};

export const createHistory = (deps: HistoryDeps): History => {
  const { db, days, nowMs } = deps;
  const keepAll = createKeeper(deps);
  return {
    days,
    keepNow: () => keepAll(nowMs()),
    sweep: async () => {
      const now = nowMs();
      const hour = Math.floor(now / HOUR_MS);
      // The node that claims the hour sweeps for all of them.
      const [claimed] = await db.all(CLAIM_HOUR, hour);
      if (!claimed) return 0;
      await db.all('DELETE FROM history_sweeps WHERE hour < ?', hour - SWEEP_MARK_HOURS);
      return keepAll(now);
    },
    moments: async (campaignId) => {
      const rooms = new Map<number, number>();
      for (let last = { room: '', at: 0 }, isMore = true; isMore; await nextTurn()) {
        const rows = await db.all(LIST_MOMENTS, campaignId, last.room, last.room, last.at);
        for (const row of rows) {
          last = { room: String(row['room']), at: Number(row['at']) };
          rooms.set(last.at, (rooms.get(last.at) ?? 0) + 1);
        }
        isMore = rows.length === LISTED_AT_ONCE;
      }
      return [...rooms].map(([at, count]) => ({ at, rooms: count })).sort((a, b) => b.at - a.at);
    },
    at: async (campaignId, at, after) => {
      const documents: HistoryDocument[] = [];
      let bytes = 0;
      for (const row of await db.all(ROOMS_AT, campaignId, at, after, RESPONSE_ROOMS)) {
        const [room, keptAt] = [String(row['room']), Number(row['at'])];
        const [moment] = await db.all(`SELECT bytes FROM history ${ONE_MOMENT}`, campaignId, room, keptAt);
        if (!moment) continue;
        const update = new Uint8Array(await unpack(moment['bytes'] as Uint8Array));
        documents.push({ room, update });
        bytes += update.byteLength;
        if (bytes > RESPONSE_BYTES) break;
      }
      return documents;
    },
    remove: async (campaignId) => void (await db.all('DELETE FROM history WHERE campaign_id = ?', campaignId)),
  };
};
