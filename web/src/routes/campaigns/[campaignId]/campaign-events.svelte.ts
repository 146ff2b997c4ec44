// The events of sessions, read one by one from what this device derived: no document is opened, and memory holds only what
// is shown.
import { appendAll, byTime, type TimelineEvent } from '@emberkeep/domain';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

/** What was just logged is derived a moment later, ms. */
const AGAIN_MS = 1200;

export class CampaignEvents {
  /** By time. */
  events: TimelineEvent[] = $state.raw([]);
  isReading = $state(true);
}

/** Reads the events of these sessions, and again after each change. Call while a component is initialized. */
export const readCampaignEvents = (campaign: OpenCampaign, sessionIds: () => readonly string[]): CampaignEvents => {
  const holder = new CampaignEvents();
  $effect(() => {
    const wanted = sessionIds();
    void campaign.live.version('event');
    let isGone = false;
    const read = async (): Promise<void> => {
      const found: TimelineEvent[] = [];
      for (const id of wanted) {
        const row = await campaign.derived.session(id);
        if (isGone) return;
        appendAll(found, row?.events ?? []);
      }
      holder.events = found.sort(byTime);
      holder.isReading = false;
    };
    void read();
    const again = setTimeout(() => void read(), AGAIN_MS);
    return () => {
      isGone = true;
      clearTimeout(again);
    };
  });
  return holder;
};
