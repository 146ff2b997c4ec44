// The client of the relay's HTTP interface: claiming, joining, inviting, heads. Secrets go in the Authorization
// header only.
import { err, ok, type Result } from '@emberkeep/domain';
import {
  ACCESS_REFUSALS,
  type AccessRefusal,
  type BlobRefusal,
  type CodeRequest,
  type CodeResponse,
  type DeletedResponse,
  type GrantResponse,
  type GrantsResponse,
  type HeadsResponse,
  type InviteRequest,
  type JoinRequest,
  type JoinResponse,
  type MembershipResponse,
  type MovedRequest,
  type MovedResponse,
  type RefillRequest,
  type RefusalResponse,
  type RelayFacts,
  type RenameGrantRequest,
  REQUEST_REFUSALS,
  type RequestRefusal,
  type Role,
  type RosterRequest,
  type RosterResponse,
  type RotateSecretRequest,
  SERVER_FAILURES,
  type ServerFailure,
  type TransferOwnershipRequest,
} from '@emberkeep/sync/wire';

export type { Grant, Role } from '@emberkeep/sync/wire';

/** Refusals that have a sentence of their own; the others of pictures are handled where pictures are sent. */
type ShownRefusal = AccessRefusal | RequestRefusal | ServerFailure | Extract<BlobRefusal, 'TooLarge'>;
const SHOWN_REFUSALS: readonly ShownRefusal[] = [
  ...ACCESS_REFUSALS,
  ...REQUEST_REFUSALS,
  ...SERVER_FAILURES,
  'TooLarge',
];

/**
 * `RelayUnreachable`: no answer, or one that this app does not know. `movedTo`: with `Moved` and `Deleted`, where the
 * owner has moved the campaign.
 */
export type RelayError = { type: 'RelayUnreachable' | ShownRefusal; movedTo?: string };

/** Why a response with an error status was given. `answer`: its body as JSON; null if it is none. */
const errorIn = (answer: Partial<RefusalResponse> | null): RelayError => ({
  type: SHOWN_REFUSALS.find((refusal) => refusal === answer?.error) ?? 'RelayUnreachable',
  ...(typeof answer?.movedTo === 'string' ? { movedTo: answer.movedTo } : {}),
});

/** The error of a response with an error status, for requests whose answer is bytes. */
export const errorOf = async (response: Response): Promise<RelayError> =>
  errorIn((await response.json().catch(() => null)) as Partial<RefusalResponse> | null);

/** 32 random bytes as base64url: a campaign's or device's secret. */
export const newSecret = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
};

/** SHA-256 as hex: the relay stores only this hash of a secret. */
export const hashSecret = async (secret: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
};

export interface RelayCall {
  /** The relay's origin; empty: where this app came from. */
  address: string;
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** The path below `/api`. */
  path: string;
  secret: string;
  body?: object;
}

