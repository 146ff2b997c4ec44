// Owns who may do what: capabilities, no accounts. The relay keeps SHA-256 of secrets, never a secret. Three kinds of
// grant: `owner` (made when a campaign first connects), `invite` (a link or a short code; lets people in), `member` (one
// device that came in by an invite). Everything is listed to the owner and can be revoked.
import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** `player`: reads what the GMs publish, and nothing else. */
export type Role = 'owner' | 'co_gm' | 'player';

export interface Grant {
  id: string;
  campaignId: string;
  kind: 'owner' | 'invite' | 'member';
  role: Role;
  label: string;
  createdAt: number;
  revokedAt: number | null;
  expiresAt: number | null;
  /** Devices that an invite may still let in; null for no end. */
  usesLeft: number | null;
}

/** `NotLetIn`: no such secret here. `Revoked`, `Expired`, `Deleted`: it once was good. `Pending`, `Closed`: new campaigns wait for the operator, or are not taken. */
export type Refusal = { type: 'NotLetIn' | 'Revoked' | 'Expired' | 'Deleted' | 'Pending' | 'Closed' };

/** Who may bring a new campaign to this relay: anybody, whoever the operator approves, nobody but by the operator's own code. */
export const INVITE_MODES = ['open', 'approval', 'closed'] as const;
export type InviteMode = (typeof INVITE_MODES)[number];
export type Entry = { ok: true; grant: Grant } | { ok: false; refusal: Refusal };

