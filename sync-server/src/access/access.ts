// Owns who may do what: capabilities, no accounts. The relay keeps SHA-256 of secrets, never a secret. Three kinds of
// grant: `owner` (made when a campaign first connects), `invite` (a link or a short code; lets people in), `member` (one
// device that came in by an invite). Everything is listed to the owner and can be revoked.
import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { Database, Row, Statement, Tables } from '../storage/database.ts';

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
  claim(campaignId: string, secret: string): Promise<Entry>;
  /** Which grant a secret stands for in this campaign; invites do not open rooms. */
  enter(campaignId: string, secret: string): Promise<Entry>;
  /** Makes an invite for a secret that the inviting device chose (only its hash comes here). `expiresAt`: unix ms; `uses`: devices it may let in; null for no end. */
  invite(
    campaignId: string,
    input: { secretHash: string; role: Role; label: string; expiresAt?: number | null; uses?: number | null },
  ): Promise<Grant>;
  /** Another name for a device or an invite; null where it is not of this campaign. */
  rename(campaignId: string, grantId: string, label: string): Promise<Grant | null>;
  /** A short code to be typed, good once, for 15 minutes. */
  code(campaignId: string, role: Role): Promise<{ grant: Grant; code: string }>;
  /** Redeems an invite or a code for a device's own secret, given by its hash. */
  join(secret: string, input: { memberHash: string; label: string }): Promise<Entry>;
  list(campaignId: string): Promise<Grant[]>;
  /** Every grant of every campaign, for operators. */
  listAll(): Promise<Grant[]>;
  /** One more owner's secret, given by its hash, for a campaign whose owner lost theirs. Operators only: whoever asks is not checked. */
  addOwner(campaignId: string, secretHash: string): Promise<Grant>;
  revoke(campaignId: string, grantId: string): Promise<Grant | null>;
  /** A new secret for an owner, given by its hash: the old one, other owners' recovery codes and every open invitation are no good any more. */
  rotate(campaignId: string, ownerId: string, secretHash: string): Promise<Grant | null>;
  /** Another device of the campaign becomes the owner, and this one a co-GM: one step, so that there is never none. */
  handOver(campaignId: string, ownerId: string, toId: string): Promise<Grant | null>;
  /** Campaigns that wait for the operator. */
  pending(): Promise<string[]>;
  approve(campaignId: string): Promise<boolean>;
  /** Deletes for everyone: nobody enters any more, and everybody is told why. */
  deleteCampaign(campaignId: string): Promise<void>;
}

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A typed code may come with any dashes, spaces and case. */
export const cleanCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford's base 32: nothing that reads alike
const CODE_LENGTH = 10; // 50 bits; with 15 minutes and 20 tries a minute guessing is hopeless
const CODE_MS = 15 * 60 * 1000;

export const ACCESS_TABLES: Tables = {
  create: `
    CREATE TABLE IF NOT EXISTS grants (
      id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL, label TEXT NOT NULL,
      secret_hash TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, revoked_at INTEGER, expires_at INTEGER, used_once INTEGER NOT NULL DEFAULT 0, uses_left INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS grants_campaign ON grants (campaign_id);
    CREATE TABLE IF NOT EXISTS pending_campaigns (campaign_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS deleted_campaigns (campaign_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  `,
  added: [{ table: 'grants', column: 'uses_left', type: 'INTEGER' }],
};

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

const toGrant = (row: Row): Grant => ({
  id: String(row['id']),
  campaignId: String(row['campaign_id']),
  kind: row['kind'] as Grant['kind'],
  role: row['role'] as Role,
  label: String(row['label']),
  createdAt: Number(row['created_at']),
  revokedAt: numberOrNull(row['revoked_at']),
  expiresAt: numberOrNull(row['expires_at']),
  usesLeft: numberOrNull(row['uses_left']),
});

const refuse = (type: Refusal['type']): Entry => ({ ok: false, refusal: { type } });

const OF_CAMPAIGN = 'SELECT * FROM grants WHERE campaign_id = ? ORDER BY created_at';
/** Still lets somebody in. */
const INVITES = '(used_once = 0 OR revoked_at IS NULL) AND (uses_left IS NULL OR uses_left > 0)';

