// What follows from a revoked grant, or a campaign that was deleted or moved: its connections close, here and at every other node.
import { CLOSE } from '@emberkeep/sync/wire';
import { ACCESS_REASONS, movedReason } from '../rooms/close-reasons.ts';
import { ledgerRoom } from '../rooms/room-names.ts';
import type { RoomRegistry } from '../rooms/room-registry.ts';
import type { Nodes } from '../storage/nodes.ts';

export interface Revocations {
  /** How often access has been revoked so far, here or at another node. */
  count(): number;
  /** Closes the connections of a grant at this node, or of the whole campaign when `grantId` is null. */
  closeHere(campaignId: string, grantId: string | null): void;
  /** The same, at every node. */
  closeEverywhere(campaignId: string, grantId: string | null): void;
  /** Closes every connection of a campaign that has moved to `address`, at this node. */
  closeMovedHere(campaignId: string, address: string): void;
  /** The same, at every node. */
  closeMoved(campaignId: string, address: string): void;
}

export const createRevocations = (rooms: RoomRegistry, nodes: Nodes): Revocations => {
  let count = 0;
  const closeHere: Revocations['closeHere'] = (campaignId, grantId) => {
    count += 1;
    const prefix = ledgerRoom(campaignId);
    if (grantId === null) rooms.closeConnections(prefix, () => true, CLOSE.deleted, ACCESS_REASONS.Deleted);
    else rooms.closeConnections(prefix, (c) => c.member === grantId, CLOSE.notLetIn, ACCESS_REASONS.Revoked);
  };
  const closeMovedHere: Revocations['closeMovedHere'] = (campaignId, address) => {
    count += 1;
    rooms.closeConnections(ledgerRoom(campaignId), () => true, CLOSE.moved, movedReason(address));
  };
  return {
    count: () => count,
    closeHere,
    closeMovedHere,
    closeMoved: (campaignId, address) => {
      closeMovedHere(campaignId, address);
      nodes.tell({ type: 'revoked', campaignId, grantId: null, movedTo: address });
    },
    closeEverywhere: (campaignId, grantId) => {
      closeHere(campaignId, grantId);
      nodes.tell({ type: 'revoked', campaignId, grantId });
    },
  };
};
