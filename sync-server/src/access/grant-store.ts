// The table of grants. Statements that several nodes may run at the same time decide by themselves which one wins.
import { randomUUID } from 'node:crypto';
import type { AccessRefusal, Grant as WireGrant } from '@emberkeep/sync/wire';
import type { Database, Row, Statement, Tables } from '../storage/database.ts';
import { hashSecret } from './secrets.ts';

/** A grant as this relay stores it: it always says how many devices it still admits. */
export type Grant = WireGrant & { usesLeft: number | null };

/**
 * Whether a secret is accepted, and for which grant. `movedTo`: where the owner has moved the campaign; a campaign that
 * was deleted here after it moved still says so to those who had access. `waiting`: the grant of a campaign that is
 * `Pending`.
 */
export type Admission =
  | { ok: true; grant: Grant; movedTo?: string }
  | { ok: false; refusal: AccessRefusal; movedTo?: string; waiting?: Grant };

export const refused = (refusal: AccessRefusal): Admission => ({ ok: false, refusal });

export const ACCESS_TABLES: Tables = {
  create: `
    CREATE TABLE IF NOT EXISTS grants (
      id TEXT PRIMARY KEY,
      campaign_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      role TEXT NOT NULL,
      label TEXT NOT NULL,
      secret_hash TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      revoked_at INTEGER,
      expires_at INTEGER,
      used_once INTEGER NOT NULL DEFAULT 0,
      uses_left INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS grants_campaign ON grants (campaign_id);
    CREATE TABLE IF NOT EXISTS pending_campaigns (
      campaign_id TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS deleted_campaigns (
      campaign_id TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS campaign_settings (
      campaign_id TEXT PRIMARY KEY,
      moved_to TEXT,
      gms_may_refill INTEGER NOT NULL DEFAULT 0,
      label TEXT
    ) STRICT;
  `,
  added: [
    { table: 'grants', column: 'uses_left', type: 'INTEGER' },
    { table: 'campaign_settings', column: 'label', type: 'TEXT' },
  ],
};

const FIND_BY_SECRET = `
  SELECT
    grants.*,
    (SELECT 1 FROM deleted_campaigns d WHERE d.campaign_id = grants.campaign_id) AS is_deleted,
    (SELECT 1 FROM pending_campaigns p WHERE p.campaign_id = grants.campaign_id) AS is_pending,
    (SELECT moved_to FROM campaign_settings s WHERE s.campaign_id = grants.campaign_id) AS moved_to
  FROM grants
  WHERE secret_hash = ?
`;

/**
 * The casts tell Postgres the types of parameters that stand in a SELECT. `condition` may add parameters of its
 * own.
 */
const insertIf = (condition: string, onConflict: string): string => `
  INSERT INTO grants (
    id, campaign_id, kind, role, label, secret_hash,
    created_at, revoked_at, expires_at, used_once, uses_left
  )
  SELECT
    CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT),
    CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT)
  WHERE ${condition}
  ${onConflict}
  RETURNING id
`;
const UNLESS_KNOWN = 'ON CONFLICT (secret_hash) DO NOTHING';

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

export const toGrant = (row: Row): Grant => ({
  id: String(row['id']),
  campaignId: String(row['campaign_id']),
  kind: row['kind'] as Grant['kind'],
  role: row['role'] as Grant['role'],
  label: String(row['label']),
  createdAt: Number(row['created_at']),
  revokedAt: numberOrNull(row['revoked_at']),
  expiresAt: numberOrNull(row['expires_at']),
  usesLeft: numberOrNull(row['uses_left']),
});

export interface GrantDraft extends Pick<Grant, 'campaignId' | 'kind' | 'role' | 'label' | 'expiresAt'> {
  usesLeft?: number | null;
  /** Unix ms; now unless it is given. */
  createdAt?: number;
  /** Set for a grant of a roster that was revoked before. */
  revokedAt?: number | null;
  /** A short code: it is revoked by its first use. */
  isUsedOnce?: boolean;
}

