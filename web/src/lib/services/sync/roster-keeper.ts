// Keeps the campaign's roster on this device: who has access, with the hashes of their secrets and never the secrets. With
// it a relay that lost its data gets everyone's access back, and so does a relay that the campaign moves to.
import { err, ok, type Result } from '@emberkeep/domain';
import type { RosterEntry, RosterResponse } from '@emberkeep/sync/wire';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { hashSecret, relayAt, type RelayError } from './relay-client.ts';

/** The roster of one relay, as this device last read it. */
export interface KeptRoster extends RosterResponse {
  relay: string;
}

/** Grants in one request: the relay takes 1.5 MB. */
const BATCH = 2000;
/** How long a device can use its old secret to move to the new relay, ms: 90 days. */
const MOVE_MS = 90 * 24 * 3_600_000;

const rosterKey = (campaignId: string): string => `roster:${campaignId}`;
/** The secret of this device that a relay said was revoked. */
const revokedKey = (campaignId: string): string => `revoked:${campaignId}`;

/** The roster of this relay, if this device has it. */
export const keptRoster = async (
  device: Device,
  campaignId: string,
  relay: string,
): Promise<KeptRoster | undefined> => {
  const kept = await device.settings.get<KeptRoster>(rosterKey(campaignId));
  return kept?.relay === relay ? kept : undefined;
};

/** The relay said that this device's access was revoked: it must not bring that access back if the relay is wiped. */
export const noteRevoked = async (device: Device, { campaignId, entry }: Membership): Promise<void> => {
  await device.settings.set(revokedKey(campaignId), entry.token);
  await device.settings.delete(rosterKey(campaignId));
};

export const wasRevoked = async (device: Device, campaignId: string, token: string): Promise<boolean> =>
  (await device.settings.get(revokedKey(campaignId))) === token;

const keep = async (device: Device, { campaignId, relay }: Membership, roster: RosterResponse): Promise<void> =>
  device.settings.set(rosterKey(campaignId), { ...roster, relay } satisfies KeptRoster);

/** Gives a relay these grants; it ignores those that it knows. */
const give = async (
  { campaignId, relay }: Membership,
  token: string,
  grants: readonly RosterEntry[],
): Promise<Result<void, RelayError>> => {
  for (let from = 0; from < grants.length; from += BATCH) {
    const batch = grants.slice(from, from + BATCH);
    const given = await relayAt(relay).restoreRoster(campaignId, token, { grants: batch });
    if (!given.ok) return given;
  }
  return ok(undefined);
};

/** Whether the relay gives this device the roster: asked first, so that a co-GM without it is not refused at every sync. */
const mayReadRoster = async ({ campaignId, relay, entry }: Membership): Promise<Result<boolean, RelayError>> => {
  const me = await relayAt(relay).me(campaignId, entry.token ?? '');
  // An older relay does not say: there the roster itself is asked for.
  return me.ok ? ok(me.value.mayReadRoster ?? true) : me;
};

/**
 * Reads the roster from the relay and stores it: as an owner, or as a co-GM whom the owner lets refill. Gives what was
 * stored; null if this device does not get it.
 */
export const keepRoster = async (device: Device, membership: Membership): Promise<KeptRoster | null> => {
  const { campaignId, relay, entry } = membership;
  if (!entry.token) return null;
  const mayRead = await mayReadRoster(membership);
  const answer = mayRead.ok && mayRead.value ? await relayAt(relay).roster(campaignId, entry.token) : null;
  const refusal = !mayRead.ok ? mayRead.error.type : answer?.ok === false ? answer.error.type : null;
  if (answer?.ok) await keep(device, membership, answer.value);
  else if (refusal === 'Revoked') await noteRevoked(device, membership);
  else if (refusal === null || refusal === 'NotOwner') await device.settings.delete(rosterKey(campaignId));
  return answer?.ok ? { ...answer.value, relay } : null;
};

/** Lets co-GMs put the campaign back after the relay lost it, or not. For owners. */
export const letGmsRefill = async (
  device: Device,
  membership: Membership,
  gmsMayRefill: boolean,
): Promise<Result<void, RelayError>> => {
  const { campaignId, relay, entry } = membership;
  const answer = await relayAt(relay).restoreRoster(campaignId, entry.token ?? '', { gmsMayRefill });
  if (!answer.ok) return answer;
  await keep(device, membership, answer.value);
  return ok(undefined);
};

/**
 * A grant of the old relay as an invite of the new one: its device exchanges its old secret, which the old relay has seen,
 * for a new one, once. An invite of a device that has not followed an earlier move yet stays as it is.
 */
const toMoveInvite = (entry: RosterEntry, nowMs: number): RosterEntry =>
  entry.kind === 'invite'
    ? entry
    : { ...entry, kind: 'invite', createdAt: nowMs, expiresAt: nowMs + MOVE_MS, usesLeft: 1 };

/** A device with access, or an invite for one device. Other links lead to the old relay and are of no use at the new one. */
const canFollow = ({ kind, revokedAt, expiresAt, usesLeft }: RosterEntry, nowMs: number): boolean =>
  revokedAt === null && (kind !== 'invite' || (usesLeft === 1 && (expiresAt === null || expiresAt > nowMs)));

/**
 * Lets the devices that have access at `from` move to the relay that the campaign syncs with now. `NotFound`: one of the
 * two relays is too old, and people need new invitations.
 */
export const inviteFrom = async (
  membership: Membership,
  from: { relay: string; token: string },
): Promise<Result<void, RelayError>> => {
  const { campaignId, entry } = membership;
  const old = await relayAt(from.relay).roster(campaignId, from.token);
  if (!old.ok) return old;
  const own = await hashSecret(from.token);
  const nowMs = Date.now();
  const devices = old.value.grants.filter((each) => each.secretHash !== own && canFollow(each, nowMs));
  if (!entry.token) return err({ type: 'NotLetIn' });
  return give(
    membership,
    entry.token,
    devices.map((each) => toMoveInvite(each, nowMs)),
  );
};
