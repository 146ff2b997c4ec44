// Who owns a campaign: a new recovery code, the transfer of ownership to another device, and who may be revoked. Each is
// one batch, so that a campaign always has an owner and a recovery code that works, whatever other owners do meanwhile.
import type { Access } from './access.ts';
import { toGrant, type GrantStore } from './grant-store.ts';

/** A grant that is an owner now; its parameters are the grant's id and the campaign's. */
const IS_OWNER = `EXISTS (
  SELECT 1
  FROM grants g
  WHERE g.id = ?
    AND g.campaign_id = ?
    AND g.role = 'owner'
    AND g.kind IN ('owner', 'member')
    AND g.revoked_at IS NULL
)`;
/** The grant has a recovery code: its secret admits other devices. */
const HAS_CODE = `EXISTS (
  SELECT 1
  FROM grants g
  WHERE g.id = ?
    AND g.campaign_id = ?
    AND g.kind = 'owner'
    AND g.revoked_at IS NULL
)`;
const REVOKE_OTHER_SECRETS = `
  UPDATE grants
  SET revoked_at = ?
  WHERE campaign_id = ?
    AND revoked_at IS NULL
    AND id != ?
    AND kind IN ('owner', 'invite')
    AND ${IS_OWNER}
`;
/** The kind says that the secret is a recovery code; a device that came by another code is a member until then. */
const SET_OWNER_SECRET = `
  UPDATE grants
  SET secret_hash = ?, kind = 'owner'
  WHERE id = ?
    AND campaign_id = ?
    AND role = 'owner'
    AND kind IN ('owner', 'member')
    AND revoked_at IS NULL
  RETURNING *
`;
const HAS_SECRET = 'EXISTS (SELECT 1 FROM grants g WHERE g.id = ? AND g.secret_hash = ?)';
const MAKE_OWNER = `
  UPDATE grants
  SET kind = 'owner', role = 'owner'
  WHERE id = ?
    AND campaign_id = ?
    AND kind IN ('owner', 'member')
    AND revoked_at IS NULL
    AND role != 'player'
    AND ${IS_OWNER}
  RETURNING *
`;
const TO_CO_GM = `
  UPDATE grants
  SET
    kind = 'member',
    role = 'co_gm',
    label = CASE label WHEN 'Owner' THEN 'The first owner' ELSE label END
`;
/** The one who transfers may have other devices, which come after this one: see `transferOwnership`. */
const MAKE_OTHER_OWNERS_CO_GMS = `${TO_CO_GM}
  WHERE campaign_id = ?
    AND id NOT IN (?, ?)
    AND role = 'owner'
    AND kind IN ('owner', 'member')
    AND ${HAS_CODE}
    AND ${IS_OWNER}
`;
const REVOKE_OWNER_INVITES = `
  UPDATE grants
  SET revoked_at = ?
  WHERE campaign_id = ?
    AND kind = 'invite'
    AND role = 'owner'
    AND revoked_at IS NULL
    AND ${HAS_CODE}
    AND ${IS_OWNER}
`;
const MAKE_CO_GM_AFTER_TRANSFER = `${TO_CO_GM}
  WHERE id = ?
    AND campaign_id = ?
    AND ${HAS_CODE}
`;
/** An owner is revoked only if another grant with a recovery code remains. */
const REVOKE = `
  UPDATE grants
  SET revoked_at = ?
  WHERE id = ?
    AND campaign_id = ?
    AND revoked_at IS NULL
    AND (
      kind = 'invite'
      OR role != 'owner'
      OR EXISTS (
        SELECT 1
        FROM grants g
        WHERE g.campaign_id = ?
          AND g.id != ?
          AND g.kind = 'owner'
          AND g.revoked_at IS NULL
      )
    )
`;

type Ownership = Pick<Access, 'addOwner' | 'rotateSecret' | 'transferOwnership' | 'revoke'>;

export const createOwnership = (store: GrantStore): Ownership => {
  const { db, nowMs } = store;
  return {
    addOwner: (campaignId, secretHash) =>
      store.add(
        { campaignId, kind: 'owner', role: 'owner', label: 'Owner, by the operator', expiresAt: null },
        secretHash,
      ),
    rotateSecret: async (campaignId, ownerId, secretHash, formerHash) => {
      const owner = [ownerId, campaignId];
      // A device that was set up from a backup has the same secret: it must not hear that the campaign is unknown here.
      const former = store.prepare(
        {
          campaignId,
          kind: 'owner',
          role: 'owner',
          label: 'Former recovery code',
          expiresAt: null,
          revokedAt: nowMs(),
        },
        formerHash,
        { sql: HAS_SECRET, values: [ownerId, secretHash] },
        'unlessKnown',
      );
      const [, changed] = await db.batch(campaignId, [
        [REVOKE_OTHER_SECRETS, nowMs(), campaignId, ownerId, ...owner],
        [SET_OWNER_SECRET, secretHash, ...owner],
        former.statement,
      ]);
      return changed?.[0] ? toGrant(changed[0]) : null;
    },
    transferOwnership: async (campaignId, ownerId, toId) => {
      if (toId === ownerId) return null;
      const to = [toId, campaignId];
      const owner = [ownerId, campaignId];
      const [newOwner] = await db.batch(campaignId, [
        [MAKE_OWNER, ...to, ...owner],
        [MAKE_OTHER_OWNERS_CO_GMS, campaignId, toId, ownerId, ...to, ...owner],
        [REVOKE_OWNER_INVITES, nowMs(), campaignId, ...to, ...owner],
        // Last: the statements before it ask whether this grant is an owner.
        [MAKE_CO_GM_AFTER_TRANSFER, ...owner, ...to],
      ]);
      return newOwner?.[0] ? toGrant(newOwner[0]) : null;
    },
    revoke: async (campaignId, grantId) => {
      await db.batch(campaignId, [[REVOKE, nowMs(), grantId, campaignId, campaignId, grantId]]);
      return store.findById(campaignId, grantId);
    },
  };
};
