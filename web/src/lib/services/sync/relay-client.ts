// Owns talking to the relay over HTTP: claiming, joining, inviting, heads. Secrets go in the Authorization header only.
import { err, ok, type Result } from '@emberkeep/domain';
import type { Head } from '@emberkeep/sync';

export type RelayError = {
  type:
    | 'RelayUnreachable'
    | 'NotLetIn'
    | 'Revoked'
    | 'Expired'
    | 'Deleted'
    | 'Pending'
    | 'Closed'
    | 'NotOwner'
    | 'TooMany'
    | 'BadRequest';
};
export type Role = 'owner' | 'co_gm' | 'player';

export interface Grant {
  id: string;
  kind: 'owner' | 'invite' | 'member';
  role: Role;
  label: string;
  createdAt: number;
  revokedAt: number | null;
  expiresAt: number | null;
  /** Devices that an invite may still let in; null for no end. Absent on relays of before. */
  usesLeft?: number | null;
}

const KNOWN: readonly string[] = [
  'NotLetIn',
  'Revoked',
  'Expired',
  'Deleted',
  'Pending',
  'Closed',
  'NotOwner',
  'TooMany',
  'BadRequest',
];

/** 32 random bytes as base64url: a campaign's or device's secret. */
export const newSecret = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
};

/** SHA-256 as hex: all that the relay ever keeps of a secret. */
export const hashSecret = async (secret: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
};

/** One request with a secret in its header. */
export const call = async <T>(
  address: string,
  method: string,
  path: string,
  secret: string,
  body?: unknown,
): Promise<Result<T, RelayError>> => {
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
  const answer = (await response.json().catch(() => null)) as { error?: string } | null;
  if (response.ok && answer) return ok(answer as T);
  return err({
    type: answer?.error && KNOWN.includes(answer.error) ? (answer.error as RelayError['type']) : 'RelayUnreachable',
  });
};

/** What can be asked of a relay. `address`: its origin, `https://table.example.org`; empty: where this app came from. */
export const relayAt = (address = '') => ({
  claim: (campaignId: string, secret: string) =>
    call<{ role: Role; grantId: string }>(address, 'PUT', `/campaigns/${campaignId}`, secret),
  join: async (secret: string, memberSecret: string, label: string) =>
    call<{ campaignId: string; role: Role; grantId: string }>(address, 'POST', '/join', secret, {
      memberHash: await hashSecret(memberSecret),
      label,
    }),
  heads: (campaignId: string, secret: string) =>
    call<{ heads: Head[] }>(address, 'GET', `/campaigns/${campaignId}/heads`, secret),
  me: (campaignId: string, secret: string) =>
    call<{ role: Role; grantId: string }>(address, 'GET', `/campaigns/${campaignId}/me`, secret),
  grants: (campaignId: string, secret: string) =>
    call<{ grants: Grant[]; you: string }>(address, 'GET', `/campaigns/${campaignId}/grants`, secret),
  /** `hours`, `uses`: how long and for how many devices it is good; no end where absent. */
  invite: async (
    campaignId: string,
    secret: string,
    inviteSecret: string,
    role: Role,
    label: string,
    limits: { hours?: number; uses?: number } = {},
  ) =>
    call<{ grant: Grant }>(address, 'POST', `/campaigns/${campaignId}/invites`, secret, {
      secretHash: await hashSecret(inviteSecret),
      role,
      label,
      ...limits,
    }),
  rename: (campaignId: string, secret: string, grantId: string, label: string) =>
    call<{ grant: Grant }>(address, 'PATCH', `/campaigns/${campaignId}/grants/${grantId}`, secret, { label }),
  /** A new secret for the owner: the recovery code of before and every open invitation are no good any more. */
  rotate: async (campaignId: string, secret: string, next: string) =>
    call<{ grant: Grant }>(address, 'POST', `/campaigns/${campaignId}/rotate`, secret, {
      secretHash: await hashSecret(next),
    }),
  handOver: (campaignId: string, secret: string, grantId: string) =>
    call<{ grant: Grant }>(address, 'POST', `/campaigns/${campaignId}/owner`, secret, { grantId }),
  code: (campaignId: string, secret: string, role: Role) =>
    call<{ code: string; expiresAt: number }>(address, 'POST', `/campaigns/${campaignId}/codes`, secret, { role }),
  revoke: (campaignId: string, secret: string, grantId: string) =>
    call<{ grant: Grant }>(address, 'DELETE', `/campaigns/${campaignId}/grants/${grantId}`, secret),
  deleteCampaign: (campaignId: string, secret: string) =>
    call<{ deleted: true }>(address, 'DELETE', `/campaigns/${campaignId}`, secret),
});

/** Where people reach a relay, by its operator's word; its own address where nothing is said. */
export const publicAddress = async (address = ''): Promise<string> => {
  const facts = await fetch(`${address}/config.json`)
    .then((r) => (r.ok ? (r.json() as Promise<{ publicUrl?: unknown }>) : null))
    .catch(() => null);
  return typeof facts?.publicUrl === 'string' && /^https?:\/\//.test(facts.publicUrl) ? facts.publicUrl : address;
};

/** The setting under which a device keeps a secret that it has asked the relay to take for its old one. */
export const rotatingKey = (campaignId: string): string => `rotating:${campaignId}`;

/** Where a relay's sockets are, without the room. */
export const relaySocket = (address = ''): string => `${(address || location.origin).replace(/^http/, 'ws')}/sync`;

/** What a person typed for a server: its origin, or null where that is no address. This app's own is the empty one. */
export const readAddress = (text: string): string | null => {
  const typed = text.trim();
  try {
    const { origin, protocol } = new URL(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
    return typed === '' || !/^https?:$/.test(protocol) ? null : origin === location.origin ? '' : origin;
  } catch {
    return null;
  }
};

/** Which server that is, for people. */
export const relayName = (address = ''): string => new URL(address || location.origin).host;

/** Reads a pasted link, a recovery code or a typed code. Links: `…/join#<campaignId>.<secret>`; `relay`: whose link it is. */
export const readInvite = (text: string): { campaignId: string | null; secret: string; relay: string } | null => {
  const trimmed = text.trim();
  const relay = /^https?:\/\//i.test(trimmed) ? (readAddress(trimmed) ?? '') : '';
  const linked = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{20,})/.exec(trimmed);
  if (linked) return { campaignId: linked[1] as string, secret: linked[2] as string, relay };
  const code = trimmed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return code.length === 10 && !trimmed.includes('/') ? { campaignId: null, secret: code, relay } : null;
};

/** The link that lets somebody in, at the server that knows it; the part after # never reaches a server. */
export const inviteLink = (campaignId: string, secret: string, page = 'join', address = ''): string =>
  `${address || location.origin}/${page}#${campaignId}.${secret}`;
