// The one database of this device (Dexie over IndexedDB): the update rows of all documents, what is derived from
// them, and what never syncs (known campaigns, tokens, cursors, settings). The schema is numbered and append-only.
import Dexie, { type EntityTable, type Table } from 'dexie';
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

export class DeviceDatabase extends Dexie {
  updates!: EntityTable<UpdateRow, 'id'>;
  campaigns!: Table<DeviceCampaign, string>;
  cursors!: Table<RoomCursor, string>;
  derived!: Table<DerivedRow, string>;
  settings!: Table<DeviceSetting, string>;
  images!: Table<DeviceImage, string>;
  vectors!: Table<DeviceVector, [string, string]>;
  keptIndexes!: Table<KeptIndexRow, string>;
  keptChunks!: Table<KeptChunkRow, [string, string]>;

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
    this.version(4).stores({ keptIndexes: 'campaignId', keptChunks: '[campaignId+key]' });
  }
  /**
   * Hands writes to the browser in this tick and commits at once, so that they are stored even when the page closes in
   * the next one: a Dexie transaction needs a live page to finish. Resolves on the transaction's complete event; rejects
   * with its error.
   */
  async writeNow(table: 'updates' | 'settings', write: (store: IDBObjectStore) => void): Promise<void> {
    if (!this.isOpen()) await this.open();
    const transaction =
      this.#startWriting(table) ?? (await this.#reopen(), this.backendDB().transaction(table, 'readwrite'));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () =>
        reject(transaction.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
      write(transaction.objectStore(table));
      transaction.commit?.();
    });
  }

  /** Null when the browser closed the connection, as tablets do in the background. */
  #startWriting(table: string): IDBTransaction | null {
    try {
      return this.backendDB().transaction(table, 'readwrite');
    } catch (error) {
      if (error instanceof DOMException && error.name === 'InvalidStateError') return null;
      throw error;
    }
  }

  async #reopen(): Promise<void> {
    this.close({ disableAutoOpen: false });
    await this.open();
  }
}
