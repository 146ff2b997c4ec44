// Who may do what: capabilities, no accounts. There are three kinds of grant: `owner` (made when a campaign first
// connects), `invite` (a link or a short code) and `member` (one device that used an invite). The owner sees every
// grant and can revoke it.
import { ROSTER_MAX, type InviteMode, type Role, type RosterEntry, type RosterResponse } from '@emberkeep/sync/wire';
import type { Database } from '../storage/database.ts';
import { createClaims } from './claims.ts';
import { countActive, createGrantStore, refused, toGrant, type Admission, type Grant } from './grant-store.ts';
import { createInvites } from './invites.ts';
import { createLabels } from './labels.ts';
import { createOwnership } from './ownership.ts';
import { createRoster } from './roster.ts';

export { ACCESS_TABLES, type Admission, type Grant } from './grant-store.ts';
export { hashSecret } from './secrets.ts';

/** Times are Unix ms. Secrets of invites and members are chosen by devices, which send their SHA-256 as hex. */
export interface Access {
  /** Claims a campaign for its owner's secret; a campaign that is claimed already admits only that secret. */
  claim(campaignId: string, secret: string): Promise<Admission>;
  /** The grant of a secret in this campaign. Invites are refused: they admit a device, and open nothing themselves. */
  admit(campaignId: string, secret: string): Promise<Admission>;
  /** Whether the campaign has as many grants that can be used as a roster holds. */
  isFull(campaignId: string): Promise<boolean>;
  /** `uses`: how many devices the invite may admit. Null for no limit, as for `expiresAt`. */
  createInvite(
    campaignId: string,
    input: { secretHash: string; role: Role; label: string; expiresAt?: number | null; uses?: number | null },
  ): Promise<Grant>;
  /** A short code to type, good for one device and 15 minutes. */
  createCode(campaignId: string, role: Role): Promise<{ grant: Grant; code: string }>;
  /** Exchanges the secret of an invite, or a code, for a grant to the device's own secret. */
  redeem(secret: string, input: { memberHash: string; label: string }): Promise<Admission>;
  list(campaignId: string): Promise<Grant[]>;
  /** Every grant of every campaign, for operators. */
  listAll(): Promise<Grant[]>;
  /** Gives a grant another label; null if the campaign has no such grant. */
  rename(campaignId: string, grantId: string, label: string): Promise<Grant | null>;
  /**
   * Revokes a grant; null if the campaign has no such grant. An owner's is revoked only if another owner with a recovery
   * code remains: otherwise it is given back unchanged.
   */
  revoke(campaignId: string, grantId: string): Promise<Grant | null>;
  /** Adds an owner, for a campaign whose owner lost the secret. For operators: the caller is not checked. */
  addOwner(campaignId: string, secretHash: string): Promise<Grant>;
  /**
   * Gives an owner a new secret, which is the campaign's recovery code. The old one, other owners' recovery codes and
   * every open invite stop working: whoever has one of them is told that it was revoked. Null if the grant is no owner's
   * any more. `formerHash`: of the secret that the caller used.
   */
  rotateSecret(campaignId: string, ownerId: string, secretHash: string, formerHash: string): Promise<Grant | null>;
  /**
   * Makes another device the owner, with its secret as the recovery code. The caller and all other owners become co-GMs,
   * and their codes stop working. Null unless that device is a GM of the campaign and the caller still an owner.
   */
  transferOwnership(campaignId: string, ownerId: string, toId: string): Promise<Grant | null>;
  /** Campaigns that wait for the operator's approval. */
  listPending(): Promise<string[]>;
  /** False if the campaign was not waiting. */
  approve(campaignId: string): Promise<boolean>;
  /** Every grant with the hash of its secret. */
  roster(campaignId: string): Promise<RosterEntry[]>;
  /** Adds the grants of a roster that are not known here, for an owner who brought the campaign again. */
  restore(campaignId: string, entries: readonly RosterEntry[]): Promise<void>;
  /** What is clear before the roster is read; null if it has to be read. */
  beforeRefill(campaignId: string, secret: string): Promise<Admission | null>;
  /** Brings a campaign that nobody owns here again, for an owner or co-GM of the roster, who stays what they were. */
  refill(campaignId: string, secret: string, roster: RosterResponse): Promise<Admission>;
  /** Whether the owner lets co-GMs read the roster and refill. */
  gmsMayRefill(campaignId: string): Promise<boolean>;
  /** True for an owner, and for a co-GM whom the owner lets refill. */
  mayReadRoster(campaignId: string, role: Role): Promise<boolean>;
  letGmsRefill(campaignId: string, mayRefill: boolean): Promise<void>;
  /**
   * Leaves a mark that the campaign has moved to the relay at this address, or removes it (null). Gives the mark that is
   * there then: one for another address stays.
   */
  setMovedTo(campaignId: string, address: string | null): Promise<string | null>;
  /** What the operator reads beside the campaign's id; null unless an owner wants that. */
  labelOf(campaignId: string): Promise<string | null>;
  /** Sets it, or removes it (null). `label`: as `campaignLabel` gives it. Null for a campaign that was deleted. */
  setLabel(campaignId: string, label: string | null): Promise<string | null>;
  /** Changes it where there is one, otherwise null: an owner's other device may have removed it. */
  renameLabel(campaignId: string, label: string): Promise<string | null>;
  /** Of every campaign that has one, by its id. For operators. */
  labels(): Promise<Record<string, string>>;
  /** Removes the campaign's grants and settings, as if it had never been here. False if it was not. For operators. */
  forget(campaignId: string): Promise<boolean>;
  /** Deletes the campaign for everyone: every secret is refused as `Deleted` from now on. */
  deleteCampaign(campaignId: string): Promise<void>;
}

const OF_CAMPAIGN = 'SELECT * FROM grants WHERE campaign_id = ? ORDER BY created_at';
const ALL = 'SELECT * FROM grants ORDER BY campaign_id, created_at';
const RENAME = `
  UPDATE grants
  SET label = ?
  WHERE id = ? AND campaign_id = ?
  RETURNING *
`;

export const createAccess = (deps: { db: Database; nowMs(): number; mode?: InviteMode }): Access => {
  const { db, nowMs, mode = 'open' } = deps;
  const store = createGrantStore(db, nowMs);
  return {
    ...createClaims(store, mode),
    ...createInvites(store),
    ...createOwnership(store),
    ...createRoster(store, mode),
    ...createLabels(db),
    admit: async (campaignId, secret) => {
      const admission = await store.findBySecret(secret);
      if (!admission.ok) return admission;
      const { grant } = admission;
      return grant.campaignId === campaignId && grant.kind !== 'invite' ? admission : refused('NotLetIn');
    },
    isFull: async (campaignId) => (await countActive(store, campaignId)) >= ROSTER_MAX,
    list: async (campaignId) => (await db.all(OF_CAMPAIGN, campaignId)).map(toGrant),
    listAll: async () => (await db.all(ALL)).map(toGrant),
    rename: async (campaignId, grantId, label) => {
      const row = await store.one(RENAME, label, grantId, campaignId);
      return row && toGrant(row);
    },
  };
};
