// Links of invitations. Everything after # stays on the devices: no server learns the secret or the campaign's name.
import { ROLES, type Role } from '@emberkeep/sync/wire';
import { readAddress } from './relay-client.ts';

/** What a link says about itself before anyone joins. It is what the person who made the link wrote, and no more. */
export interface InviteFacts {
  campaign: string;
  /** Who invites; empty if they gave no name. */
  by: string;
  role: Role;
}

export interface Invite {
  secret: string;
  /** Null when the invitation is a typed code, which does not contain it. */
  campaignId: string | null;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  /** Null for a code, and for a link of an earlier version. */
  facts: InviteFacts | null;
}

/** Longest name in a link, characters: a link must fit into a QR code. */
const MAX_NAME = 60;

const LINK = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([\w-]{20,})(?:&(\S*))?/;

const readFacts = (query: string | undefined): InviteFacts | null => {
  const facts = new URLSearchParams(query);
  const [campaign, by] = ['c', 'by'].map((key) => (facts.get(key) ?? '').trim().slice(0, MAX_NAME));
  const role = ROLES.find((each) => each === facts.get('r'));
  return campaign && role ? { campaign, by: by ?? '', role } : null;
};

/** Reads a pasted link `…/join#<campaignId>.<secret>&<facts>`, a recovery code or a typed code; null if it is none. */
export const readInvite = (text: string): Invite | null => {
  const trimmed = text.trim();
  const relay = /^https?:\/\//i.test(trimmed) ? (readAddress(trimmed) ?? '') : '';
  const linked = LINK.exec(trimmed);
  if (linked) return { campaignId: linked[1]!, secret: linked[2]!, relay, facts: readFacts(linked[3]) };
  const code = trimmed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return code.length === 10 && !trimmed.includes('/') ? { campaignId: null, secret: code, relay, facts: null } : null;
};

/** `address`: the origin where people who are invited reach the server; empty: where this app came from. */
export const inviteLink = (
  campaignId: string,
  secret: string,
  { page = 'join', address = '', facts }: { page?: string; address?: string; facts?: InviteFacts } = {},
): string => {
  const said = facts && {
    c: facts.campaign.slice(0, MAX_NAME),
    ...(facts.by ? { by: facts.by.slice(0, MAX_NAME) } : {}),
    r: facts.role,
  };
  const query = said ? `&${new URLSearchParams(said).toString()}` : '';
  return `${address || location.origin}/${page}#${campaignId}.${secret}${query}`;
};
