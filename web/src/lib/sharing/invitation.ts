// Invitations by link: who they are for, how long they are good, and what the GM is told about them.
import { inviteLink, type Role } from '#lib/services/sync/relay-client.ts';

export interface Invitation {
  link: string;
  title: string;
  /** What the link gives, and to whom. */
  what: string;
}

/** The label of an invitation in the list of people with access. */
export const INVITE_LABELS: Readonly<Record<Role, string>> = {
  owner: 'My other device',
  co_gm: 'Co-GM link',
  player: 'Players’ link',
};

/**
 * Another device of the owner joins once, within a day; people join for as long as the owner chose (`hours`, 0: no
 * end).
 */
export const inviteLimits = (role: Role, hours: number): { hours?: number; uses?: number } => {
  if (role === 'owner') return { hours: 24, uses: 1 };
  return hours === 0 ? {} : { hours };
};

const WORDS: Readonly<Record<Role, { page: string; title: string; what: string[] }>> = {
  owner: {
    page: 'join',
    title: 'Move this campaign',
    what: [
      'Open this on your other device, or scan it there.',
      'It makes that device an owner too: show it to nobody else.',
    ],
  },
  co_gm: {
    page: 'join',
    title: 'Invite a co-GM',
    what: [
      'Whoever opens this can read and write the whole campaign, GM notes included.',
      'You can take it back below.',
    ],
  },
  player: {
    page: 'players',
    title: 'The players’ link',
    what: [
      'Whoever opens this reads what you show to players, and nothing else.',
      'Nobody can write with it. You can take it back below.',
    ],
  },
};

/** `origin`: where the people who are invited reach the server. */
export const invitationOf = (role: Role, campaignId: string, secret: string, origin: string): Invitation => {
  const { page, title, what } = WORDS[role];
  return { link: inviteLink(campaignId, secret, page, origin), title, what: what.join(' ') };
};
