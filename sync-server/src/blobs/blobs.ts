// Pictures of campaigns, stored under the SHA-256 of their bytes in the relay's one database, so that a backup contains
// them. Accepts pieces in order; stores only whole pictures whose bytes match their hash. Reads nothing else of them.
import { createHash } from 'node:crypto';
import { BLOB_MAX, KEEP_MAX, type BlobInfo, type BlobRefusal } from '@emberkeep/sync/wire';
import { nextTurn } from '../next-turn.ts';
import type { Database, Row, Statement, Tables } from '../storage/database.ts';
import { pictureType } from './picture-type.ts';

export type BlobOutcome =
  { ok: true; isWhole: boolean; have: number } | { ok: false; refusal: { type: BlobRefusal; have?: number } };

/** A piece that starts at byte `from` of a picture of `total` bytes. */
export interface BlobPiece {
  hash: string;
  piece: Uint8Array;
  from: number;
  total: number;
}

export interface Blobs {
  /** Adds a piece. The last one completes the picture, or has it refused. */
  put(campaignId: string, piece: BlobPiece): Promise<BlobOutcome>;
  get(campaignId: string, hash: string): Promise<{ bytes: Uint8Array; type: string } | null>;
  list(campaignId: string): Promise<BlobInfo[]>;
  /** The pictures that the campaign uses now. Others are deleted once they have been unused for a month. */
  keepOnly(campaignId: string, hashes: readonly string[]): Promise<void>;
  /** The pictures that players may fetch from now on: these and no other. */
  show(campaignId: string, hashes: readonly string[]): Promise<void>;
  /** A picture that players may fetch; null for any other. */
  getShown(campaignId: string, hash: string): Promise<{ bytes: Uint8Array; type: string } | null>;
  /** Deletes every picture of a campaign. */
  remove(campaignId: string): Promise<void>;
}

const DAY_MS = 86_400_000;
/** How long an unused picture is kept, ms: a device that is offline may still use it. */
const UNUSED_MS = 30 * DAY_MS;
/** How long an unfinished upload is kept, ms. */
const PART_MS = DAY_MS;
/** Pictures of a campaign: what it uses and what it does not use any more. */
const PICTURES_MAX = KEEP_MAX;
/** Pieces of unfinished uploads of a campaign: a device sends one picture at a time, in four pieces at most. */
const PARTS_MAX = 200;
/** Pictures that are listed before others have their turn: a millisecond or two. */
const LISTED_AT_ONCE = 500;
/** How long it is known what a campaign's pictures take, ms. Other nodes add some meanwhile. */
const USAGE_MS = 600_000;
/** Campaigns of which it is known; more are forgotten. */
const USAGES_MAX = 1000;

export const BLOB_TABLES: Tables = {
  added: [],
  create: `
    CREATE TABLE IF NOT EXISTS blobs (
      campaign_id TEXT NOT NULL,
      hash TEXT NOT NULL,
      type TEXT NOT NULL,
      bytes BLOB NOT NULL,
      at INTEGER NOT NULL,
      unused_since INTEGER, -- no longer used: it stands behind the bytes, and a write of it rewrote the whole picture
      PRIMARY KEY (campaign_id, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS unused_blobs (
      campaign_id TEXT NOT NULL,
      hash TEXT NOT NULL,
      since INTEGER NOT NULL,
      PRIMARY KEY (campaign_id, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS shown_blobs (
      campaign_id TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (campaign_id, hash)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS blob_parts (
      campaign_id TEXT NOT NULL,
      hash TEXT NOT NULL,
      start INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (campaign_id, hash, start)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS blob_parts_at ON blob_parts (at);
  `,
};

