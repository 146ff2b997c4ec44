// Owns pictures of campaigns on the relay: by the SHA-256 of their bytes, in the relay's one database, so that a backup holds
// them. In: pieces in order. Out: whole files that are what their name says, and are pictures. Reads nothing else of them.
import { createHash } from 'node:crypto';
import type { Database, Row, Tables } from '../storage/database.ts';

export type BlobRefusal =
  { type: 'WrongPlace'; have: number } | { type: 'TooLarge' | 'QuotaFull' | 'WrongHash' | 'NotAPicture' };
export type BlobOutcome = { ok: true; isWhole: boolean; have: number } | { ok: false; refusal: BlobRefusal };

export interface Blobs {
  /** Takes the piece that begins at `from` of a file of `total` bytes; the last one makes it whole, or refuses it. */
  put(campaignId: string, hash: string, piece: Uint8Array, from: number, total: number): Promise<BlobOutcome>;
  get(campaignId: string, hash: string): Promise<{ bytes: Uint8Array; type: string } | null>;
  list(campaignId: string): Promise<{ hash: string; bytes: number }[]>;
  /** The only pictures that the campaign's documents name now. Others go once nobody has named them for a month. */
  keepOnly(campaignId: string, hashes: readonly string[]): Promise<void>;
  remove(campaignId: string): Promise<void>;
}

/** Largest picture, bytes: the app makes them small before it keeps them. */
export const BLOB_MAX = 4 * 1024 * 1024;
/** A picture nobody names is kept this long, ms: a device that is offline may still name it. */
const UNUSED_MS = 30 * 86_400_000;
/** A beginning that nobody goes on with is dropped after this long, ms. */
const PART_MS = 86_400_000;

export const BLOB_TABLES: Tables = {
  added: [],
  create: `
  CREATE TABLE IF NOT EXISTS blobs (campaign_id TEXT NOT NULL, hash TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL, at INTEGER NOT NULL, unused_since INTEGER, PRIMARY KEY (campaign_id, hash)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS blob_parts (campaign_id TEXT NOT NULL, hash TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (campaign_id, hash, start)) STRICT, WITHOUT ROWID;
`,
};

/** The media type by what the bytes are; null for anything that is no picture, SVG among it: it can hold scripts. */
export const pictureType = (bytes: Uint8Array): string | null => {
  const starts = (at: number, text: string): boolean =>
    [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  if (starts(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (starts(0, 'RIFF') && starts(8, 'WEBP')) return 'image/webp';
  if (starts(0, 'GIF87a') || starts(0, 'GIF89a')) return 'image/gif';
  if (starts(4, 'ftypavif')) return 'image/avif';
  return null;
};

export const createBlobs = (deps: { db: Database; quotaBytes: number; nowMs(): number }): Blobs => {
  const { db } = deps;
  const number = async (sql: string, ...values: (string | number)[]): Promise<number> =>
    Number((await db.all(sql, ...values))[0]?.['bytes']);
  const all = (campaignId: string): Promise<Row[]> =>
    db.all('SELECT hash, length(bytes) AS bytes FROM blobs WHERE campaign_id = ? ORDER BY hash', campaignId);
  const markUsed = (campaignId: string, hash: string): Promise<Row[]> =>
    db.all('UPDATE blobs SET unused_since = NULL WHERE campaign_id = ? AND hash = ? RETURNING hash', campaignId, hash);
  const refuse = (refusal: BlobRefusal): BlobOutcome => ({ ok: false, refusal });
  return {
    put: async (campaignId, hash, piece, from, total) => {
      if ((await markUsed(campaignId, hash)).length > 0) return { ok: true, isWhole: true, have: total };
      if (total > BLOB_MAX || from + piece.byteLength > total) return refuse({ type: 'TooLarge' });
      await db.all('DELETE FROM blob_parts WHERE at < ?', deps.nowMs() - PART_MS);
      const have = await number(
        'SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM blob_parts WHERE campaign_id = ? AND hash = ?',
        campaignId,
        hash,
      );
      if (from !== have) return refuse({ type: 'WrongPlace', have });
      const used = await number(
        'SELECT coalesce((SELECT sum(length(bytes)) FROM blobs WHERE campaign_id = ?), 0) + coalesce((SELECT sum(length(bytes)) FROM blob_parts WHERE campaign_id = ?), 0) AS bytes',
        campaignId,
        campaignId,
      );
      if (used + piece.byteLength > deps.quotaBytes) return refuse({ type: 'QuotaFull' });
      if (have + piece.byteLength < total) {
        // The same piece, sent twice at once, is one.
        if (piece.byteLength > 0)
          await db.all(
            'INSERT INTO blob_parts (campaign_id, hash, start, bytes, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
            campaignId,
            hash,
            from,
            piece,
            deps.nowMs(),
          );
        return { ok: true, isWhole: false, have: have + piece.byteLength };
      }
      const parts = await db.all(
        'SELECT bytes FROM blob_parts WHERE campaign_id = ? AND hash = ? ORDER BY start',
        campaignId,
        hash,
      );
      const bytes = Buffer.concat([...parts.map((row) => row['bytes'] as Uint8Array), piece]);
      await db.all('DELETE FROM blob_parts WHERE campaign_id = ? AND hash = ?', campaignId, hash);
      if (createHash('sha256').update(bytes).digest('hex') !== hash) return refuse({ type: 'WrongHash' });
      const type = pictureType(bytes);
      if (!type) return refuse({ type: 'NotAPicture' });
      await db.all(
        'INSERT INTO blobs (campaign_id, hash, type, bytes, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (campaign_id, hash) DO UPDATE SET unused_since = NULL',
        campaignId,
        hash,
        type,
        bytes,
        deps.nowMs(),
      );
      return { ok: true, isWhole: true, have: total };
    },
    get: async (campaignId, hash) => {
      const [row] = await db.all('SELECT type, bytes FROM blobs WHERE campaign_id = ? AND hash = ?', campaignId, hash);
      return row ? { type: String(row['type']), bytes: row['bytes'] as Uint8Array } : null;
    },
    list: async (campaignId) =>
      (await all(campaignId)).map((row) => ({ hash: String(row['hash']), bytes: Number(row['bytes']) })),
    keepOnly: async (campaignId, hashes) => {
      const named = new Set(hashes);
      for (const row of await all(campaignId)) {
        const hash = String(row['hash']);
        if (named.has(hash)) await markUsed(campaignId, hash);
        else
          await db.all(
            'UPDATE blobs SET unused_since = ? WHERE campaign_id = ? AND hash = ? AND unused_since IS NULL',
            deps.nowMs(),
            campaignId,
            hash,
          );
      }
      await db.all(
        'DELETE FROM blobs WHERE campaign_id = ? AND unused_since < ?',
        campaignId,
        deps.nowMs() - UNUSED_MS,
      );
    },
    remove: async (campaignId) =>
      void (await db.batch(campaignId, [
        ['DELETE FROM blobs WHERE campaign_id = ?', campaignId],
        ['DELETE FROM blob_parts WHERE campaign_id = ?', campaignId],
      ])),
  };
};
