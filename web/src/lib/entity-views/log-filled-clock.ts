// Logs a full clock in the live session, wherever it was filled.
import { clockFilledEvent, type ProgressClock } from '@emberkeep/domain';
import { logEvent } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { showDone, showRefusal } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

export const logFilledClock = async (
  { docs }: OpenCampaign,
  sessionId: string,
  clock: ProgressClock,
): Promise<void> => {
  const opened = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
  if (!showRefusal(opened) || !opened.ok) return;
  showDone(
    docs,
    logEvent(docs, opened.value, clockFilledEvent(clock)),
    m.entityViews_logFilledClock_logged_in_the_live_session(),
  );
  await opened.value.release();
};
