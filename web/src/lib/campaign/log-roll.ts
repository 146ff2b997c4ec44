// Logs a roll of the dice in a session.
import { logEvent, type CampaignDocs } from '@emberkeep/store';
import { showDone, showRefusal } from '#lib/records/command-feedback.ts';

export interface Roll {
  name: string;
  details: Record<string, unknown>;
}

export const logRoll = async (docs: CampaignDocs, sessionId: string, roll: Roll): Promise<void> => {
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
  if (!showRefusal(body) || !body.ok) return;
  showDone(docs, logEvent(docs, body.value, { eventType: 'DICE_ROLL', ...roll }), `Logged ${roll.name}`);
  await body.value.release();
};
