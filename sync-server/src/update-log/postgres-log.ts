// The log that several relays share, on Postgres. A tick is one statement; sequences become visible in ascending
// order, so that `sequence > last` misses nothing. What resolves is on the engine's disk, so there is nothing left
// to sync.
import type { Row } from '../storage/database.ts';
import type { PostgresEngine } from '../storage/postgres.ts';
import { checkedBytes, checksumOf, createTags, prefixBounds } from './entries.ts';
import { createLogFollower, toHead } from './postgres-log-follower.ts';
import { POSTGRES_LOG_SCHEMA } from './postgres-log-schema.ts';
import type { LogEntry, NewEntry, RelayLog } from './relay-log.ts';

/** The largest document with its tail that a read waits for, bytes. */
const LARGEST_READ = 64e6;

const APPEND = 'SELECT * FROM emberkeep_append($1, $2, $3, $4, $5, $6, $7)';
const READ_ROOM = `
  SELECT room, sequence, tag, bytes, sum
  FROM update_log
  WHERE room = $1
  ORDER BY sequence
`;
const HEADS = `
  SELECT DISTINCT ON (room) room, sequence, tag
  FROM update_log
  WHERE room = $1 OR (room >= $2 AND room < $3)
  ORDER BY room, sequence DESC
`;
const ROOMS = `
  SELECT room, count(*) AS entries, sum(length(bytes)) AS bytes, max(at) AS at
  FROM update_log
  GROUP BY room
  ORDER BY room
`;
const SIZE = `
  SELECT
    count(*) AS entries,
    coalesce(sum(length(bytes)), 0) AS bytes,
    (SELECT length(bytes) FROM update_log WHERE room = $1 ORDER BY sequence LIMIT 1) AS first
  FROM update_log
  WHERE room = $1
`;
/**
 * Removes nothing unless the entry to keep is still there: another node was not faster, and the campaign not
 * deleted.
 */
const REMOVE_COMPACTED = `
  DELETE FROM update_log
  WHERE room = ?
    AND sequence < ?
    AND EXISTS (SELECT 1 FROM update_log WHERE room = ? AND sequence = ?)
`;
const REPLACE_HEAD = `
  UPDATE update_log
  SET bytes = ?, sum = ?, member = '', node = ''
  WHERE room = ? AND sequence = ?
`;
const REMOVE_ROOMS = `
  DELETE FROM update_log
  WHERE room = $1 OR (room >= $2 AND room < $3)
`;

interface PostgresLogDeps {
  engine: PostgresEngine;
  nowMs(): number;
  onError(error: Error): void;
}

const createAppend = ({ engine, nowMs }: PostgresLogDeps): RelayLog['append'] => {
  const newTag = createTags();

  const insert = (tagged: readonly (NewEntry & { tag: string })[]): Promise<Row[]> => {
    const bytes = tagged.map((e) => Buffer.from(e.bytes.buffer, e.bytes.byteOffset, e.bytes.byteLength));
    const columns = [
      tagged.map((e) => e.room),
      tagged.map((e) => e.tag),
      bytes,
      tagged.map((e) => e.member),
      tagged.map((e) => checksumOf(e.bytes)),
    ];
    const size = bytes.reduce((sum, each) => sum + each.byteLength, 0);
    return engine.queryHere('append', APPEND, [...columns, nowMs(), engine.writer()], size);
  };

  return async (entries) => {
    const tagged = entries.map((entry) => ({ ...entry, tag: newTag() }));
    // After a failure nobody knows whether the entries were stored: from now on this node hears them like anyone
    // else's.
    const rows = await insert(tagged).catch((error: unknown) => {
      engine.renew();
      throw error;
    });
    const sequences = new Map(rows.map((row) => [String(row['kept_tag']), Number(row['kept_sequence'])]));
    return tagged.map(({ room, tag, bytes }): LogEntry => ({
      room,
      tag,
      bytes,
      sequence: sequences.get(tag) as number,
    }));
  };
};

export const createPostgresLog = async (deps: PostgresLogDeps): Promise<RelayLog> => {
  const { engine, onError } = deps;
  const { query } = engine;
  await engine.database.define({ create: POSTGRES_LOG_SCHEMA, added: [] });
  const follower = createLogFollower(engine, onError);
  engine.onCommitted(follower.onCommitted);
  await engine.start(follower.skipToEnd);

  return {
    append: createAppend(deps),
    sync: async () => undefined,
    read: async (room) => {
      const rows = await query(READ_ROOM, [room], LARGEST_READ);
      const last = rows.at(-1);
      return { rows: rows.map(checkedBytes), head: last ? toHead(last) : null };
    },
    heads: async (prefix) => (await query(HEADS, prefixBounds(prefix))).map(toHead),
    rooms: async () =>
      (await query(ROOMS, [])).map((row) => ({
        room: String(row['room']),
        entries: Number(row['entries']),
        bytes: Number(row['bytes']),
        at: Number(row['at']),
      })),
    size: async (room) => {
      const [row] = await query(SIZE, [room]);
      return {
        entries: Number(row?.['entries']),
        bytes: Number(row?.['bytes']),
        firstBytes: Number(row?.['first'] ?? 0),
      };
    },
    compact: async (room, upTo, bytes) => {
      await engine.database.batch(`compact ${room}`, [
        [REMOVE_COMPACTED, room, upTo, room, upTo],
        [REPLACE_HEAD, Buffer.from(bytes), checksumOf(bytes), room, upTo],
      ]);
    },
    remove: async (prefix) => void (await query(REMOVE_ROOMS, prefixBounds(prefix))),
    watch: follower.watch,
    fresh: follower.fresh,
    close: async () => undefined,
  };
};
