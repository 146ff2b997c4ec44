// Owns the one database of this device (Dexie over IndexedDB): update rows of all documents, what is derived from them,
// and what never syncs (which campaigns, tokens, cursors, settings). The schema is numbered and append-only.
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { TimelineEvent } from '@emberkeep/domain';

/** A row of update bytes; `sent` is 0 or 1 because IndexedDB cannot index booleans. */
export interface UpdateRow {
  id: number;
  room: string;
  bytes: Uint8Array;
  sent: 0 | 1;
}

/** A campaign known to this device. Times: Unix ms. `token` is this device's secret for the relay, null while unshared. */
export interface DeviceCampaign {
  id: string;
  name: string;
  addedAt: number;
  openedAt: number;
  role: 'owner' | 'co_gm';
  token: string | null;
  /** The origin of the relay that it is synced with; empty or absent: where this app came from. */
  relay?: string;
  /** Set once the owner was shown the recovery code; shown once only. */
  recoveryShown: boolean;
  /** The last refusal by the relay, shown until the next good connection. */
  refused: string | null;
  /** The live evening as this device last saw it, for the start screen. */
  live?: { sessionId: string; title: string } | null;
}

/** Where this device stands with a room on the relay: the head it has caught up to. */
export interface RoomCursor {
  room: string;
  sequence: number;
  tag: string;
}

/** A link found in a note: who is named where, with the sentence. */
export interface DerivedLink {
  nameKey: string;
  sentence: string;
  /** The root text it stands in, `<id>/<field>`. */
  text: string;
}

/** Derived from one document; rebuildable at any time. `snapshot` is a Y.Snapshot (state vector and delete set). */
export interface DerivedRow {
  room: string;
  links: DerivedLink[];
  /** The evening's events as they are now; empty for a ledger. */
  events: TimelineEvent[];
  scenes: { id: string; title: string; entityIds: readonly string[] }[];
  /** Everybody named by an event or a scene: the index by which an entity finds its evenings. */
  entityIds: string[];
  snapshot: Uint8Array;
}

/** A picture on this device, named by the SHA-256 of its bytes. */
export interface DeviceImage {
  hash: string;
  bytes: Uint8Array;
  type: string;
}

/** A vector of a larger model by the hash of the text it was made from. A cache: rebuilt from the notes at any time. */
export interface DeviceVector {
  model: string;
  hash: string;
  /** 32-bit floats. */
  bytes: ArrayBuffer;
}

export interface DeviceSetting {
  key: string;
  value: unknown;
}

export class DeviceDatabase extends Dexie {
  updates!: EntityTable<UpdateRow, 'id'>;
  campaigns!: Table<DeviceCampaign, string>;
  cursors!: Table<RoomCursor, string>;
  derived!: Table<DerivedRow, string>;
  settings!: Table<DeviceSetting, string>;
  images!: Table<DeviceImage, string>;
  vectors!: Table<DeviceVector, [string, string]>;

  constructor(name = 'emberkeep', options?: ConstructorParameters<typeof Dexie>[1]) {
    super(name, options);
    this.version(1).stores({
      updates: '++id, room, [room+sent]',
      campaigns: 'id',
      cursors: 'room',
      derived: 'room',
      settings: 'key',
    });
    this.version(2)
      .stores({ derived: 'room, *entityIds', images: 'hash' })
      .upgrade((transaction) =>
        transaction
          .table('derived')
          .toCollection()
          .modify((row: Partial<DerivedRow>) => void Object.assign(row, { events: [], scenes: [], entityIds: [] })),
      );
    this.version(3).stores({ vectors: '[model+hash], model' });
  }
}
