// Keeps the search index on this device while it is at rest, and when the app goes into the background. Never while a
// session is played, because the tablet is busy then.
import type { Later } from '#lib/device/timers.ts';
import type { CampaignIndex } from './campaign-index.svelte.ts';

/** How often it looks whether the index is at rest, ms. */
const LOOK_MS = 20_000;

export interface KeepingDeps {
  index: Pick<CampaignIndex, 'version' | 'keep'>;
  isPlaying(): boolean;
  later: Later;
  page: Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;
}

/** Gives a function that stops it. */
export const keepAtRest = ({ index, isPlaying, later, page }: KeepingDeps): (() => void) => {
  let version = index.version;
  const keep = (): void => {
    // Edits that are not saved are told elsewhere; the index is kept at another time.
    if (!isPlaying()) void index.keep().catch(() => undefined);
  };
  const look = (): void => {
    if (version === index.version) keep();
    version = index.version;
    cancel = later(LOOK_MS, look);
  };
  let cancel = later(LOOK_MS, look);
  const onHidden = (): void => {
    if (page.hidden) keep();
  };
  page.addEventListener('visibilitychange', onHidden);
  return () => {
    cancel();
    page.removeEventListener('visibilitychange', onHidden);
  };
};
