// Tells the relay which pictures players may fetch: those of the handouts that are shown to them, and no other.
import type { PlayerHandout } from '@emberkeep/domain';
import { REFUSAL_STATUS, SHOWN_BLOBS_MAX, type ShownBlobsRequest } from '@emberkeep/sync/wire';

export interface PictureGate {
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  campaignId: string;
  token: string;
}

/** Rejects when the relay cannot be reached or answers that it is busy. */
export const allowPictures = async (gate: PictureGate, handouts: readonly PlayerHandout[]): Promise<void> => {
  const hashes = [...new Set(handouts.flatMap(({ picture }) => (picture ? [picture.small, picture.full] : [])))];
  const answer = await fetch(`${gate.relay}/api/campaigns/${gate.campaignId}/blobs/shown`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${gate.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ hashes: hashes.slice(0, SHOWN_BLOBS_MAX) } satisfies ShownBlobsRequest),
  });
  // An older relay shows players no pictures: it has no such route, and takes the name for a picture's.
  const isOlder = [REFUSAL_STATUS.NotFound, REFUSAL_STATUS.BadRequest].some((status) => status === answer.status);
  if (!answer.ok && !isOlder) throw new Error(`The relay answered ${answer.status}.`);
};
