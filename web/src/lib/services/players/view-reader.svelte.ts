// A player's copy of the player view: stored on the device, read offline, updated from the relay, never written.
import { roomOf, type PlayerView } from '@emberkeep/domain';
import { readPlayerDoc } from '@emberkeep/store';
import { createProvider, type ConnectionState, type Provider } from '@emberkeep/sync';
import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { CLOSE } from '@emberkeep/sync/wire';
import { relaySocket } from '#lib/services/sync/relay-client.ts';

const nameOf = (campaignId: string): string => `emberkeep-table-${campaignId}`;

export class PlayerViewReader {
  /** Null when nothing is published; undefined when this device has no copy and has not reached the relay. */
  view: PlayerView | null | undefined = $state.raw(undefined);
  connection: ConnectionState = $state.raw({ type: 'connecting' });
  #doc: Y.Doc | null = null;
  #disk: IndexeddbPersistence | null = null;
  #provider: Provider | null = null;
  #waiting = false;
  #renewed = false;
  #stopped = false;

  constructor(
    readonly campaignId: string,
    readonly secret: string,
    readonly relay = '',
  ) {
    this.#start();
    window.addEventListener('online', this.#retry);
    document.addEventListener('visibilitychange', this.#retry);
  }

  readonly #retry = (): void => {
    if (document.visibilityState === 'visible' && this.connection.type === 'offline') this.#provider?.connect();
  };

  #start(): void {
    const doc = new Y.Doc();
    this.#doc = doc;
    doc.on('update', () => this.#readSoon());
    this.#disk = new IndexeddbPersistence(nameOf(this.campaignId), doc);
    // Without access to storage the copy stays in memory only.
    void this.#disk.whenSynced.then(
      () => this.#read(),
      () => undefined,
    );
    this.#provider = createProvider({
      url: relaySocket(this.relay),
      room: roomOf({ kind: 'table', campaignId: this.campaignId }),
      doc,
      token: this.secret,
      WebSocketClass: WebSocket,
      onState: (state) => {
        this.connection = state;
        if (state.type === 'synced') this.#read();
        if (state.type === 'refused' && state.code === CLOSE.notAllowed) void this.#renew();
      },
    });
    this.#provider.connect();
  }

  /**
   * Starts over with the relay's version when the relay has less than this copy, for example after a restored backup:
   * it accepts nothing from players.
   */
  async #renew(): Promise<void> {
    if (this.#renewed || this.#stopped) return;
    this.#renewed = true;
    this.#provider?.destroy();
    // If the old copy stays on the disk, the relay refuses it once more and the view stays as it is.
    await this.#disk?.clearData().catch(() => undefined);
    this.#doc?.destroy();
    if (!this.#stopped) this.#start();
  }

  #readSoon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#read();
    }, 100);
  }
  #read(): void {
    if (!this.#doc || this.#stopped) return;
    const view = readPlayerDoc(this.#doc);
    // An empty copy means nothing before the relay has answered.
    if (view || this.connection.type === 'synced' || this.view !== undefined) this.view = view;
  }

  stop(): void {
    this.#stopped = true;
    window.removeEventListener('online', this.#retry);
    document.removeEventListener('visibilitychange', this.#retry);
    this.#provider?.destroy();
    // The page is closing, and the view is on the relay.
    void this.#disk?.destroy().catch(() => undefined);
    this.#doc?.destroy();
  }

  /** Deletes the copy on this device. */
  static forget(campaignId: string): void {
    indexedDB.deleteDatabase(nameOf(campaignId));
  }
}
