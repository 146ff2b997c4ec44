// Notices a natural pause in play, at which a save point is offered: once, where nobody has to answer (M-210 to M-212).
import type { CampaignDocs } from '@emberkeep/store';
import { later as browserLater, type Later } from '#lib/device/timers.ts';
import { isPause } from '#lib/live/natural-pause.ts';

/** At most one offer in this time, ms. */
const OFFER_EVERY_MS = 120_000;
/** Words are typed letter by letter: a pause counts this long after its last letter, ms. */
const QUIET_MS = 1500;

/** Calls `onPause` after this device recorded one; gives what stops it. */
export const watchPauses = (
  docs: CampaignDocs,
  onPause: () => void,
  { nowMs = Date.now, later = browserLater }: { nowMs?(): number; later?: Later } = {},
): (() => void) => {
  let offeredAt = -Infinity;
  let cancel = (): void => undefined;
  const stopListening = docs.onChange((changes) => {
    if (!changes.some((change) => change.from === 'local' && isPause(docs, change))) return;
    if (nowMs() - offeredAt < OFFER_EVERY_MS) return;
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
