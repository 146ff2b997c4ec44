// What this device keeps in its database: the update rows of all documents, what is derived from them, and what never
// syncs (known campaigns, tokens, cursors, settings).
import type { DBSchema } from 'idb';
import type { Stage, TimelineEvent } from '@emberkeep/domain';

/** A row of update bytes. `sent` is 0 or 1 because IndexedDB cannot index booleans. */
export interface UpdateRow {
  id: number;
  room: string;
  bytes: Uint8Array;
  sent: 0 | 1;
}

/**
 * A campaign known to this device. Times are Unix ms. `token` is this device's secret for the relay, null while
 * unshared.
 */
export interface DeviceCampaign {
  id: string;
  name: string;
  addedAt: number;
  openedAt: number;
  role: 'owner' | 'co_gm';
  token: string | null;
  /** The origin of the relay it syncs with; when empty or missing, the origin that served the app. */
  relay?: string;
  /** True once the owner has seen the recovery code: it is shown only once. */
  recoveryShown: boolean;
  /** The relay's last refusal, shown until a connection succeeds. */
  refused: string | null;
  /** The live session as this device last saw it, for the start screen. */
  live?: { sessionId: string; title: string } | null;
  /** The session that is played next, as this device last saw it, for the start screen. */
  next?: { sessionId: string; number: number; title: string; stage: Stage } | null;
  /** The cover that was chosen, as this device last saw it, for the start screen. */
  cover?: string;
}

/** How far this device has caught up with a room on the relay. */
export interface RoomCursor {
  room: string;
  sequence: number;
  tag: string;
  /** Stored after the exchange that it stands for; missing in rows of version 0.1.0, which are not believed. */
  isExchanged?: true;
}

/** A link found in a note, with the sentence around it. */
export interface DerivedLink {
  nameKey: string;
  sentence: string;
  /** The root text it is in, `<id>/<field>`. */
  text: string;
}

/**
 * Derived from one document, and rebuildable at any time. `snapshot` is a Y.Snapshot (state vector and delete set).
 */
export interface DerivedRow {
  room: string;
  links: DerivedLink[];
  /** The session's events; empty for a ledger. */
  events: TimelineEvent[];
  scenes: { id: string; title: string; entityIds: readonly string[] }[];
  /** Every entity that an event or a scene names: the index that finds an entity's sessions. */
  entityIds: string[];
  snapshot: Uint8Array;
}

/** An image on this device, named by the SHA-256 of its bytes. */
export interface DeviceImage {
  hash: string;
  bytes: Uint8Array;
  type: string;
}

/** A vector of a larger model, by the hash of the text it was made from. A cache, rebuildable from the notes. */
export interface DeviceVector {
  model: string;
  hash: string;
  /** 32-bit floats. */
  bytes: ArrayBuffer;
}

/** What makes chunks of a campaign's search index an index. A cache, rebuildable from the documents. */
export interface KeptIndexRow {
  campaignId: string;
  manifest: unknown;
}

/** A piece of a file of a kept search index. */
export interface KeptChunkRow {
  campaignId: string;
  key: string;
  bytes: Uint8Array;
}

export interface DeviceSetting {
  key: string;
  value: unknown;
}

/** The tables of the database, as `idb` describes them. An index of several fields is named `[a+b]`. */
export interface DeviceSchema extends DBSchema {
  updates: { key: number; value: UpdateRow; indexes: { room: string; '[room+sent]': [string, number] } };
  campaigns: { key: string; value: DeviceCampaign };
  cursors: { key: string; value: RoomCursor };
  derived: { key: string; value: DerivedRow; indexes: { entityIds: string } };
  settings: { key: string; value: DeviceSetting };
  images: { key: string; value: DeviceImage };
  vectors: { key: [model: string, hash: string]; value: DeviceVector; indexes: { model: string } };
  keptIndexes: { key: string; value: KeptIndexRow };
  keptChunks: { key: [campaignId: string, key: string]; value: KeptChunkRow };
}
