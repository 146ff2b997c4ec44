// The grants of a campaign with the hashes of their secrets, so that a relay that lost its data can be given them again:
// by an owner's device, or by a co-GM's if the owner allowed it.
import { ROSTER_MAX, type InviteMode, type RosterEntry } from '@emberkeep/sync/wire';
import type { Row } from '../storage/database.ts';
import type { Access } from './access.ts';
import { ADD_PENDING, IS_OWNED, isOwned } from './claims.ts';
import { refused, toGrant, type Condition, type GrantStore } from './grant-store.ts';
import { hashSecret } from './secrets.ts';

/** Without typed codes, which are good for minutes only. Where there are too many, those that can be used come first. */
const ROSTER = `
  SELECT *
  FROM (
    SELECT *
    FROM grants
    WHERE campaign_id = ? AND used_once = 0
    ORDER BY CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END, created_at
    LIMIT ${ROSTER_MAX}
  ) AS entries
  ORDER BY created_at
`;
const KNOWN = 'SELECT secret_hash FROM grants WHERE campaign_id = ?';
const IS_DELETED = 'SELECT 1 AS yes FROM deleted_campaigns WHERE campaign_id = ?';
const HAS_GRANT = 'EXISTS (SELECT 1 FROM grants g WHERE g.id = ?)';
const SET_GMS_MAY_REFILL = `
  INSERT INTO campaign_settings (campaign_id, gms_may_refill)
  VALUES (?, ?)
  ON CONFLICT (campaign_id) DO UPDATE SET gms_may_refill = excluded.gms_may_refill
`;

const SET_FOR_FIRST = `
  INSERT INTO campaign_settings (campaign_id, gms_may_refill)
  SELECT CAST(? AS TEXT), CAST(? AS BIGINT)
  WHERE ${HAS_GRANT}
  ON CONFLICT (campaign_id) DO UPDATE SET gms_may_refill = excluded.gms_may_refill
`;

const toEntry = (row: Row): RosterEntry => {
  const { kind, role, label, createdAt, expiresAt, usesLeft, revokedAt } = toGrant(row);
  const secretHash = String(row['secret_hash']);
  return { kind, role, label, createdAt, expiresAt, usesLeft, revokedAt, secretHash };
};

type Roster = Pick<
  Access,
  'roster' | 'restore' | 'beforeRefill' | 'refill' | 'mayReadRoster' | 'gmsMayRefill' | 'letGmsRefill'
>;

export const createRoster = (store: GrantStore, mode: InviteMode): Roster => {
  const { db, one } = store;

  /** Adds an entry where the relay does not know its secret yet; what it knows stays as it is. */
  const insert = (campaignId: string, { secretHash, ...rest }: RosterEntry, condition?: Condition) =>
    store.prepare({ ...rest, campaignId }, secretHash, condition, 'unlessKnown');

  const beforeRefill: Access['beforeRefill'] = async (campaignId, secret) => {
    if (await one(IS_DELETED, campaignId)) return refused('Deleted');
    const known = await store.findBySecret(secret);
    if (known.ok) return known.grant.campaignId === campaignId ? known : refused('NotLetIn');
    if (known.refusal !== 'NotLetIn') return known;
    if (await isOwned(store, campaignId)) return refused('NotLetIn');
    return mode === 'closed' ? refused('Closed') : null;
  };

  const gmsMayRefill: Access['gmsMayRefill'] = async (campaignId) => {
    const row = await one('SELECT gms_may_refill FROM campaign_settings WHERE campaign_id = ?', campaignId);
    return Number(row?.['gms_may_refill'] ?? 0) === 1;
  };

  return {
    beforeRefill,
    gmsMayRefill,
    mayReadRoster: async (campaignId, role) =>
      role === 'owner' || (role === 'co_gm' && (await gmsMayRefill(campaignId))),
    roster: async (campaignId) => (await db.all(ROSTER, campaignId)).map(toEntry),
    letGmsRefill: async (campaignId, mayRefill) => {
      await db.all(SET_GMS_MAY_REFILL, campaignId, mayRefill ? 1 : 0);
    },
    restore: async (campaignId, entries) => {
      const known = new Set((await db.all(KNOWN, campaignId)).map((row) => row['secret_hash']));
      const unknown = entries.filter(({ secretHash }) => !known.has(secretHash));
      const free = Math.max(0, ROSTER_MAX - known.size);
      const statements = unknown.slice(0, free).map((entry) => insert(campaignId, entry).statement);
      if (statements.length > 0) await db.batch(campaignId, statements);
    },
    refill: async (campaignId, secret, { grants: entries, gmsMayRefill }) => {
      const clear = await beforeRefill(campaignId, secret);
      if (clear) return clear;
      const active = entries.filter(({ revokedAt }) => revokedAt === null);
      const owner = active.find(({ kind, role }) => kind === 'owner' && role === 'owner');
      const caller = active.find(({ secretHash }) => secretHash === hashSecret(secret));
      // The caller stays what they were: a co-GM who refills does not become the owner.
      if (!owner || !caller || caller.kind === 'invite' || caller.role === 'player') return refused('NotLetIn');
      const first = insert(campaignId, owner, { sql: `NOT ${IS_OWNED}`, values: [campaignId] });
      const isFirst: Condition = { sql: HAS_GRANT, values: [first.grant.id] };
      const others = entries.filter((entry) => entry !== owner);
      const [added] = await db.batch(campaignId, [
        first.statement,
        // All of these do nothing where the campaign was owned already.
        ...others.map((entry) => insert(campaignId, entry, isFirst).statement),
        [SET_FOR_FIRST, campaignId, gmsMayRefill ? 1 : 0, first.grant.id],
        ...(mode === 'open' ? [] : [[ADD_PENDING, first.grant.id] as const]),
      ]);
      return added?.length === 1 ? store.findBySecret(secret) : refused('NotLetIn');
    },
  };
};
