// The port to the other relays over the same database: revocations and presence. Messages can be lost; whatever
// must not be lost is in the tables.
import type { PresenceEntry } from '@emberkeep/sync/wire';

export type NodeMessage =
  /**
   * A grant was revoked, or the whole campaign was deleted, or moved to `movedTo`, if `grantId` is null: its connections
   * close.
   */
  | { type: 'revoked'; campaignId: string; grantId: string | null; movedTo?: string }
  /** Presence in a room has changed at the node that sends this. */
  | { type: 'presence'; room: string; entries: readonly PresenceEntry[] }
  /** The sender has opened a room and asks who is present in it. */
  | { type: 'whoIsHere'; room: string };

export interface Nodes {
  tell(message: NodeMessage): void;
  /** `node` names the process that sent the message. A node does not hear its own messages. */
  listen(onMessage: (message: NodeMessage, node: string) => void): void;
}

/** For one process on its own folder. */
export const NO_OTHER_NODES: Nodes = { tell: () => undefined, listen: () => undefined };
