// Invitations by link: who they are for, how long they are good, and what the GM is told about them.
import { inviteLink, type InviteFacts } from '#lib/services/sync/invite-link.ts';
import type { Role } from '#lib/services/sync/relay-client.ts';
import { m } from '#messages';

export interface Invitation {
  link: string;
  title: string;
  /** What the link gives, and to whom. */
  what: string;
}

/** The label of an invitation in the list of people with access. */
export const INVITE_LABELS: Readonly<Record<Role, string>> = {
  owner: m.sharing_invitation_my_other_device(),
  co_gm: m.sharing_invitation_co_gm_link(),
  player: m.sharing_invitation_player_link(),
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
    title: m.sharing_invitation_move_this_campaign(),
    what: [m.sharing_invitation_open_this_on_your_other(), m.sharing_invitation_it_makes_that_device_an()],
  },
  co_gm: {
    page: 'join',
    title: m.sharing_invitation_invite_a_co_gm(),
    what: [m.sharing_invitation_anyone_who_opens_this_can(), m.sharing_invitation_you_can_revoke_it_below()],
  },
  player: {
    page: 'players',
    title: m.sharing_invitation_the_player_link(),
    what: [m.sharing_invitation_anyone_who_opens_this_sees(), m.sharing_invitation_it_is_read_only_you()],
  },
};

/** `address`: where the people who are invited reach the server. */
export const invitationOf = (facts: InviteFacts, campaignId: string, secret: string, address: string): Invitation => {
  const { page, title, what } = WORDS[facts.role];
  return { link: inviteLink(campaignId, secret, { page, address, facts }), title, what: what.join(' ') };
};
