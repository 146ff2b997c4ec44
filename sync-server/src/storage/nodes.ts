// Owns the port to other relays over the same database: who was shut out, and who is present where. Nothing said here is needed to
// be right later: what must not be lost is in the tables.
import type { PresenceEntry } from '@emberkeep/sync/wire';

export type NodeMessage =
  /** A grant was taken back, or the campaign deleted where `grantId` is null: connections close. */
  | { type: 'revoked'; campaignId: string; grantId: string | null }
  /** What changed among who is present in a room at this node. */
  | { type: 'presence'; room: string; entries: readonly PresenceEntry[] }
  /** A node opens a room and asks who is there. */
  | { type: 'whoIsHere'; room: string };

export interface Nodes {
  tell(message: NodeMessage): void;
  /** `node` names the process that said it. Never hears itself. */
  listen(onMessage: (message: NodeMessage, node: string) => void): void;
}

/** One process over one folder. */
export const NOBODY_ELSE: Nodes = { tell: () => undefined, listen: () => undefined };
