// The client of the relay's HTTP interface: claiming, joining, inviting, heads. Secrets go in the Authorization
// header only.
import { err, ok, type Result } from '@emberkeep/domain';
import {
  ACCESS_REFUSALS,
  type AccessRefusal,
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
  type RefusalResponse,
  type RelayFacts,
  type RenameGrantRequest,
  type RequestRefusal,
  type Role,
  type RotateSecretRequest,
  type TransferOwnershipRequest,
} from '@emberkeep/sync/wire';

export type { Grant, Role } from '@emberkeep/sync/wire';

/** Refusals that a person can act on. */
type ShownRefusal = AccessRefusal | Extract<RequestRefusal, 'NotOwner' | 'TooMany' | 'BadRequest'>;
const SHOWN_REFUSALS: readonly ShownRefusal[] = [...ACCESS_REFUSALS, 'NotOwner', 'TooMany', 'BadRequest'];

/** `RelayUnreachable`: no answer, or one that this app does not know. */
export type RelayError = { type: 'RelayUnreachable' | ShownRefusal };

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
  const code = (answer as Partial<RefusalResponse> | null)?.error;
  return err({ type: SHOWN_REFUSALS.find((refusal) => refusal === code) ?? 'RelayUnreachable' });
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

/** The setting that stores a new secret from the request to the relay until its answer. */
export const rotatingKey = (campaignId: string): string => `rotating:${campaignId}`;

/** The address of a relay's sockets, without the room. */
export const relaySocket = (address = ''): string => `${(address || location.origin).replace(/^http/, 'ws')}/sync`;

/** The origin of a server that a person typed; null when it is no address, and empty for this app's own origin. */
export const readAddress = (text: string): string | null => {
  const typed = text.trim();
  try {
    const { origin, protocol } = new URL(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
    return typed === '' || !/^https?:$/.test(protocol) ? null : origin === location.origin ? '' : origin;
  } catch {
    return null;
  }
};

/** The server's host, as shown to people. */
export const relayName = (address = ''): string => new URL(address || location.origin).host;

/**
 * Reads a pasted link, a recovery code or a typed code. A link is `…/join#<campaignId>.<secret>`; `relay` is the
 * relay that it leads to.
 */
export const readInvite = (text: string): { campaignId: string | null; secret: string; relay: string } | null => {
  const trimmed = text.trim();
  const relay = /^https?:\/\//i.test(trimmed) ? (readAddress(trimmed) ?? '') : '';
  const linked = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{20,})/.exec(trimmed);
  if (linked) return { campaignId: linked[1] as string, secret: linked[2] as string, relay };
  const code = trimmed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return code.length === 10 && !trimmed.includes('/') ? { campaignId: null, secret: code, relay } : null;
};

/** An invitation's link. The part after # never reaches a server. */
export const inviteLink = (campaignId: string, secret: string, page = 'join', address = ''): string =>
  `${address || location.origin}/${page}#${campaignId}.${secret}`;
