// Keeps what the start page shows of a campaign current: its name, its cover, its live and next session, and whether the relay
// refused us.
import { cleanName, nextToPlay, sessionLabel } from '@emberkeep/domain';
import type { DeviceCampaign } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import type { SyncStatus } from '#lib/services/sync/sync-status.ts';

export interface ListedCampaign {
  readonly live: LiveCampaign;
  readonly membership: Membership;
  readonly sync: SyncStatus;
}

/** A name as the start page shows it: one of megabytes, by a co-GM, would stop that page each time. */
const shownName = (name: string): string => cleanName(name) ?? '';

/** The start page offers to continue the live session without opening a document. */
const liveSessionOf = (live: LiveCampaign): { sessionId: string; title: string } | null => {
  const session = live.session(live.liveSession.sessionId ?? '');
  if (!session || session.deleted || session.status !== 'in_progress') return null;
  return { sessionId: session.id, title: shownName(sessionLabel(session)) };
};

const nextSessionOf = (live: LiveCampaign): NonNullable<DeviceCampaign['next']> | null => {
  const session = nextToPlay(live.sessions, live.liveSession.sessionId);
  return session
    ? { sessionId: session.id, number: session.shownNumber, title: shownName(session.title), stage: session.stage }
    : null;
};

/** Call while a component is initialized: it runs effects. `campaign` gives null until one is open. */
export const keepListEntry = (campaign: () => ListedCampaign | null): void => {
  $effect(() => {
    const open = campaign();
    const name = shownName(open?.live.campaign?.name ?? '');
    if (open && name && name !== open.membership.entry.name) void open.membership.update({ name });
  });
  $effect(() => {
    const open = campaign();
    if (open?.sync.connection?.type === 'synced' && open.membership.entry.refused)
      void open.membership.update({ refused: null });
  });
  $effect(() => {
    const open = campaign();
    if (!open) return;
    const shown = {
      live: liveSessionOf(open.live),
      next: nextSessionOf(open.live),
      cover: open.live.campaign?.cover ?? '',
    };
    const { live = null, next = null, cover = '' } = open.membership.entry;
    if (JSON.stringify(shown) !== JSON.stringify({ live, next, cover })) void open.membership.update(shown);
  });
};
