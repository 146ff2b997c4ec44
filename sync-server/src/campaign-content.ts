// Everything that the relay stores of a campaign beside its grants: documents, pictures, earlier versions.
import type { Blobs } from './blobs/blobs.ts';
import type { History } from './history/history.ts';
import type { RelayLog } from './update-log/relay-log.ts';
import { ledgerRoom } from './rooms/room-names.ts';

export interface CampaignContent {
  log: Pick<RelayLog, 'remove'>;
  blobs: Pick<Blobs, 'remove'>;
  history: Pick<History, 'remove'>;
  /** Removes what is left of a campaign outside of the tables, and in their free pages. */
  removeTraces(campaignId: string): void;
}

export const removeContent = async (
  { log, blobs, history, removeTraces }: CampaignContent,
  campaignId: string,
): Promise<void> => {
  await log.remove(ledgerRoom(campaignId));
  await blobs.remove(campaignId);
  await history.remove(campaignId);
  removeTraces(campaignId);
};