const PART_BYTES = `
  SELECT coalesce(sum(length(bytes)), 0) AS bytes
  FROM blob_parts
  WHERE campaign_id = ? AND hash = ?
`;
const ALL_PARTS = `
  SELECT count(*) AS parts, coalesce(sum(length(bytes)), 0) AS bytes
  FROM blob_parts
  WHERE campaign_id = ?
`;
/** The same piece, sent twice at once, is stored once. */
const ADD_PART = `
  INSERT INTO blob_parts (campaign_id, hash, start, bytes, at)
  VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
`;
const READ_PARTS = `
  SELECT bytes
  FROM blob_parts
  WHERE campaign_id = ? AND hash = ?
  ORDER BY start
`;
const REMOVE_PARTS = 'DELETE FROM blob_parts WHERE campaign_id = ? AND hash = ?';
const ADD_BLOB = `
  INSERT INTO blobs (campaign_id, hash, type, bytes, at)
  VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING
  RETURNING hash
`;
const LIST = `
  SELECT hash, length(bytes) AS bytes
  FROM blobs
  WHERE campaign_id = ? AND hash > ?
  ORDER BY hash
  LIMIT ${LISTED_AT_ONCE}
`;
const READ_BLOB = 'SELECT type, bytes FROM blobs WHERE campaign_id = ? AND hash = ?';
const READ_SHOWN = `
  SELECT type, bytes
  FROM blobs
  WHERE campaign_id = ? AND hash = ?
    AND EXISTS (SELECT 1 FROM shown_blobs s WHERE s.campaign_id = blobs.campaign_id AND s.hash = blobs.hash)
`;
const HIDE_ALL = 'DELETE FROM shown_blobs WHERE campaign_id = ?';
const SHOW = 'INSERT INTO shown_blobs (campaign_id, hash) VALUES (?, ?) ON CONFLICT DO NOTHING';
const HAS_BLOB = 'SELECT 1 AS found FROM blobs WHERE campaign_id = ? AND hash = ?';
const LIST_UNUSED = 'SELECT hash FROM unused_blobs WHERE campaign_id = ?';
const MARK_USED = 'DELETE FROM unused_blobs WHERE campaign_id = ? AND hash = ?';
const MARK_UNUSED = 'INSERT INTO unused_blobs (campaign_id, hash, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const LIST_LONG_UNUSED = 'SELECT hash FROM unused_blobs WHERE campaign_id = ? AND since < ?';
const REMOVE_BLOB = 'DELETE FROM blobs WHERE campaign_id = ? AND hash = ?';

const refuse = (type: BlobRefusal, details: { have?: number } = {}): BlobOutcome => ({
  ok: false,
  refusal: { type, ...details },
});

interface BlobDeps {
  db: Database;
  quotaBytes: number;
  nowMs(): number;
}

/** Statements before others have their turn: each takes microseconds, and a campaign may have 100,000 pictures. */
const STATEMENTS_AT_ONCE = 50;

const pictureOf = ([row]: readonly Row[]): { bytes: Uint8Array; type: string } | null =>
  row ? { type: String(row['type']), bytes: row['bytes'] as Uint8Array } : null;

const hashesOf = (rows: readonly Row[]): string[] => rows.map((row) => String(row['hash']));

/** Runs one statement for each hash. */
const forEach = async (hashes: readonly string[], run: (hash: string) => Promise<unknown>): Promise<void> => {
  for (const [index, hash] of hashes.entries()) {
    if (index % STATEMENTS_AT_ONCE === 0) await nextTurn();
    await run(hash);
  }
};

/** What the whole pictures of a campaign take. */
interface Usage {
  pictures: number;
  bytes: number;
}

type List = (campaignId: string) => Promise<BlobInfo[]>;

