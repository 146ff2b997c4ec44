// The shared log in Postgres: its table, and the function that appends a tick in one statement.
import { CHANNEL } from '../storage/postgres-outbox.ts';

/**
 * A tick up to this size is sent along with its notice, so that other nodes need not ask. Postgres carries 8,000
 * bytes.
 */
const SMALL_ENTRIES = 8;
const SMALL_BYTES = 1500;

/**
 * `node`: who wrote the entry; empty for what compaction made. Storage is EXTERNAL (not compressed): entries are
 * read more often than disks are full.
 */
const TABLE = `
  CREATE TABLE IF NOT EXISTS update_log (
    sequence BIGINT PRIMARY KEY,
    room TEXT NOT NULL,
    tag TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    member TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL,
    sum BIGINT,
    node TEXT NOT NULL DEFAULT ''
  );
  ALTER TABLE update_log ALTER COLUMN bytes SET STORAGE EXTERNAL;
  CREATE INDEX IF NOT EXISTS update_log_room ON update_log (room, sequence);
  CREATE SEQUENCE IF NOT EXISTS update_log_sequence;
`;

/**
 * Takes the sequences under a lock that lasts until the commit, so that they become visible in ascending order, and
 * sends the notice `{"from", "first", "upTo", "entries"?}`. The lock costs little: Postgres commits transactions
 * with a notice one at a time anyway.
 */
const APPEND = `
  CREATE OR REPLACE FUNCTION emberkeep_append(
    rooms text[],
    tags text[],
    updates bytea[],
    members text[],
    sums bigint[],
    now_ms bigint,
    writer text
  )
  RETURNS TABLE (kept_tag text, kept_sequence bigint)
  LANGUAGE plpgsql
  AS $$
  DECLARE
    oldest bigint;
    newest bigint;
    said text := NULL;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('update_log', 0));
    SELECT nextval('update_log_sequence') INTO oldest;
    RETURN QUERY
      INSERT INTO update_log (sequence, room, tag, bytes, member, at, sum, node)
      SELECT
        CASE WHEN u.n = 1 THEN oldest ELSE nextval('update_log_sequence') END,
        u.room, u.tag, u.bytes, u.member, now_ms, u.sum, writer
      FROM (
        SELECT *
        FROM unnest(rooms, tags, updates, members, sums)
          WITH ORDINALITY AS v(room, tag, bytes, member, sum, n)
        ORDER BY v.n
      ) u
      RETURNING update_log.tag, update_log.sequence;
    SELECT currval('update_log_sequence') INTO newest;
    IF array_length(rooms, 1) <= ${SMALL_ENTRIES}
      AND (SELECT sum(length(b)) FROM unnest(updates) b) <= ${SMALL_BYTES}
    THEN
      SELECT json_agg(
        json_build_array(
          oldest + v.n - 1,
          v.room,
          v.tag,
          translate(encode(v.bytes, 'base64'), E'\\n', '')
        )
        ORDER BY v.n
      )
      INTO said
      FROM unnest(rooms, tags, updates) WITH ORDINALITY AS v(room, tag, bytes, n);
    END IF;
    PERFORM pg_notify(
      '${CHANNEL}',
      '{"from":' || to_json(writer)
        || ',"first":' || oldest
        || ',"upTo":' || newest
        || CASE WHEN said IS NULL THEN '' ELSE ',"entries":' || said END
        || '}'
    );
  END $$;
`;

export const POSTGRES_LOG_SCHEMA = TABLE + APPEND;
