// Invites: links and short codes that a device exchanges for a grant of its own. Asking again after a lost response
// costs nothing, and two devices that race for the last use cannot both win.
import { ROSTER_MAX } from '@emberkeep/sync/wire';
import type { Access } from './access.ts';
import { countActive, refused, type Admission, type Grant, type GrantDraft, type GrantStore } from './grant-store.ts';
import { hashSecret, newCode, normalizeCode } from './secrets.ts';

/** How long a short code is good, ms. */
const CODE_MS = 15 * 60 * 1000;

/** How many grants a campaign has at most for an invite to admit a device: beyond it, an owner can still invite. */
const ADMITTING_UP_TO = ROSTER_MAX / 2;

/** The invite still admits a device. */
const HAS_USES = `
  (used_once = 0 OR revoked_at IS NULL)
  AND (uses_left IS NULL OR uses_left > 0)
`;
const INVITE_HAS_USES = `EXISTS (
  SELECT 1
  FROM grants g
  WHERE g.id = ? AND ${HAS_USES}
)`;
const TAKE_USE = `
  UPDATE grants
  SET
    revoked_at = CASE WHEN used_once = 1 THEN CAST(? AS BIGINT) ELSE revoked_at END,
    uses_left = uses_left - 1
  WHERE id = ? AND ${HAS_USES}
`;

type Invites = Pick<Access, 'createInvite' | 'createCode' | 'redeem'>;

export const createInvites = (store: GrantStore): Invites => {
  /** A code that was typed differently from how it was made is normalized; a link's secret never is. */
  const findInvite = async (secret: string): Promise<Admission> => {
    const exact = await store.findBySecret(secret);
    return exact.ok || exact.refusal !== 'NotLetIn' ? exact : store.findBySecret(normalizeCode(secret));
  };

  /**
   * The grant that this device already has, if the response that told it so was lost and its invite is used up by
   * now.
   */
  const alreadyAdmitted = (device: Grant | null, admission: Extract<Admission, { ok: false }>): Admission => {
    const wasGood = admission.refusal !== 'NotLetIn' && admission.refusal !== 'Deleted';
    const isMember = device?.kind === 'member' && device.revokedAt === null;
    return device && isMember && wasGood ? { ok: true, grant: device } : admission;
  };

  const useInvite = async (inviteId: string, device: GrantDraft, secretHash: string): Promise<Admission> => {
    if ((await countActive(store, device.campaignId)) >= ADMITTING_UP_TO) return refused('Expired');
    const { grant, statement } = store.prepare(device, secretHash, { sql: INVITE_HAS_USES, values: [inviteId] });
    const [added] = await store.db.batch(device.campaignId, [statement, [TAKE_USE, store.nowMs(), inviteId]]);
    return added?.length === 1 ? { ok: true, grant } : refused('Expired');
  };

  return {
    createInvite: (campaignId, { secretHash, role, label, expiresAt = null, uses = null }) =>
      store.add({ campaignId, kind: 'invite', role, label, expiresAt, usesLeft: uses }, secretHash),
    createCode: async (campaignId, role) => {
      const code = newCode();
      const expiresAt = store.nowMs() + CODE_MS;
      const draft: GrantDraft = { campaignId, kind: 'invite', role, label: 'Typed code', expiresAt, isUsedOnce: true };
      return { grant: await store.add(draft, hashSecret(code)), code };
    },
    redeem: async (secret, { memberHash, label }) => {
      const invite = await findInvite(secret);
      const device = await store.findByHash(memberHash);
      if (!invite.ok) return alreadyAdmitted(device, invite);
      const { campaignId, role, kind, id } = invite.grant;
      if (kind === 'member' && role !== 'owner') return refused('NotLetIn');
      // A device that joined here would have no access where the campaign is now.
      if (invite.movedTo) return { ...refused('Moved'), movedTo: invite.movedTo };
      if (device) return { ok: true, grant: device }; // the response was lost and the device asks again
      const draft: GrantDraft = { campaignId, kind: 'member', role, label, expiresAt: null };
      // An owner's secret makes another device an owner, as often as it is used: backups contain it as recovery code.
      if (kind !== 'invite') return { ok: true, grant: await store.add(draft, memberHash) };
      return useInvite(id, draft, memberHash);
    },
  };
};
