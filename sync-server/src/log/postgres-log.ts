// Owns the log that several relays share, on Postgres: one statement a tick, which takes its sequences under a lock that lasts
// until it is committed, so that sequences become visible in ascending order and `sequence > last` misses nothing. (A commit with
// a notice is alone in Postgres anyway.) What it resolves is on the engine's disk: there is nothing left to sync.
import type { PostgresEngine } from '../storage/postgres.ts';
import { CHANNEL } from '../storage/postgres.ts';
import type { Row } from '../storage/database.ts';
import { createTags, soundBytes, sumOf } from './entries.ts';
import type { LogHead, LogWatcher, RelayLog } from './relay-log.ts';

/** How long a whole document is waited for: by the largest that a relay keeps, bytes, twice over with its tail. */
const LARGEST_READ = 64e6;

/** A tick so small goes along with its notice: other nodes need not ask for it. Postgres carries 8,000 bytes, names and all. */
const SMALL_ENTRIES = 8;
const SMALL_BYTES = 1500;

/** `node` wrote the entry; none did what compaction made. EXTERNAL: snapshots are read more often than disks are short. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS update_log (
    sequence BIGINT PRIMARY KEY, room TEXT NOT NULL, tag TEXT NOT NULL, bytes BYTEA NOT NULL, member TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL, sum BIGINT, node TEXT NOT NULL DEFAULT ''
  );
  ALTER TABLE update_log ALTER COLUMN bytes SET STORAGE EXTERNAL;
  CREATE INDEX IF NOT EXISTS update_log_room ON update_log (room, sequence);
  CREATE SEQUENCE IF NOT EXISTS update_log_sequence;
  CREATE OR REPLACE FUNCTION emberkeep_append(rooms text[], tags text[], updates bytea[], members text[], sums bigint[], now_ms bigint, writer text)
  RETURNS TABLE (kept_tag text, kept_sequence bigint) LANGUAGE plpgsql AS $$
  DECLARE oldest bigint; newest bigint; said text := NULL;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('update_log', 0));
    SELECT nextval('update_log_sequence') INTO oldest;
    RETURN QUERY INSERT INTO update_log (sequence, room, tag, bytes, member, at, sum, node)
      SELECT CASE WHEN u.n = 1 THEN oldest ELSE nextval('update_log_sequence') END, u.room, u.tag, u.bytes, u.member, now_ms, u.sum, writer
      FROM (SELECT * FROM unnest(rooms, tags, updates, members, sums) WITH ORDINALITY AS v(room, tag, bytes, member, sum, n) ORDER BY v.n) u
      RETURNING update_log.tag, update_log.sequence;
    SELECT currval('update_log_sequence') INTO newest;
    IF array_length(rooms, 1) <= ${SMALL_ENTRIES} AND (SELECT sum(length(b)) FROM unnest(updates) b) <= ${SMALL_BYTES} THEN
      SELECT json_agg(json_build_array(oldest + v.n - 1, v.room, v.tag, translate(encode(v.bytes, 'base64'), E'\\n', '')) ORDER BY v.n)
        INTO said FROM unnest(rooms, tags, updates) WITH ORDINALITY AS v(room, tag, bytes, n);
    END IF;
    PERFORM pg_notify('${CHANNEL}', '{"from":' || to_json(writer) || ',"first":' || oldest || ',"upTo":' || newest || CASE WHEN said IS NULL THEN '' ELSE ',"entries":' || said END || '}');
  END $$;
`;

/** A campaign's ledger, of any of its rooms; as the statement below has it. */
const ledgerOf = (room: string): string => /^campaign\/[^/]+/.exec(room)?.[0] ?? '';

/** Entries fetched at once, when others have written much. */
const PAGE = 500;

