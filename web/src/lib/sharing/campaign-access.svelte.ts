// Who has access to a campaign on its relay, and every way of giving or revoking it. Each action refreshes the list.
import type { Result } from '@emberkeep/domain';
import { attempt } from '#lib/services/attempt.ts';
import { sentenceFor } from '#lib/device/error-messages.ts';
import type { Device } from '#lib/device/device.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import {
  newSecret,
  publicAddress,
  relayAt,
  relayFacts,
  type Grant,
  type Role,
} from '#lib/services/sync/relay-client.ts';
import type { OwnerAccess } from '#lib/services/sync/operator-name.ts';
import { replaceSecret } from '#lib/services/sync/pending-secret.ts';
import { keepRoster, letGmsRefill } from '#lib/services/sync/roster-keeper.ts';
import { INVITE_LABELS, invitationOf, inviteLimits, type Invitation } from './invitation.ts';

/** A code that is typed on the other device. */
export interface TypedCode {
  code: string;
  /** What the code makes of the device that it is typed on. */
  role: Role;
  /** Unix ms; null where it is good until it is used. */
  expiresAt: number | null;
}

type Outcome = Result<unknown, { type: string }>;

export class CampaignAccess {
  /** Why the last action failed, for the person; empty after a success. */
  message = $state('');
  busy = $state(false);
  invitation: Invitation | null = $state.raw(null);
  showsInvitation = $state(false);
  typedCode: TypedCode | null = $state.raw(null);
  showsCode = $state(false);
  recoveryCode = $state('');
  showsRecoveryCode = $state(false);
  /** Co-GMs can put the campaign back if the server loses it; null where the server is too old, or for co-GMs. */
  gmsMayRefill: boolean | null = $state(null);
  /** The campaign waits for the approval of a relay's operator. */
  #waiting: OwnerAccess | null = $state.raw(null);
  #grants: Grant[] = $state.raw([]);
  #ownGrant = '';

  constructor(
    readonly device: Device,
    readonly campaign: OpenCampaign,
  ) {}