/** One request with JSON both ways. */
export const call = async <T>({ address, method, path, secret, body }: RelayCall): Promise<Result<T, RelayError>> => {
  let response: Response;
  try {
    response = await fetch(`${address}/api${path}`, {
      method,
      cache: 'no-store',
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return err({ type: 'RelayUnreachable' });
  }
  // An answer that is not JSON comes from a proxy: as good as no relay.
  const answer = (await response.json().catch(() => null)) as T | Partial<RefusalResponse> | null;
  if (response.ok && answer) return ok(answer as T);
  return err(errorIn(answer as Partial<RefusalResponse> | null));
};

/** How long an invitation is valid, and for how many devices; unlimited when absent. */
export type InviteLimits = Pick<InviteRequest, 'hours' | 'uses'>;

/**
 * The requests to the relay at `address`, an origin such as `https://table.example.org`; empty: where this app came
 * from.
 */
export const relayAt = (address = '') => {
  const send = <T>(
    method: RelayCall['method'],
    path: string,
    secret: string,
    body?: object,
  ): Promise<Result<T, RelayError>> =>
    call<T>({ address, method, path, secret, ...(body === undefined ? {} : { body }) });
  const at = (campaignId: string): string => `/campaigns/${campaignId}`;
  return {
    claim: (campaignId: string, secret: string) => send<MembershipResponse>('PUT', at(campaignId), secret),
    join: async (secret: string, memberSecret: string, label: string) =>
      send<JoinResponse>('POST', '/join', secret, {
        memberHash: await hashSecret(memberSecret),
        label,
      } satisfies JoinRequest),
    heads: (campaignId: string, secret: string) => send<HeadsResponse>('GET', `${at(campaignId)}/heads`, secret),
    me: (campaignId: string, secret: string) => send<MembershipResponse>('GET', `${at(campaignId)}/me`, secret),
    grants: (campaignId: string, secret: string) => send<GrantsResponse>('GET', `${at(campaignId)}/grants`, secret),
    invite: async (
      campaignId: string,
      secret: string,
      invitation: { secret: string; role: Role; label: string } & InviteLimits,
    ) => {
      const { secret: inviteSecret, ...rest } = invitation;
      return send<GrantResponse>('POST', `${at(campaignId)}/invites`, secret, {
        secretHash: await hashSecret(inviteSecret),
        ...rest,
      } satisfies InviteRequest);
    },
    rename: (campaignId: string, secret: string, grantId: string, label: string) =>
      send<GrantResponse>('PATCH', `${at(campaignId)}/grants/${grantId}`, secret, {
        label,
      } satisfies RenameGrantRequest),
    /** Gives the owner a new secret. The earlier recovery code and every open invitation stop working. */
    rotate: async (campaignId: string, secret: string, next: string) =>
      send<GrantResponse>('POST', `${at(campaignId)}/rotate`, secret, {
        secretHash: await hashSecret(next),
      } satisfies RotateSecretRequest),
    /** Makes another device the owner. */
    transferOwnership: (campaignId: string, secret: string, grantId: string) =>
      send<GrantResponse>('POST', `${at(campaignId)}/owner`, secret, { grantId } satisfies TransferOwnershipRequest),
    code: (campaignId: string, secret: string, role: Role) =>
      send<CodeResponse>('POST', `${at(campaignId)}/codes`, secret, { role } satisfies CodeRequest),
    revoke: (campaignId: string, secret: string, grantId: string) =>
      send<GrantResponse>('DELETE', `${at(campaignId)}/grants/${grantId}`, secret),
    /** Every grant with the hash of its secret: for owners, and for co-GMs whom the owner lets refill. */
    roster: (campaignId: string, secret: string) => send<RosterResponse>('GET', `${at(campaignId)}/roster`, secret),
    /** Adds grants that the relay does not know, and lets co-GMs refill or not. */
    restoreRoster: (campaignId: string, secret: string, roster: RosterRequest) =>
      send<RosterResponse>('POST', `${at(campaignId)}/roster`, secret, roster),
    /** Brings a campaign that nobody owns there again, as an owner or co-GM of this roster. */
    refill: (campaignId: string, secret: string, { grants, gmsMayRefill }: RefillRequest) =>
      send<MembershipResponse>('POST', `${at(campaignId)}/refill`, secret, {
        grants,
        gmsMayRefill,
      } satisfies RefillRequest),
    /** Leaves a mark that the campaign has moved to this origin, or removes it (null). */
    markMoved: (campaignId: string, secret: string, to: string | null) =>
      send<MovedResponse>('POST', `${at(campaignId)}/moved`, secret, { to } satisfies MovedRequest),
    deleteCampaign: (campaignId: string, secret: string) => send<DeletedResponse>('DELETE', at(campaignId), secret),
  };
};

/** What a server reports about itself; null when it cannot be reached or is no relay. */
export const relayFacts = async (address: string): Promise<Partial<RelayFacts> | null> => {
  try {
    const response = await fetch(`${address}/config.json`, { cache: 'no-store' });
    return response.ok ? ((await response.json()) as Partial<RelayFacts>) : null;
  } catch {
    return null;
  }
};

/** The public address that a relay's operator set; its own address when none is set. */
export const publicAddress = async (address = ''): Promise<string> => {
  const publicUrl = (await relayFacts(address))?.publicUrl;
  return typeof publicUrl === 'string' && /^https?:\/\//.test(publicUrl) ? publicUrl : address;
};

/** The origin under which others reach a relay, for people and marks. */
export const publicOrigin = async (address = ''): Promise<string> =>
  new URL((await publicAddress(address)) || location.origin).origin;

/** The address of a relay's sockets, without the room. */
export const relaySocket = (address = ''): string => `${(address || location.origin).replace(/^http/, 'ws')}/sync`;

/** The origin of a server that a person typed; null when it is no address, and empty for this app's own origin. */
export const readAddress = (text: string): string | null => {
  const typed = text.trim();
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(typed) && !/^https?:/i.test(typed)) return null;
  try {
    const { origin, protocol } = new URL(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
    return typed === '' || !/^https?:$/.test(protocol) ? null : origin === location.origin ? '' : origin;
  } catch {
    return null; // No address.
  }
};

/** The server's host, as shown to people. */
export const relayName = (address = ''): string => new URL(address || location.origin).host;
