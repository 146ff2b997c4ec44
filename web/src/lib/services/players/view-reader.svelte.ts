// A player's copy of the player view: stored on the device, read offline, updated from the relay, never written. What
// the GM takes back leaves the device with the next sync.
import { roomOf, type PlayerView } from '@emberkeep/domain';
import {
  applyReadable,
  boundConflicts,
  encodeWithoutWaiting,
  isPlayerDocDamaged,
  readPlayerDoc,
} from '@emberkeep/store';
import { createProvider, type ConnectionState, type Provider } from '@emberkeep/sync';
import * as Y from 'yjs';
import { CLOSE } from '@emberkeep/sync/wire';
import { withTimeout } from '#lib/device/timers.ts';
import { relaySocket } from '#lib/services/sync/relay-client.ts';
import { HandoutPictures } from './handout-pictures.svelte.ts';
import { ViewStorage } from './view-storage.ts';

/** The origin of what was read from the disk. */
const DISK = {};

/** How long after a change the page and the disk follow, ms. */
const FOLLOW_MS = 100;
/** How long the relay waits for the copy on the disk, ms: a browser may give no answer at all. */
const LOAD_MS = 3000;

export class PlayerViewReader {
  /** Null when nothing is published; undefined when this device has no copy and has not reached the relay. */
  view: PlayerView | null | undefined = $state.raw(undefined);
  /** Part of the copy cannot be read here or on the relay, and is left out of the view. */
  isDamaged = $state(false);
  /** The relay left out a part that no document accepts. */
  #isPart = false;
  connection: ConnectionState = $state.raw({ type: 'connecting' });
  readonly pictures: HandoutPictures;
  #doc: Y.Doc | null = null;
  #storage: ViewStorage | null = null;
  /** Resolves once what the disk has is in the document, and after each save. */
  #saved: Promise<void> = Promise.resolve();
  /** Resolves once the pictures of what was taken back are deleted. */
  #shown: Promise<void> = Promise.resolve();
  #provider: Provider | null = null;
  #waiting = false;
  #renewed = false;
  #stopped = false;

  constructor(
    readonly campaignId: string,
    readonly secret: string,
    readonly relay = '',
  ) {
    this.pictures = new HandoutPictures({ campaignId, secret, relay, store: () => this.#storage });
    this.#start();
    window.addEventListener('online', this.#retry);
    document.addEventListener('visibilitychange', this.#retry);
  }

  readonly #retry = (): void => {
    if (document.visibilityState === 'visible' && this.connection.type === 'offline') this.#provider?.connect();
  };

  #start(): void {
    const doc = new Y.Doc();
    boundConflicts(doc);
    const storage = new ViewStorage(this.campaignId);
    this.#doc = doc;
    this.#storage = storage;
    doc.on('update', () => this.#followSoon());
    // Without access to storage the copy stays in memory only.
    this.#saved = this.#load(doc, storage).catch(() => undefined);
    this.#provider = createProvider({
      url: relaySocket(this.relay),
      room: roomOf({ kind: 'table', campaignId: this.campaignId }),
      doc,
      token: this.secret,
      WebSocketClass: WebSocket,
      apply: applyReadable,
      onPart: (isPart) => (this.#isPart = isPart),
      onState: (state) => {
        this.connection = state;
        if (state.type === 'synced') {
          this.#follow();
          this.pictures.again();
        }
        if (state.type === 'refused' && state.code === CLOSE.notAllowed) void this.#renew();
      },
    });
    void this.#connectAfterLoad(this.#provider);
  }

  /**
   * What is read from the disk after the connection is there would be sent as if this player had written it, and the
   * relay ends the connection.
   */
  async #connectAfterLoad(provider: Provider): Promise<void> {
    await withTimeout(this.#saved, LOAD_MS, undefined);
    if (!this.#stopped && this.#provider === provider) provider.connect();
  }

  async #load(doc: Y.Doc, storage: ViewStorage): Promise<void> {
    for (const update of await storage.load())
      try {
        applyReadable(doc, update, DISK);
      } catch (error) {
        console.warn('part of the copy on this device is damaged', error);
      }
    this.#read();
  }

  /**
   * Starts over with the relay's version when the relay has less than this copy, for example after a restored backup:
   * it accepts nothing from players.
   */
  async #renew(): Promise<void> {
    if (this.#renewed || this.#stopped) return;
    this.#renewed = true;
    this.#provider?.destroy();
    // Nothing of this copy is saved any more, also where a change waits to be.
    this.#doc?.destroy();
    this.#doc = null;
    await this.#saved;
    // If the old copy stays on the disk, the relay refuses it once more and the view stays as it is.
    await this.#storage?.replace(null).catch(() => undefined);
    this.#close();
    if (!this.#stopped) this.#start();
  }

  #followSoon(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#follow();
    }, FOLLOW_MS);
  }

  #follow(): void {
    this.#read();
    this.#save();
  }

  #read(): void {
    if (!this.#doc || this.#stopped) return;
    const view = readPlayerDoc(this.#doc);
    this.isDamaged = this.#isPart || isPlayerDocDamaged(this.#doc);
    // An empty copy means nothing before the relay has answered.
    if (view || this.connection.type === 'synced' || this.view !== undefined) {
      this.view = view;
      this.#shown = this.pictures.show(view?.handouts ?? []);
    }
  }

  /** Stores the document as it is then, after everything from the disk is in it. */
  #save(): void {
    const [doc, storage] = [this.#doc, this.#storage];
    if (!doc || !storage) return;
    // Where there is no room the copy of before stays, and the next change tries again.
    this.#saved = this.#saved.then(() => storage.replace(encodeWithoutWaiting(doc))).catch(() => undefined);
  }

  #close(): void {
    // The page is closing or starts over: nothing is read from this copy any more.
    void this.#storage?.close().catch(() => undefined);
    this.#doc?.destroy();
  }

  /** Resolves once everything that arrived is stored. */
  async stop(): Promise<void> {
    if (!this.#stopped && this.#waiting) this.#save();
    this.#stopped = true;
    window.removeEventListener('online', this.#retry);
    document.removeEventListener('visibilitychange', this.#retry);
    this.#provider?.destroy();
    this.pictures.stop();
    await Promise.all([this.#saved, this.#shown]);
    this.#close();
  }

  /** Deletes the copy on this device. */
  static forget(campaignId: string): void {
    ViewStorage.delete(campaignId);
  }
}