export const createPostgresLog = async (deps: {
  engine: PostgresEngine;
  nowMs(): number;
  onError(error: Error): void;
}): Promise<RelayLog> => {
  const { engine } = deps;
  const { query } = engine;
  const newTag = createTags();
  await engine.database.define({ create: TABLES, added: [] });
  const toHead = (row: Row): LogHead => ({
    room: String(row['room']),
    sequence: Number(row['sequence']),
    tag: String(row['tag']),
  });
  const range = (prefix: string): [string, string, string] => [prefix, `${prefix}/`, `${prefix}0`]; // '0' follows '/' in byte order

  let watcher: LogWatcher | null = null;
  /** Everything up to here was heard, or is our own. */
  let heard = 0;
  let wanted = 0;
  let fetching: Promise<void> | null = null;
  const newest = async (): Promise<number> =>
    Number((await query('SELECT coalesce(max(sequence), 0) AS last FROM update_log', []))[0]?.['last']);

  const fetchMore = async (): Promise<void> => {
    while (watcher && wanted > heard) {
      const upTo = wanted;
      const rows = await query(
        `SELECT sequence, room, tag, sum, CASE WHEN room = ANY($4) THEN bytes END AS bytes FROM update_log
         WHERE sequence > $1 AND sequence <= $2 AND node <> $3 AND (room = ANY($4) OR substring(room FROM '^campaign/[^/]+') = ANY($5)) ORDER BY sequence LIMIT ${PAGE}`,
        [heard, upTo, engine.writer(), watcher.rooms(), watcher.ledgers()],
      );
      heard = rows.length === PAGE ? Number(rows.at(-1)?.['sequence']) : upTo;
      if (rows.length > 0)
        watcher.onEntries(rows.map((row) => ({ ...toHead(row), bytes: row['bytes'] ? soundBytes(row) : null })));
    }
  };
  /** One fetch at a time; whoever asks meanwhile is served by the loop that runs. */
  const hearUpTo = (upTo: number): Promise<void> => {
    wanted = Math.max(wanted, upTo);
    if (wanted <= heard || !watcher) return Promise.resolve();
    fetching ??= fetchMore().finally(() => (fetching = null));
    return fetching;
  };
  engine.onDoorbell(({ first, upTo, isOurs, entries }) => {
    // It follows on from what was heard: our own needs no hearing, and what was said along no asking. (A number that was given
    // out and never used makes a gap, and is asked about.)
    if (first === heard + 1 && wanted === heard && !fetching && (isOurs || entries)) {
      heard = wanted = upTo;
      if (isOurs || !watcher) return;
      const [open, ledgers] = [new Set(watcher.rooms()), new Set(watcher.ledgers())];
      const wantedEntries = (entries ?? []).filter(([, room]) => open.has(room) || ledgers.has(ledgerOf(room)));
      if (wantedEntries.length > 0)
        watcher.onEntries(
          wantedEntries.map(([sequence, room, tag, text]) => ({
            sequence,
            room,
            tag,
            bytes: open.has(room) ? Buffer.from(text, 'base64') : null,
          })),
        );
      return;
    }
    void hearUpTo(upTo).catch(deps.onError);
  });
  // Whoever was here while the engine was away has been sent off: what came meanwhile they read when they come back.
  await engine.start(async () => void (heard = wanted = await newest()));

  return {
    append: async (entries) => {
      const tagged = entries.map((e) => ({ ...e, tag: newTag() }));
      const bytes = tagged.map((e) => Buffer.from(e.bytes.buffer, e.bytes.byteOffset, e.bytes.byteLength));
      let rows: Row[];
      try {
        rows = await engine.queryHere(
          'append',
          'SELECT * FROM emberkeep_append($1, $2, $3, $4, $5, $6, $7)',
          [
            tagged.map((e) => e.room),
            tagged.map((e) => e.tag),
            bytes,
            tagged.map((e) => e.member),
            tagged.map((e) => sumOf(e.bytes)),
            deps.nowMs(),
            engine.writer(),
          ],
          bytes.reduce((sum, each) => sum + each.byteLength, 0),
        );
      } catch (error) {
        engine.renew();
        throw error;
      }
      const sequences = new Map(rows.map((row) => [String(row['kept_tag']), Number(row['kept_sequence'])]));
      return tagged.map(({ room, tag, bytes }) => ({ room, tag, bytes, sequence: sequences.get(tag) as number }));
    },
    sync: async () => undefined,
    read: async (room) => {
      const rows = await query(
        'SELECT room, sequence, tag, bytes, sum FROM update_log WHERE room = $1 ORDER BY sequence',
        [room],
        LARGEST_READ,
      );
      const last = rows.at(-1);
      return { rows: rows.map(soundBytes), head: last ? toHead(last) : null };
    },
    heads: async (prefix) =>
      (
        await query(
          'SELECT DISTINCT ON (room) room, sequence, tag FROM update_log WHERE room = $1 OR (room >= $2 AND room < $3) ORDER BY room, sequence DESC',
          range(prefix),
        )
      ).map(toHead),
    rooms: async () =>
      (
        await query(
          'SELECT room, count(*) AS entries, sum(length(bytes)) AS bytes, max(at) AS at FROM update_log GROUP BY room ORDER BY room',
          [],
        )
      ).map((row) => ({
        room: String(row['room']),
        entries: Number(row['entries']),
        bytes: Number(row['bytes']),
        at: Number(row['at']),
      })),
    size: async (room) => {
      const [row] = await query(
        'SELECT count(*) AS entries, coalesce(sum(length(bytes)), 0) AS bytes, (SELECT length(bytes) FROM update_log WHERE room = $1 ORDER BY sequence LIMIT 1) AS first FROM update_log WHERE room = $1',
        [room],
      );
      return {
        entries: Number(row?.['entries']),
        bytes: Number(row?.['bytes']),
        firstBytes: Number(row?.['first'] ?? 0),
      };
    },
    // One statement, so all or nothing; the row at `upTo` is the guard against another node that was faster, or a campaign that is gone.
    compact: async (room, upTo, bytes) => {
      await engine.database.batch(`compact ${room}`, [
        [
          'DELETE FROM update_log WHERE room = ? AND sequence < ? AND EXISTS (SELECT 1 FROM update_log WHERE room = ? AND sequence = ?)',
          room,
          upTo,
          room,
          upTo,
        ],
        [
          "UPDATE update_log SET bytes = ?, sum = ?, member = '', node = '' WHERE room = ? AND sequence = ?",
          Buffer.from(bytes),
          sumOf(bytes),
          room,
          upTo,
        ],
      ]);
    },
    remove: async (prefix) =>
      void (await query('DELETE FROM update_log WHERE room = $1 OR (room >= $2 AND room < $3)', range(prefix))),
    watch: (next) => {
      watcher = next;
    },
    fresh: async () => (watcher ? hearUpTo(await newest()) : undefined),
    close: async () => undefined,
  };
};
