// Writes pending edits to the disk before a page is left, and asks for confirmation while this device's own are not there yet.
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

/** Listens on the window; gives a function that stops it. */
export const guardLeaving = (campaign: () => OpenCampaign | null): (() => void) => {
  const hurry = (): void => campaign()?.docs.queue.retry();
  const ask = (event: BeforeUnloadEvent): void => {
    if (campaign()?.docs.queue.hasOwnUnsaved()) event.preventDefault();
  };
  window.addEventListener('beforeunload', ask);
  window.addEventListener('pagehide', hurry);
  document.addEventListener('visibilitychange', hurry);
  return () => {
    window.removeEventListener('beforeunload', ask);
    window.removeEventListener('pagehide', hurry);
    document.removeEventListener('visibilitychange', hurry);
  };
};