/** What campaigns use: read once, then counted, because to look for it among the pictures takes long. */
const createUsages = (list: List, nowMs: () => number) => {
  const known = new Map<string, { usage: Promise<Usage>; until: number }>();
  const read = async (campaignId: string): Promise<Usage> => {
    const all = await list(campaignId);
    return { pictures: all.length, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
  };
  return {
    of: (campaignId: string): Promise<Usage> => {
      const entry = known.get(campaignId);
      if (entry && entry.until > nowMs()) return entry.usage;
      if (known.size >= USAGES_MAX) known.clear();
      const usage = read(campaignId);
      known.set(campaignId, { usage, until: nowMs() + USAGE_MS });
      // What fails is tried again with the next piece.
      usage.catch(() => known.delete(campaignId));
      return usage;
    },
    forget: (campaignId: string): void => void known.delete(campaignId),
  };
};

type Usages = ReturnType<typeof createUsages>;

const createUploads = ({ db, quotaBytes, nowMs }: BlobDeps, usages: Usages): Pick<Blobs, 'put'> => {
  /** Whether the campaign's pictures have room for a piece, by number and bytes. */
  const hasRoomFor = async (campaignId: string, bytes: number): Promise<boolean> => {
    const whole = await usages.of(campaignId);
    const [parts] = await db.all(ALL_PARTS, campaignId);
    const isFull = whole.pictures >= PICTURES_MAX || Number(parts?.['parts']) >= PARTS_MAX;
    return !isFull && whole.bytes + Number(parts?.['bytes']) + bytes <= quotaBytes;
  };

  /** Puts the stored pieces and the last one together, and stores the picture if it is one and matches its hash. */
  const complete = async (campaignId: string, hash: string, lastPiece: Uint8Array): Promise<BlobRefusal | null> => {
    const parts = await db.all(READ_PARTS, campaignId, hash);
    const bytes = Buffer.concat([...parts.map((row) => row['bytes'] as Uint8Array), lastPiece]);
    await db.all(REMOVE_PARTS, campaignId, hash);
    if (createHash('sha256').update(bytes).digest('hex') !== hash) return 'WrongHash';
    const type = pictureType(bytes);
    if (!type) return 'NotAPicture';
    const usage = await usages.of(campaignId);
    const added = await db.all(ADD_BLOB, campaignId, hash, type, bytes, nowMs());
    usage.pictures += added.length;
    usage.bytes += added.length * bytes.byteLength;
    return null;
  };

  return {
    put: async (campaignId, { hash, piece, from, total }) => {
      if ((await db.all(HAS_BLOB, campaignId, hash)).length > 0) {
        await db.all(MARK_USED, campaignId, hash);
        return { ok: true, isWhole: true, have: total };
      }
      if (total > BLOB_MAX || from + piece.byteLength > total) return refuse('TooLarge');
      await db.all('DELETE FROM blob_parts WHERE at < ?', nowMs() - PART_MS);
      const have = Number((await db.all(PART_BYTES, campaignId, hash))[0]?.['bytes']);
      if (from !== have) return refuse('WrongPlace', { have });
      if (!(await hasRoomFor(campaignId, piece.byteLength))) return refuse('QuotaFull');
      if (have + piece.byteLength < total) {
        if (piece.byteLength > 0) await db.all(ADD_PART, campaignId, hash, from, piece, nowMs());
        return { ok: true, isWhole: false, have: have + piece.byteLength };
      }
      const refusal = await complete(campaignId, hash, piece);
      return refusal ? refuse(refusal) : { ok: true, isWhole: true, have: total };
    },
  };
};

export const createBlobs = (deps: BlobDeps): Blobs => {
  const { db, nowMs } = deps;
  const list: List = async (campaignId) => {
    const all: BlobInfo[] = [];
    for (let isMore = true; isMore; await nextTurn()) {
      const rows = await db.all(LIST, campaignId, all.at(-1)?.hash ?? '');
      for (const row of rows) all.push({ hash: String(row['hash']), bytes: Number(row['bytes']) });
      isMore = rows.length === LISTED_AT_ONCE;
    }
    return all;
  };
  const usages = createUsages(list, nowMs);
  return {
    ...createUploads(deps, usages),
    list,
    get: async (campaignId, hash) => pictureOf(await db.all(READ_BLOB, campaignId, hash)),
    getShown: async (campaignId, hash) => pictureOf(await db.all(READ_SHOWN, campaignId, hash)),
    show: async (campaignId, hashes) => {
      const shown = hashes.map((hash): Statement => [SHOW, campaignId, hash]);
      await db.batch(campaignId, [[HIDE_ALL, campaignId], ...shown]);
    },
    keepOnly: async (campaignId, hashes) => {
      const used = new Set(hashes);
      const marked = new Set(hashesOf(await db.all(LIST_UNUSED, campaignId)));
      const stored = hashesOf(await db.all('SELECT hash FROM blobs WHERE campaign_id = ?', campaignId));
      const isNewlyUnused = (hash: string): boolean => !used.has(hash) && !marked.has(hash);
      await forEach(stored.filter(isNewlyUnused), (hash) => db.all(MARK_UNUSED, campaignId, hash, nowMs()));
      const areUsedAgain = [...marked].filter((hash) => used.has(hash));
      await forEach(areUsedAgain, (hash) => db.all(MARK_USED, campaignId, hash));
      const longUnused = hashesOf(await db.all(LIST_LONG_UNUSED, campaignId, nowMs() - UNUSED_MS));
      await forEach(longUnused, async (hash) => {
        await db.all(REMOVE_BLOB, campaignId, hash);
        await db.all(MARK_USED, campaignId, hash);
      });
      if (longUnused.length > 0) usages.forget(campaignId);
    },
    remove: async (campaignId) => {
      await db.batch(campaignId, [
        ['DELETE FROM blobs WHERE campaign_id = ?', campaignId],
        ['DELETE FROM unused_blobs WHERE campaign_id = ?', campaignId],
        [HIDE_ALL, campaignId],
        ['DELETE FROM blob_parts WHERE campaign_id = ?', campaignId],
      ]);
      usages.forget(campaignId);
    },
  };
};
