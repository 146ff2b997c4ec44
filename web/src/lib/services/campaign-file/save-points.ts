// Notices natural pauses in play, at which the app offers a save point that nobody has to answer (M-210 to M-212).
import type { CampaignDocs } from '@emberkeep/store';
import { later as browserLater, type Later } from '#lib/device/timers.ts';
import { isPause } from '#lib/live/natural-pause.ts';

/** At most one offer in this time, ms. */
const OFFER_EVERY_MS = 120_000;
/** An offer waits this long after the last pause, ms: a decision is typed letter by letter, and each letter counts. */
const QUIET_MS = 1500;

/** Calls `onPause` after this device recorded a natural pause; gives a function that stops it. */
export const watchPauses = (
  docs: CampaignDocs,
  onPause: () => void,
  { nowMs = Date.now, later = browserLater }: { nowMs?(): number; later?: Later } = {},
): (() => void) => {
  let offeredAt = -Infinity;
  let cancel = (): void => undefined;
  const stopListening = docs.onChange((changes) => {
    if (!changes.some((change) => change.from === 'local' && isPause(docs, change))) return;
    // The clock can be set back.
    if (Math.abs(nowMs() - offeredAt) < OFFER_EVERY_MS) return;
    cancel();
    cancel = later(QUIET_MS, () => {
      offeredAt = nowMs();
      onPause();
    });
  });
  return () => {
    stopListening();
    cancel();
  };
};
