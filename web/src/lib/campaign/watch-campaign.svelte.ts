// What happens on its own while a campaign is open: its entry in the list is kept current, save points are offered,
// backups are made, search is started. Call while the layout of a campaign is initialized.
import type { App } from '#lib/app/app.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { keepUnsentBadge } from '#lib/pwa/unsent-badge.svelte.ts';
import { watchCompletion } from '#lib/services/backups/watch-completion.ts';
import { keepListEntry } from '#lib/services/campaigns/list-entry.svelte.ts';
import { watchPauses } from '#lib/services/campaign-file/save-points.ts';
import { readAtRest } from '#lib/services/search/read-at-rest.ts';
import { unsentElsewhere } from '#lib/services/sync/unsent-elsewhere.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';
import type { CampaignDialogs } from './campaign-dialogs.svelte.ts';
import { playingSession } from './session-paths.ts';

export interface WatchDeps {
  app: App;
  dialogs: CampaignDialogs;
  /** Null until one is open. */
  campaign(): OpenCampaign | null;
  /** The URL of the page on screen, without the origin. */
  path(): string;
  backup(): void;
}

const isPlayPage = (path: string): boolean => path.endsWith('/play');

export const watchCampaign = ({ app, dialogs, campaign, path, backup }: WatchDeps): void => {
  keepListEntry(campaign);
  keepUnsentBadge({
    here: () => {
      const open = campaign();
      return open && { campaignId: open.id, unsent: open.sync.toSend };
    },
    elsewhere: (campaignId) => unsentElsewhere(app.device, campaignId),
  });

  $effect(() => {
    const open = campaign();
    if (!open) return;
    const offerSavePoint = (): void => {
      const run = (): void => void (dialogs.ending = playingSession(open.live, path()));
      toasts.show(m.campaign_watchCampaign_good_time_to_save_a(), {
        label: m.campaign_watchCampaign_save_or_end_session(),
        run,
      });
    };
    return watchPauses(open.docs, offerSavePoint);
  });

  $effect(() => {
    const open = campaign();
    return open ? watchCompletion(open.docs, () => void backUp(app, open, backup)) : undefined;
  });

  // During play search does not start on its own, only with the first query.
  $effect(() => {
    const open = campaign();
    if (!open?.live.campaign || open.search.index || isPlayPage(path())) return;
    return open.search.openAtRest();
  });

  $effect(() => {
    const index = campaign()?.search.index;
    if (!index) return;
    return readAtRest({
      device: app.device,
      index,
      shippedMeaning: () => app.shippedMeaning(),
      largerModel: () => app.largerModel(),
      isPlaying: () => isPlayPage(path()),
    });
  });
};

const backUp = async ({ device }: App, { docs }: OpenCampaign, backup: () => void): Promise<void> => {
  const { writeAutoBackup } = await import('#lib/services/backups/auto-backup.ts');
  const written = await writeAutoBackup(device, docs);
  if (written.type === 'made')
    toasts.show(m.campaign_watchCampaign_backed_up_as_in({ fileName: written.fileName, folder: written.folder }));
  else
    toasts.show(m.campaign_watchCampaign_session_completed_back_up_your(), {
      label: m.campaign_watchCampaign_back_up_campaign(),
      run: backup,
    });
};