/** What several nodes may ask at once is settled by the statements themselves, one campaign at a time. */
export const createAccess = (deps: { db: Database; nowMs(): number; mode?: InviteMode }): Access => {
  const { db, nowMs, mode = 'open' } = deps;
  const one = async (sql: string, ...values: (string | number | null)[]): Promise<Row | null> =>
    (await db.all(sql, ...values))[0] ?? null;
  const byHash = (hash: string): Promise<Row | null> => one('SELECT * FROM grants WHERE secret_hash = ?', hash);
  const oneOf = (grantId: string, campaignId: string): Promise<Row | null> =>
    one('SELECT * FROM grants WHERE id = ? AND campaign_id = ?', grantId, campaignId);
  const isDeleted = async (campaignId: string): Promise<boolean> =>
    (await one('SELECT 1 AS yes FROM deleted_campaigns WHERE campaign_id = ?', campaignId)) !== null;

  type Draft = Omit<Grant, 'revokedAt' | 'createdAt' | 'id' | 'usesLeft'> & {
    usesLeft?: number | null;
    usedOnce?: 0 | 1;
  };
  const draft = (
    { usedOnce = 0, ...grant }: Draft,
    hash: string,
    where = 'true',
    ...values: (string | number)[]
  ): { made: Grant; statement: Statement } => {
    const made: Grant = {
      ...grant,
      id: randomUUID(),
      createdAt: nowMs(),
      revokedAt: null,
      usesLeft: grant.usesLeft ?? null,
    };
    return {
      made,
      statement: [
        `INSERT INTO grants (id, campaign_id, kind, role, label, secret_hash, created_at, expires_at, used_once, uses_left)
         SELECT ${['id', 'campaign', 'kind', 'role', 'label', 'hash'].map(() => 'CAST(? AS TEXT)').join(', ')}, ${[1, 2, 3, 4].map(() => 'CAST(? AS BIGINT)').join(', ')} WHERE ${where} RETURNING id`,
        made.id,
        made.campaignId,
        made.kind,
        made.role,
        made.label,
        hash,
        made.createdAt,
        made.expiresAt,
        usedOnce,
        made.usesLeft,
        ...values,
      ],
    };
  };
  const add = async (grant: Draft, hash: string): Promise<Grant> => {
    const { made, statement } = draft(grant, hash);
    await db.all(...statement);
    return made;
  };

  const find = async (secret: string): Promise<Entry> => {
    const row = await one(
      'SELECT grants.*, (SELECT 1 FROM deleted_campaigns d WHERE d.campaign_id = grants.campaign_id) AS is_deleted, (SELECT 1 FROM pending_campaigns p WHERE p.campaign_id = grants.campaign_id) AS is_pending FROM grants WHERE secret_hash = ?',
      hashSecret(secret),
    );
    if (!row) return refuse('NotLetIn');
    const grant = toGrant(row);
    if (row['is_deleted'] !== null) return refuse('Deleted');
    if (grant.revokedAt !== null) return refuse('Revoked');
    if (row['is_pending'] !== null) return refuse('Pending');
    if ((grant.expiresAt !== null && grant.expiresAt < nowMs()) || grant.usesLeft === 0) return refuse('Expired');
    return { ok: true, grant };
  };

  return {
    claim: async (campaignId, secret) => {
      if (await isDeleted(campaignId)) return refuse('Deleted');
      const entry = await find(secret);
      if (entry.ok)
        return entry.grant.campaignId === campaignId && entry.grant.kind === 'owner' ? entry : refuse('NotLetIn');
      if (entry.refusal.type !== 'NotLetIn') return entry;
      const isOwned = "EXISTS (SELECT 1 FROM grants g WHERE g.campaign_id = ? AND g.kind = 'owner')";
      if (mode === 'closed')
        return refuse((await one(`SELECT 1 AS yes WHERE ${isOwned}`, campaignId)) ? 'NotLetIn' : 'Closed');
      const { made, statement } = draft(
        { campaignId, kind: 'owner', role: 'owner', label: 'Owner', expiresAt: null },
        hashSecret(secret),
        `NOT ${isOwned}`,
        campaignId,
      );
      const [claimed] = await db.batch(campaignId, [
        statement,
        ...(mode === 'open'
          ? []
          : [
              [
                'INSERT INTO pending_campaigns (campaign_id, at) SELECT campaign_id, created_at FROM grants WHERE id = ? ON CONFLICT DO NOTHING',
                made.id,
              ] as Statement,
            ]),
      ]);
      if (claimed?.length === 0) return refuse('NotLetIn');
      return mode === 'open' ? { ok: true, grant: made } : refuse('Pending');
    },
    enter: async (campaignId, secret) => {
      const entry = await find(secret);
      if (!entry.ok) return entry;
      return entry.grant.campaignId === campaignId && entry.grant.kind !== 'invite' ? entry : refuse('NotLetIn');
    },
    invite: (campaignId, { secretHash, role, label, expiresAt = null, uses = null }) =>
      add({ campaignId, kind: 'invite', role, label, expiresAt, usesLeft: uses }, secretHash),
    rename: async (campaignId, grantId, label) => {
      const row = await one(
        'UPDATE grants SET label = ? WHERE id = ? AND campaign_id = ? RETURNING *',
        label,
        grantId,
        campaignId,
      );
      return row && toGrant(row);
    },
    code: async (campaignId, role) => {
      const code = Array.from({ length: CODE_LENGTH }, () =>
        CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length)),
      ).join('');
      return {
        grant: await add(
          { campaignId, kind: 'invite', role, label: 'Typed code', expiresAt: nowMs() + CODE_MS, usedOnce: 1 },
          hashSecret(code),
        ),
        code,
      };
    },
    join: async (secret, { memberHash, label }) => {
      const direct = await find(secret);
      const entry = direct.ok || direct.refusal.type !== 'NotLetIn' ? direct : await find(cleanCode(secret));
      const row = await byHash(memberHash);
      const known = row && toGrant(row);
      if (!entry.ok) {
        // The answer got lost, and the invitation was for this device alone: it asks again and is in.
        return known &&
          known.kind === 'member' &&
          known.revokedAt === null &&
          entry.refusal.type !== 'NotLetIn' &&
          entry.refusal.type !== 'Deleted'
          ? { ok: true, grant: known }
          : entry;
      }
      // An owner's recovery code makes another device an owner; everything else must be an invite.
      const { campaignId, role, kind, id } = entry.grant;
      if (kind === 'member') return refuse('NotLetIn');
      if (known) return { ok: true, grant: known }; // the answer got lost and the device asks again
      const device: Draft = { campaignId, kind: 'member', role, label, expiresAt: null };
      if (kind === 'owner') return { ok: true, grant: await add(device, memberHash) };
      // A typed code is good once; a link as often as it says, also where two devices come at the same moment.
      const { made, statement } = draft(
        device,
        memberHash,
        `EXISTS (SELECT 1 FROM grants g WHERE g.id = ? AND ${INVITES})`,
        id,
      );
      const [added] = await db.batch(campaignId, [
        statement,
        [
          `UPDATE grants SET revoked_at = CASE WHEN used_once = 1 THEN CAST(? AS BIGINT) ELSE revoked_at END, uses_left = uses_left - 1 WHERE id = ? AND ${INVITES}`,
          nowMs(),
          id,
        ],
      ]);
      return added?.length === 1 ? { ok: true, grant: made } : refuse('Expired');
    },
    list: async (campaignId) => (await db.all(OF_CAMPAIGN, campaignId)).map(toGrant),
    listAll: async () => (await db.all('SELECT * FROM grants ORDER BY campaign_id, created_at')).map(toGrant),
    addOwner: (campaignId, secretHash) =>
      add({ campaignId, kind: 'owner', role: 'owner', label: 'Owner, by the operator', expiresAt: null }, secretHash),
    revoke: async (campaignId, grantId) => {
      await db.all(
        "UPDATE grants SET revoked_at = ? WHERE id = ? AND campaign_id = ? AND kind != 'owner' AND revoked_at IS NULL",
        nowMs(),
        grantId,
        campaignId,
      );
      const row = await oneOf(grantId, campaignId);
      return row && toGrant(row);
    },
    rotate: async (campaignId, ownerId, secretHash) => {
      await db.batch(campaignId, [
        [
          "UPDATE grants SET revoked_at = ? WHERE campaign_id = ? AND revoked_at IS NULL AND id != ? AND kind IN ('owner', 'invite')",
          nowMs(),
          campaignId,
          ownerId,
        ],
        [
          "UPDATE grants SET secret_hash = ? WHERE id = ? AND campaign_id = ? AND role = 'owner' AND revoked_at IS NULL",
          secretHash,
          ownerId,
          campaignId,
        ],
      ]);
      const row = await oneOf(ownerId, campaignId);
      return row && row['secret_hash'] === secretHash ? toGrant(row) : null;
    },
    handOver: async (campaignId, ownerId, toId) => {
      if (toId === ownerId) return null;
      const [made] = await db.batch(campaignId, [
        [
          "UPDATE grants SET kind = 'owner', role = 'owner' WHERE id = ? AND campaign_id = ? AND kind = 'member' AND revoked_at IS NULL AND role != 'player' RETURNING *",
          toId,
          campaignId,
        ],
        [
          "UPDATE grants SET kind = 'member', role = 'co_gm', label = CASE label WHEN 'Owner' THEN 'The first owner' ELSE label END WHERE id = ? AND campaign_id = ? AND EXISTS (SELECT 1 FROM grants g WHERE g.id = ? AND g.campaign_id = ? AND g.kind = 'owner')",
          ownerId,
          campaignId,
          toId,
          campaignId,
        ],
      ]);
      return made?.[0] ? toGrant(made[0]) : null;
    },
    pending: async () =>
      (await db.all('SELECT campaign_id FROM pending_campaigns ORDER BY at')).map((row) => String(row['campaign_id'])),
    approve: async (campaignId) =>
      (await db.all('DELETE FROM pending_campaigns WHERE campaign_id = ? RETURNING campaign_id', campaignId)).length >
      0,
    deleteCampaign: async (campaignId) =>
      void (await db.all(
        'INSERT INTO deleted_campaigns (campaign_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
        campaignId,
        nowMs(),
      )),
  };
};