export interface Access {
  /** The owner's first connection claims the campaign for this secret; later ones must bring the same. */
  claim(campaignId: string, secret: string): Entry;
  /** Which grant a secret stands for in this campaign; invites do not open rooms. */
  enter(campaignId: string, secret: string): Entry;
  /** Makes an invite for a secret that the inviting device chose (only its hash comes here). `expiresAt`: unix ms; `uses`: devices it may let in; null for no end. */
  invite(campaignId: string, input: { secretHash: string; role: Role; label: string; expiresAt?: number | null; uses?: number | null }): Grant;
  /** Another name for a device or an invite; null where it is not of this campaign. */
  rename(campaignId: string, grantId: string, label: string): Grant | null;
  /** A short code to be typed, good once, for 15 minutes. */
  code(campaignId: string, role: Role): { grant: Grant; code: string };
  /** Redeems an invite or a code for a device's own secret, given by its hash. */
  join(secret: string, input: { memberHash: string; label: string }): Entry;
  list(campaignId: string): Grant[];
  /** Every grant of every campaign, for operators. */
  listAll(): Grant[];
  /** One more owner's secret, given by its hash, for a campaign whose owner lost theirs. Operators only: whoever asks is not checked. */
  addOwner(campaignId: string, secretHash: string): Grant;
  revoke(campaignId: string, grantId: string): Grant | null;
  /** A new secret for an owner, given by its hash: the old one, other owners' recovery codes and every open invitation are no good any more. */
  rotate(campaignId: string, ownerId: string, secretHash: string): Grant | null;
  /** Another device of the campaign becomes the owner, and this one a co-GM: one step, so that there is never none. */
  handOver(campaignId: string, ownerId: string, toId: string): Grant | null;
  /** Campaigns that wait for the operator. */
  pending(): string[];
  approve(campaignId: string): boolean;
  /** Deletes for everyone: nobody enters any more, and everybody is told why. */
  deleteCampaign(campaignId: string): void;
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A typed code may come with any dashes, spaces and case. */
export const cleanCode = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford's base 32: nothing that reads alike
const CODE_LENGTH = 10; // 50 bits; with 15 minutes and 20 tries a minute guessing is hopeless
const CODE_MS = 15 * 60 * 1000;

export const ACCESS_TABLES = `
  CREATE TABLE IF NOT EXISTS grants (
    id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL, label TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, revoked_at INTEGER, expires_at INTEGER, used_once INTEGER NOT NULL DEFAULT 0, uses_left INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS grants_campaign ON grants (campaign_id);
  CREATE TABLE IF NOT EXISTS pending_campaigns (campaign_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS deleted_campaigns (campaign_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
`;

type Row = Record<string, unknown>;

const toGrant = (row: Row): Grant => ({
  id: String(row['id']), campaignId: String(row['campaign_id']), kind: row['kind'] as Grant['kind'], role: row['role'] as Role, label: String(row['label']),
  createdAt: Number(row['created_at']), revokedAt: row['revoked_at'] === null ? null : Number(row['revoked_at']), expiresAt: row['expires_at'] === null ? null : Number(row['expires_at']),
  usesLeft: row['uses_left'] === null || row['uses_left'] === undefined ? null : Number(row['uses_left']),
});

export const createAccess = (deps: { db: DatabaseSync; nowMs(): number; mode?: InviteMode }): Access => {
  const { db, nowMs, mode = 'open' } = deps;
  db.exec(ACCESS_TABLES);
  // Tables of an earlier relay get what came since.
  if (!db.prepare("SELECT 1 FROM pragma_table_info('grants') WHERE name = 'uses_left'").get()) db.exec('ALTER TABLE grants ADD COLUMN uses_left INTEGER');
  const byHash = db.prepare('SELECT * FROM grants WHERE secret_hash = ?');
  const ofCampaign = db.prepare('SELECT * FROM grants WHERE campaign_id = ? ORDER BY created_at');
  const isDeleted = db.prepare('SELECT 1 FROM deleted_campaigns WHERE campaign_id = ?');
  const isPending = db.prepare('SELECT 1 FROM pending_campaigns WHERE campaign_id = ?');
  const oneOf = db.prepare('SELECT * FROM grants WHERE id = ? AND campaign_id = ?');
  const insert = db.prepare('INSERT INTO grants (id, campaign_id, kind, role, label, secret_hash, created_at, expires_at, used_once, uses_left) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const refuse = (type: Refusal['type']): Entry => ({ ok: false, refusal: { type } });
  const add = (grant: Omit<Grant, 'revokedAt' | 'createdAt' | 'id' | 'usesLeft'> & { usesLeft?: number | null }, hash: string, usedOnce = 0): Grant => {
    const made: Grant = { ...grant, id: randomUUID(), createdAt: nowMs(), revokedAt: null, usesLeft: grant.usesLeft ?? null };
    insert.run(made.id, made.campaignId, made.kind, made.role, made.label, hash, made.createdAt, made.expiresAt, usedOnce, made.usesLeft);
    return made;
  };
  const find = (secret: string): Entry => {
    const row = byHash.get(hashSecret(secret)) as Row | undefined;
    if (!row) return refuse('NotLetIn');
    const grant = toGrant(row);
    if (isDeleted.get(grant.campaignId)) return refuse('Deleted');
    if (grant.revokedAt !== null) return refuse('Revoked');
    if (isPending.get(grant.campaignId)) return refuse('Pending');
    if ((grant.expiresAt !== null && grant.expiresAt < nowMs()) || grant.usesLeft === 0) return refuse('Expired');
    return { ok: true, grant };
  };
  return {
    claim: (campaignId, secret) => {
      if (isDeleted.get(campaignId)) return refuse('Deleted');
      const entry = find(secret);
      if (entry.ok) return entry.grant.campaignId === campaignId && entry.grant.kind === 'owner' ? entry : refuse('NotLetIn');
      if (entry.refusal.type !== 'NotLetIn') return entry;
      if ((ofCampaign.all(campaignId) as Row[]).some((row) => row['kind'] === 'owner')) return refuse('NotLetIn');
      if (mode === 'closed') return refuse('Closed');
      const grant = add({ campaignId, kind: 'owner', role: 'owner', label: 'Owner', expiresAt: null }, hashSecret(secret));
      if (mode === 'open') return { ok: true, grant };
      db.prepare('INSERT OR IGNORE INTO pending_campaigns (campaign_id, at) VALUES (?, ?)').run(campaignId, nowMs());
      return refuse('Pending');
    },
    enter: (campaignId, secret) => {
      const entry = find(secret);
      if (!entry.ok) return entry;
      return entry.grant.campaignId === campaignId && entry.grant.kind !== 'invite' ? entry : refuse('NotLetIn');
    },
    invite: (campaignId, { secretHash, role, label, expiresAt = null, uses = null }) => add({ campaignId, kind: 'invite', role, label, expiresAt, usesLeft: uses }, secretHash),
    rename: (campaignId, grantId, label) => {
      db.prepare('UPDATE grants SET label = ? WHERE id = ? AND campaign_id = ?').run(label, grantId, campaignId);
      const row = db.prepare('SELECT * FROM grants WHERE id = ? AND campaign_id = ?').get(grantId, campaignId) as Row | undefined;
      return row ? toGrant(row) : null;
    },
    code: (campaignId, role) => {
      const code = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join('');
      return { grant: add({ campaignId, kind: 'invite', role, label: 'Typed code', expiresAt: nowMs() + CODE_MS }, hashSecret(code), 1), code };
    },
    join: (secret, { memberHash, label }) => {
      const direct = find(secret);
      const entry = direct.ok || direct.refusal.type !== 'NotLetIn' ? direct : find(cleanCode(secret));
      if (!entry.ok) {
        // The answer got lost, and the invitation was for this device alone: it asks again and is in.
        const row = byHash.get(memberHash) as Row | undefined;
        const mine = row && toGrant(row);
        return mine && mine.kind === 'member' && mine.revokedAt === null && entry.refusal.type !== 'NotLetIn' && entry.refusal.type !== 'Deleted' ? { ok: true, grant: mine } : entry;
      }
      // An owner's recovery code makes another device an owner; everything else must be an invite.
      if (entry.grant.kind === 'member') return refuse('NotLetIn');
      const known = byHash.get(memberHash) as Row | undefined;
      if (known) return { ok: true, grant: toGrant(known) }; // the answer got lost and the device asks again
      // A typed code is good once; a link as often as it says.
      if (entry.grant.kind === 'invite') db.prepare('UPDATE grants SET revoked_at = CASE WHEN used_once = 1 THEN ? ELSE revoked_at END, uses_left = CASE WHEN uses_left IS NULL THEN NULL ELSE uses_left - 1 END WHERE id = ?').run(nowMs(), entry.grant.id);
      return { ok: true, grant: add({ campaignId: entry.grant.campaignId, kind: 'member', role: entry.grant.role, label, expiresAt: null }, memberHash) };
    },
    list: (campaignId) => (ofCampaign.all(campaignId) as Row[]).map(toGrant),
    listAll: () => (db.prepare('SELECT * FROM grants ORDER BY campaign_id, created_at').all() as Row[]).map(toGrant),
    addOwner: (campaignId, secretHash) => add({ campaignId, kind: 'owner', role: 'owner', label: 'Owner, by the operator', expiresAt: null }, secretHash),
    revoke: (campaignId, grantId) => {
      db.prepare("UPDATE grants SET revoked_at = ? WHERE id = ? AND campaign_id = ? AND kind != 'owner' AND revoked_at IS NULL").run(nowMs(), grantId, campaignId);
      const row = db.prepare('SELECT * FROM grants WHERE id = ? AND campaign_id = ?').get(grantId, campaignId) as Row | undefined;
      return row ? toGrant(row) : null;
    },
    rotate: (campaignId, ownerId, secretHash) => {
      db.exec('BEGIN IMMEDIATE');
      db.prepare("UPDATE grants SET revoked_at = ? WHERE campaign_id = ? AND revoked_at IS NULL AND id != ? AND kind IN ('owner', 'invite')").run(nowMs(), campaignId, ownerId);
      db.prepare("UPDATE grants SET secret_hash = ? WHERE id = ? AND campaign_id = ? AND role = 'owner' AND revoked_at IS NULL").run(secretHash, ownerId, campaignId);
      db.exec('COMMIT');
      const row = oneOf.get(ownerId, campaignId) as Row | undefined;
      return row && row['secret_hash'] === secretHash ? toGrant(row) : null;
    },
    handOver: (campaignId, ownerId, toId) => {
      const to = oneOf.get(toId, campaignId) as Row | undefined;
      if (!to || toId === ownerId || to['kind'] !== 'member' || to['revoked_at'] !== null || to['role'] === 'player') return null;
      db.exec('BEGIN IMMEDIATE');
      db.prepare("UPDATE grants SET kind = 'owner', role = 'owner' WHERE id = ?").run(toId);
      db.prepare("UPDATE grants SET kind = 'member', role = 'co_gm', label = CASE label WHEN 'Owner' THEN 'The first owner' ELSE label END WHERE id = ? AND campaign_id = ?").run(ownerId, campaignId);
      db.exec('COMMIT');
      return toGrant(oneOf.get(toId, campaignId) as Row);
    },
    pending: () => (db.prepare('SELECT campaign_id FROM pending_campaigns ORDER BY at').all() as Row[]).map((row) => String(row['campaign_id'])),
    approve: (campaignId) => db.prepare('DELETE FROM pending_campaigns WHERE campaign_id = ?').run(campaignId).changes > 0,
    deleteCampaign: (campaignId) => void db.prepare('INSERT OR IGNORE INTO deleted_campaigns (campaign_id, at) VALUES (?, ?)').run(campaignId, nowMs()),
  };
};
