// Who owns a campaign: a new secret for an owner, and the transfer of ownership to another device. Each is one
// batch, so that a campaign is never without an owner.
import type { Access } from './access.ts';
import { toGrant, type GrantStore } from './grant-store.ts';

const REVOKE_OTHER_SECRETS = `
  UPDATE grants
  SET revoked_at = ?
  WHERE campaign_id = ?
    AND revoked_at IS NULL
    AND id != ?
    AND kind IN ('owner', 'invite')
`;
const SET_OWNER_SECRET = `
  UPDATE grants
  SET secret_hash = ?
  WHERE id = ?
    AND campaign_id = ?
    AND role = 'owner'
    AND revoked_at IS NULL
`;
const MAKE_OWNER = `
  UPDATE grants
  SET kind = 'owner', role = 'owner'
  WHERE id = ?
    AND campaign_id = ?
    AND kind = 'member'
    AND revoked_at IS NULL
    AND role != 'player'
  RETURNING *
`;
const MAKE_CO_GM_AFTER_TRANSFER = `
  UPDATE grants
  SET
    kind = 'member',
    role = 'co_gm',
    label = CASE label WHEN 'Owner' THEN 'The first owner' ELSE label END
  WHERE id = ?
    AND campaign_id = ?
    AND EXISTS (
      SELECT 1
      FROM grants g
      WHERE g.id = ? AND g.campaign_id = ? AND g.kind = 'owner'
    )
`;

type Ownership = Pick<Access, 'addOwner' | 'rotateSecret' | 'transferOwnership'>;

export const createOwnership = (store: GrantStore): Ownership => {
  const { db, nowMs } = store;
  return {
    addOwner: (campaignId, secretHash) =>
      store.add(
        { campaignId, kind: 'owner', role: 'owner', label: 'Owner, by the operator', expiresAt: null },
        secretHash,
      ),
    rotateSecret: async (campaignId, ownerId, secretHash) => {
      await db.batch(campaignId, [
        [REVOKE_OTHER_SECRETS, nowMs(), campaignId, ownerId],
        [SET_OWNER_SECRET, secretHash, ownerId, campaignId],
      ]);
      const row = await store.one('SELECT * FROM grants WHERE id = ? AND campaign_id = ?', ownerId, campaignId);
      return row && row['secret_hash'] === secretHash ? toGrant(row) : null;
    },
    transferOwnership: async (campaignId, ownerId, toId) => {
      if (toId === ownerId) return null;
      const [newOwner] = await db.batch(campaignId, [
        [MAKE_OWNER, toId, campaignId],
        [MAKE_CO_GM_AFTER_TRANSFER, ownerId, campaignId, toId, campaignId],
      ]);
      return newOwner?.[0] ? toGrant(newOwner[0]) : null;
    },
  };
};
