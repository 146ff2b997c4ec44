// Owns pictures of campaigns on the relay: by the SHA-256 of their bytes, in the relay's one database, so that a backup holds
// them. In: pieces in order. Out: whole files that are what their name says, and are pictures. Reads nothing else of them.
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export type BlobRefusal = { type: 'WrongPlace'; have: number } | { type: 'TooLarge' | 'QuotaFull' | 'WrongHash' | 'NotAPicture' };
export type BlobOutcome = { ok: true; isWhole: boolean; have: number } | { ok: false; refusal: BlobRefusal };

export interface Blobs {
  /** Takes the piece that begins at `from` of a file of `total` bytes; the last one makes it whole, or refuses it. */
  put(campaignId: string, hash: string, piece: Uint8Array, from: number, total: number): BlobOutcome;
  get(campaignId: string, hash: string): { bytes: Uint8Array; type: string } | null;
  list(campaignId: string): { hash: string; bytes: number }[];
  /** The only pictures that the campaign's documents name now. Others go once nobody has named them for a month. */
  keepOnly(campaignId: string, hashes: readonly string[]): void;
  remove(campaignId: string): void;
}

/** Largest picture, bytes: the app makes them small before it keeps them. */
export const BLOB_MAX = 4 * 1024 * 1024;
/** A picture nobody names is kept this long, ms: a device that is offline may still name it. */
const UNUSED_MS = 30 * 86_400_000;
/** A beginning that nobody goes on with is dropped after this long, ms. */
const PART_MS = 86_400_000;

export const BLOB_TABLES = `
  CREATE TABLE IF NOT EXISTS blobs (campaign_id TEXT NOT NULL, hash TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL, at INTEGER NOT NULL, unused_since INTEGER, PRIMARY KEY (campaign_id, hash)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS blob_parts (campaign_id TEXT NOT NULL, hash TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (campaign_id, hash, start)) STRICT, WITHOUT ROWID;
`;

/** The media type by what the bytes are; null for anything that is no picture, SVG among it: it can hold scripts. */
export const pictureType = (bytes: Uint8Array): string | null => {
  const starts = (at: number, text: string): boolean => [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  if (starts(0, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (starts(0, 'RIFF') && starts(8, 'WEBP')) return 'image/webp';
  if (starts(0, 'GIF87a') || starts(0, 'GIF89a')) return 'image/gif';
  if (starts(4, 'ftypavif')) return 'image/avif';
  return null;
};

export const createBlobs = (deps: { db: DatabaseSync; quotaBytes: number; nowMs(): number }): Blobs => {
  const { db } = deps;
  db.exec(BLOB_TABLES);
  const whole = db.prepare('SELECT type, bytes FROM blobs WHERE campaign_id = ? AND hash = ?');
  const isHere = db.prepare('SELECT 1 FROM blobs WHERE campaign_id = ? AND hash = ?');
  const all = db.prepare('SELECT hash, length(bytes) AS bytes FROM blobs WHERE campaign_id = ? ORDER BY hash');
  const used = db.prepare('SELECT coalesce((SELECT sum(length(bytes)) FROM blobs WHERE campaign_id = ?1), 0) + coalesce((SELECT sum(length(bytes)) FROM blob_parts WHERE campaign_id = ?1), 0) AS bytes');
  const partsOf = db.prepare('SELECT bytes FROM blob_parts WHERE campaign_id = ? AND hash = ? ORDER BY start');
  const haveOf = db.prepare('SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM blob_parts WHERE campaign_id = ? AND hash = ?');
  const addPart = db.prepare('INSERT INTO blob_parts (campaign_id, hash, start, bytes, at) VALUES (?, ?, ?, ?, ?)');
  const dropParts = db.prepare('DELETE FROM blob_parts WHERE campaign_id = ? AND hash = ?');
  const dropOldParts = db.prepare('DELETE FROM blob_parts WHERE at < ?');
  const add = db.prepare('INSERT INTO blobs (campaign_id, hash, type, bytes, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET unused_since = NULL');
  const markUsed = db.prepare('UPDATE blobs SET unused_since = NULL WHERE campaign_id = ? AND hash = ?');
  const markUnused = db.prepare('UPDATE blobs SET unused_since = ? WHERE campaign_id = ? AND hash = ? AND unused_since IS NULL');
  const dropUnused = db.prepare('DELETE FROM blobs WHERE campaign_id = ? AND unused_since < ?');
  const refuse = (refusal: BlobRefusal): BlobOutcome => ({ ok: false, refusal });
  return {
    put: (campaignId, hash, piece, from, total) => {
      if (isHere.get(campaignId, hash)) {
        markUsed.run(campaignId, hash);
        return { ok: true, isWhole: true, have: total };
      }
      if (total > BLOB_MAX || from + piece.byteLength > total) return refuse({ type: 'TooLarge' });
      dropOldParts.run(deps.nowMs() - PART_MS);
      const have = Number(haveOf.get(campaignId, hash)?.['bytes']);
      if (from !== have) return refuse({ type: 'WrongPlace', have });
      if (Number(used.get(campaignId)?.['bytes']) + piece.byteLength > deps.quotaBytes) return refuse({ type: 'QuotaFull' });
      if (have + piece.byteLength < total) {
        if (piece.byteLength > 0) addPart.run(campaignId, hash, from, piece, deps.nowMs());
        return { ok: true, isWhole: false, have: have + piece.byteLength };
      }
      const bytes = Buffer.concat([...partsOf.all(campaignId, hash).map((row) => row['bytes'] as Uint8Array), piece]);
      dropParts.run(campaignId, hash);
      if (createHash('sha256').update(bytes).digest('hex') !== hash) return refuse({ type: 'WrongHash' });
      const type = pictureType(bytes);
      if (!type) return refuse({ type: 'NotAPicture' });
      add.run(campaignId, hash, type, bytes, deps.nowMs());
      return { ok: true, isWhole: true, have: total };
    },
    get: (campaignId, hash) => {
      const row = whole.get(campaignId, hash);
      return row ? { type: String(row['type']), bytes: row['bytes'] as Uint8Array } : null;
    },
    list: (campaignId) => all.all(campaignId).map((row) => ({ hash: String(row['hash']), bytes: Number(row['bytes']) })),
    keepOnly: (campaignId, hashes) => {
      const named = new Set(hashes);
      for (const row of all.all(campaignId)) {
        const hash = String(row['hash']);
        if (named.has(hash)) markUsed.run(campaignId, hash);
        else markUnused.run(deps.nowMs(), campaignId, hash);
      }
      dropUnused.run(campaignId, deps.nowMs() - UNUSED_MS);
    },
    remove: (campaignId) => {
      db.prepare('DELETE FROM blobs WHERE campaign_id = ?').run(campaignId);
      db.prepare('DELETE FROM blob_parts WHERE campaign_id = ?').run(campaignId);
    },
  };
};