/** A condition of an insert, with the values of its parameters. */
export interface Condition {
  sql: string;
  values: readonly string[];
}

export interface GrantStore {
  readonly db: Database;
  nowMs(): number;
  one(sql: string, ...values: (string | number | null)[]): Promise<Row | null>;
  /** The grant of a secret, if the secret is accepted now, for whichever campaign. */
  findBySecret(secret: string): Promise<Admission>;
  findByHash(secretHash: string): Promise<Grant | null>;
  findById(campaignId: string, grantId: string): Promise<Grant | null>;
  add(draft: GrantDraft, secretHash: string): Promise<Grant>;
  /**
   * A new grant and the statement that inserts it; the statement returns no row where its condition does not hold. With
   * `unlessKnown`, neither does one for a secret that is known.
   */
  prepare(
    draft: GrantDraft,
    secretHash: string,
    condition?: Condition,
    unlessKnown?: 'unlessKnown',
  ): { grant: Grant; statement: Statement };
}

/** How many grants of a campaign can still be used. */
export const countActive = async (
  { one, nowMs }: Pick<GrantStore, 'one' | 'nowMs'>,
  campaignId: string,
): Promise<number> => Number((await one(COUNT_ACTIVE, campaignId, nowMs()))?.['n']);

const COUNT_ACTIVE = `
  SELECT count(*) AS n
  FROM grants
  WHERE campaign_id = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)
`;

const ALWAYS: Condition = { sql: 'true', values: [] };

export const createGrantStore = (db: Database, nowMs: () => number): GrantStore => {
  const one: GrantStore['one'] = async (sql, ...values) => (await db.all(sql, ...values))[0] ?? null;

  const prepare: GrantStore['prepare'] = (given, secretHash, condition = ALWAYS, unlessKnown) => {
    const { isUsedOnce = false, ...draft } = given;
    const grant: Grant = {
      ...draft,
      id: randomUUID(),
      createdAt: draft.createdAt ?? nowMs(),
      revokedAt: draft.revokedAt ?? null,
      usesLeft: draft.usesLeft ?? null,
    };
    const { id, campaignId, kind, role, label, createdAt, revokedAt, expiresAt, usesLeft } = grant;
    const text = [id, campaignId, kind, role, label, secretHash];
    const numbers = [createdAt, revokedAt, expiresAt, isUsedOnce ? 1 : 0, usesLeft];
    return {
      grant,
      statement: [insertIf(condition.sql, unlessKnown ? UNLESS_KNOWN : ''), ...text, ...numbers, ...condition.values],
    };
  };

  return {
    db,
    nowMs,
    one,
    prepare,
    add: async (draft, secretHash) => {
      const { grant, statement } = prepare(draft, secretHash);
      await db.all(...statement);
      return grant;
    },
    findBySecret: async (secret) => {
      const row = await one(FIND_BY_SECRET, hashSecret(secret));
      if (!row) return refused('NotLetIn');
      const grant = toGrant(row);
      const moved = typeof row['moved_to'] === 'string' ? { movedTo: row['moved_to'] } : {};
      if (row['is_deleted'] !== null) return { ...refused('Deleted'), ...(grant.revokedAt === null ? moved : {}) };
      if (grant.revokedAt !== null) return refused('Revoked');
      if (row['is_pending'] !== null) return { ...refused('Pending'), waiting: grant };
      const hasExpired = grant.expiresAt !== null && grant.expiresAt < nowMs();
      return hasExpired || grant.usesLeft === 0 ? refused('Expired') : { ok: true, grant, ...moved };
    },
    findByHash: async (secretHash) => {
      const row = await one('SELECT * FROM grants WHERE secret_hash = ?', secretHash);
      return row && toGrant(row);
    },
    findById: async (campaignId, grantId) => {
      const row = await one('SELECT * FROM grants WHERE id = ? AND campaign_id = ?', grantId, campaignId);
      return row && toGrant(row);
    },
  };
};
