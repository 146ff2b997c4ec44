// Whether players get what a GM shows or takes back, so that no sentence says that they have it before they do.
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

/**
 * `noSync`, `notShared`: they get nothing of this campaign. `later`: once this device has a connection again. `now`: at
 * once.
 */
export type ReachOfPlayers = 'noSync' | 'notShared' | 'later' | 'now';

/** The part of an open campaign that decides it. */
export type Reaching = {
  entry: Pick<OpenCampaign['entry'], 'token'>;
  live: { campaign: Pick<NonNullable<OpenCampaign['live']['campaign']>, 'isOpenToPlayers'> | null };
  sync: Pick<OpenCampaign['sync'], 'connection'>;
};

export const reachOfPlayers = ({ entry, live, sync }: Reaching): ReachOfPlayers => {
  if (!entry.token) return 'noSync';
  if (!(live.campaign?.isOpenToPlayers ?? false)) return 'notShared';
  return sync.connection?.type === 'synced' ? 'now' : 'later';
};