  get token(): string | null {
    return this.campaign.entry.token;
  }
  get isOwner(): boolean {
    return this.campaign.entry.role === 'owner';
  }
  /** An owner's key at the relay, also where the campaign waits for approval there. */
  get ownerAccess(): OwnerAccess | null {
    const { token, campaign } = this;
    if (!token) return this.#waiting;
    return this.isOwner ? { campaignId: campaign.id, relay: campaign.membership.relay, token } : null;
  }
  /** Grants that still open the campaign. */
  get activeGrants(): Grant[] {
    return this.#grants.filter(
      ({ revokedAt, expiresAt, usesLeft }) =>
        revokedAt === null && (expiresAt === null || expiresAt > Date.now()) && usesLeft !== 0,
    );
  }
  get #relay(): ReturnType<typeof relayAt> {
    return relayAt(this.campaign.membership.relay);
  }

  async refresh(): Promise<void> {
    const { campaign, token } = this;
    if (!token) return;
    const relay = this.#relay;
    // The campaign may have been transferred, to this device or from it.
    const me = await relay.me(campaign.id, token);
    if (me.ok && me.value.role !== 'player' && me.value.role !== campaign.entry.role)
      await campaign.membership.update({ role: me.value.role });
    if (campaign.entry.role !== 'owner') return;
    const answer = await relay.grants(campaign.id, token);
    if (!answer.ok) return;
    this.#grants = answer.value.grants;
    this.#ownGrant = answer.value.you;
    this.gmsMayRefill = (await keepRoster(this.device, campaign.membership))?.gmsMayRefill ?? null;
  }

  /** Older relays make no code that works for a device that came by a recovery code. */
  async #canMakeCode(): Promise<boolean> {
    const own = this.#grants.find(({ id }) => id === this.#ownGrant);
    if (own?.kind === 'owner') return true;
    return (await relayFacts(this.campaign.membership.relay))?.features?.includes('codeByDevice') ?? false;
  }

  async #attempt(run: () => Promise<Outcome>): Promise<void> {
    this.busy = true;
    this.message = '';
    const result = await attempt(run);
    this.busy = false;
    if (!result.ok) this.message = sentenceFor(result.error);
    await this.refresh();
  }

  #showRecoveryCode(code: string): void {
    this.recoveryCode = code;
    this.showsRecoveryCode = code !== '';
  }

  /**
   * Whether everything that the relay has is here: what this device lacks would be lost in a move. An unreachable relay
   * does not block one.
   */
  async #hasAllOfRelay(): Promise<boolean> {
    const { campaign } = this;
    if (!this.token || campaign.sync.connection?.type === 'refused') return true;
    const left = await campaign.engine.catchUpNow();
    return left === 0 || (left < 0 && campaign.sync.connection?.type !== 'synced');
  }

  /** Syncs the campaign with the relay at this address; an empty one is the server that this app came from. */
  turnOnSync(address: string): Promise<void> {
    return this.#attempt(async () => {
      if (!(await this.#hasAllOfRelay())) return { ok: false, error: { type: 'NotCaughtUp' } };
      const { attachTo, waitingAt } = await import('#lib/services/sync/attach-relay.ts');
      const attached = await attachTo(this.device, this.campaign.membership, address);
      const isWaiting = !attached.ok && attached.error.type === 'Pending';
      this.#waiting = isWaiting ? await waitingAt(this.device, this.campaign.id, address) : null;
      if (attached.ok) this.#showRecoveryCode(attached.value);
      return attached;
    });
  }

  /** `hours`: how long an invitation for a person is good; 0 until it is revoked. */
  invite(role: Role, hours: number): Promise<void> {
    return this.#attempt(async () => {
      const { id } = this.campaign;
      const secret = newSecret();
      const made = await this.#relay.invite(id, this.token ?? '', {
        secret,
        role,
        label: INVITE_LABELS[role],
        ...inviteLimits(role, hours),
      });
      if (made.ok) {
        // Where invited people reach the server: a GM may use its own localhost.
        const facts = { campaign: this.campaign.live.campaign?.name ?? '', by: this.device.identity.name, role };
        this.invitation = invitationOf(facts, id, secret, await publicAddress(this.campaign.membership.relay));
        this.showsInvitation = true;
      }
      return made;
    });
  }

  makeCode(role: Role): Promise<void> {
    return this.#attempt(async () => {
      const made = await this.#relay.code(this.campaign.id, this.token ?? '', role);
      if (made.ok) {
        this.typedCode = { ...made.value, role };
        this.showsCode = true;
      }
      return made;
    });
  }

  /** Replaces the recovery code, also where the answer to an earlier try was lost. */
  rotateRecoveryCode(): Promise<void> {
    const { device, campaign } = this;
    return this.#attempt(async () => {
      if (!(await this.#canMakeCode())) return { ok: false, error: { type: 'OldRelay' } };
      const replaced = await replaceSecret(device, campaign.membership);
      if (replaced.ok) this.#showRecoveryCode(`${campaign.id}.${replaced.value}`);
      return replaced;
    });
  }

  /** Makes another device the owner; this one stays a co-GM. */
  transferOwnership(grant: Grant): Promise<void> {
    return this.#attempt(async () => {
      const transferred = await this.#relay.transferOwnership(this.campaign.id, this.token ?? '', grant.id);
      if (transferred.ok) await this.campaign.membership.update({ role: 'co_gm' });
      return transferred;
    });
  }
  /** Sets whether co-GMs may restore a campaign that the server lost. */
  letGmsRefill(mayRefill: boolean): Promise<void> {
    return this.#attempt(() => letGmsRefill(this.device, this.campaign.membership, mayRefill));
  }
  rename(grant: Grant, label: string): Promise<void> {
    return this.#attempt(() => this.#relay.rename(this.campaign.id, this.token ?? '', grant.id, label));
  }
  revoke(grant: Grant): Promise<void> {
    return this.#attempt(() => this.#relay.revoke(this.campaign.id, this.token ?? '', grant.id));
  }
}
