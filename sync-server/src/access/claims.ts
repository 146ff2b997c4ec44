// Which campaigns a relay serves: claimed by their owner's first connection, approved by the operator where the invite
// mode asks for it, deleted for everyone.
import type { InviteMode } from '@emberkeep/sync/wire';
import type { Statement } from '../storage/database.ts';
import type { Access } from './access.ts';
import { refused, type GrantStore } from './grant-store.ts';
import { removeLabel } from './labels.ts';
import { hashSecret } from './secrets.ts';

/** Its parameter is the campaign's id. */
export const IS_OWNED = `EXISTS (
  SELECT 1
  FROM grants g
  WHERE g.campaign_id = ? AND g.kind = 'owner'
)`;

export const isOwned = async ({ one }: GrantStore, campaignId: string): Promise<boolean> =>
  (await one(`SELECT 1 AS yes WHERE ${IS_OWNED}`, campaignId)) !== null;

/** Inserts nothing when the claim itself inserted nothing. */
export const ADD_PENDING = `
  INSERT INTO pending_campaigns (campaign_id, at)
  SELECT campaign_id, created_at
  FROM grants
  WHERE id = ?
  ON CONFLICT DO NOTHING
`;

/** Of two owners who move the campaign apart, the first leaves the mark: the other is to follow. */
const SET_MOVED_TO = `
  INSERT INTO campaign_settings (campaign_id, moved_to)
  VALUES (?, ?)
  ON CONFLICT (campaign_id) DO UPDATE
  SET moved_to = CASE WHEN excluded.moved_to IS NULL THEN NULL
    ELSE COALESCE(campaign_settings.moved_to, excluded.moved_to) END
  RETURNING moved_to
`;

type Claims = Pick<Access, 'claim' | 'listPending' | 'approve' | 'setMovedTo' | 'forget' | 'deleteCampaign'>;

export const createClaims = (store: GrantStore, mode: InviteMode): Claims => {
  const { db, one } = store;

  const isDeleted = async (campaignId: string): Promise<boolean> =>
    (await one('SELECT 1 AS yes FROM deleted_campaigns WHERE campaign_id = ?', campaignId)) !== null;

  return {
    claim: async (campaignId, secret) => {
      if (await isDeleted(campaignId)) return refused('Deleted');
      const known = await store.findBySecret(secret);
      if (known.ok) {
        const isItsOwner = known.grant.campaignId === campaignId && known.grant.kind === 'owner';
        return isItsOwner ? known : refused('NotLetIn');
      }
      if (known.refusal !== 'NotLetIn') return known;
      if (mode === 'closed') return refused((await isOwned(store, campaignId)) ? 'NotLetIn' : 'Closed');
      const { grant, statement } = store.prepare(
        { campaignId, kind: 'owner', role: 'owner', label: 'Owner', expiresAt: null },
        hashSecret(secret),
        { sql: `NOT ${IS_OWNED}`, values: [campaignId] },
      );
      const waitForApproval: Statement[] = mode === 'open' ? [] : [[ADD_PENDING, grant.id]];
      const [claimed] = await db.batch(campaignId, [statement, ...waitForApproval]);
      if (claimed?.length === 0) return refused('NotLetIn');
      return mode === 'open' ? { ok: true, grant } : refused('Pending');
    },
    listPending: async () => {
      const rows = await db.all('SELECT campaign_id FROM pending_campaigns ORDER BY at');
      return rows.map((row) => String(row['campaign_id']));
    },
    approve: async (campaignId) => {
      const approved = await db.all(
        'DELETE FROM pending_campaigns WHERE campaign_id = ? RETURNING campaign_id',
        campaignId,
      );
      return approved.length > 0;
    },
    setMovedTo: async (campaignId, address) => {
      const row = await one(SET_MOVED_TO, campaignId, address);
      return typeof row?.['moved_to'] === 'string' ? row['moved_to'] : null;
    },
    forget: async (campaignId) => {
      const tables = ['pending_campaigns', 'deleted_campaigns', 'campaign_settings'];
      const [grants] = await db.batch(campaignId, [
        ['DELETE FROM grants WHERE campaign_id = ? RETURNING id', campaignId],
        ...tables.map((table) => [`DELETE FROM ${table} WHERE campaign_id = ?`, campaignId] as const),
      ]);
      return grants !== undefined && grants.length > 0;
    },
    deleteCampaign: async (campaignId) => {
      await db.batch(campaignId, [
        [
          'INSERT INTO deleted_campaigns (campaign_id, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
          campaignId,
          store.nowMs(),
        ],
        removeLabel(campaignId),
      ]);
    },
  };
};
