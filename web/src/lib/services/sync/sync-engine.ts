// Syncs one campaign with other tabs of this device and with its relay: attachments for open documents, catch-up rounds
// for the rest, one status for the screen.
import { roomOf } from '@emberkeep/domain';
import type { CampaignDocs, DeviceDatabase, OpenDocument, Persistence } from '@emberkeep/store';
import type { ConnectionState, PresentPerson } from '@emberkeep/sync';
import type { Awareness } from 'y-protocols/awareness';
import type { Deriver } from '#lib/services/derived/backlinks-deriver.ts';
import { Attachments } from './attachments.ts';
import { CatchUpRounds, type CatchUpDeps } from './catch-up-rounds.ts';
import { relaySocket } from './relay-client.ts';
import type { SyncEnvironment } from './sync-environment.ts';
import { isAllSynced, readStatus, type StatusSources, type SyncStatus } from './sync-status.ts';

/** A round is due this often, ms. The relay also pushes heads: this finds what a push missed. */
const ROUND_MS = 30_000;

export interface SyncEngineDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  persistence: Persistence;
  deriver: Pick<Deriver, 'derive'>;
  environment: SyncEnvironment;
  /** The device's secret; null when the campaign is not synced with a relay. */
  token: string | null;
  /**
   * The relay's origin; empty: where this app came from. A cursor holds a random tag of the relay that made it, so the
   * documents of another relay are compared anew.
   */
  relay: string;
  person: PresentPerson;
  heads: CatchUpDeps['heads'];
  pull: CatchUpDeps['pull'];
  onStatus(status: SyncStatus): void;
  onRefused(code: number, reason: string): void;
}

export class SyncEngine {
  private readonly deps: SyncEngineDeps;
  readonly #ledgerRoom: string;
  readonly #attachments: Attachments;
  readonly #rounds: CatchUpRounds;
  readonly #sources: StatusSources;
  readonly #cleanUps: (() => void)[] = [];
  #syncedAt: number | null = null;
  #isStopped = false;

  constructor(deps: SyncEngineDeps) {
    this.deps = deps;
    const { docs, db, persistence, deriver, environment, token, heads, pull } = deps;
    const onChange = (): void => this.#report();
    this.#ledgerRoom = roomOf({ kind: 'ledger', campaignId: docs.campaignId });
    this.#attachments = new Attachments({
      docs,
      db,
      token,
      socketUrl: relaySocket(deps.relay),
      person: deps.person,
      environment,
      onChange,
      onState: (room, state) => this.#onState(room, state),
      onOtherHead: (head) => this.#rounds.onOtherHead(head),
    });
    const hasRelay = token !== null;
    const attachments = this.#attachments;
    this.#rounds = new CatchUpRounds({
      docs,
      db,
      persistence,
      hasRelay,
      attachments,
      deriver,
      environment,
      heads,
      pull,
      onChange,
    });
    const { isOnline } = environment;
    this.#sources = { docs, ledgerRoom: this.#ledgerRoom, hasRelay, attachments, rounds: this.#rounds, isOnline };
    this.#listen();
    attachments.start();
  }

  #listen(): void {
    const { environment } = this.deps;
    const stopListening = environment.onPageEvent((event) => {
      if (event === 'online') this.retry();
      if (event === 'visible') this.#goOn();
      if (event !== 'visible') this.#report();
    });
    this.#cleanUps.push(stopListening, this.#repeatRounds());
  }

  #repeatRounds(): () => void {
    let cancel: () => void;
    const next = (): void => {
      cancel = this.deps.environment.later(ROUND_MS, () => {
        void this.#rounds.run();
        next();
      });
    };
    next();
    return () => cancel();
  }

  #onState(room: string, state: ConnectionState): void {
    if (room === this.#ledgerRoom) {
      // A comparison from before the connection was lost is no longer valid.
      if (state.type !== 'synced') this.#rounds.invalidate();
      if (state.type === 'refused') this.deps.onRefused(state.code, state.reason);
      if (state.type === 'synced') this.#rounds.restart();
    }
    this.#report();
  }

  #report(): void {
    if (this.#isStopped) return;
    const status = this.status();
    if (isAllSynced(status)) this.#syncedAt = this.deps.environment.nowMs();
    this.deps.onStatus({ ...status, syncedAt: this.#syncedAt });
  }

  status(): SyncStatus {
    return readStatus(this.#sources, this.#syncedAt);
  }

  awarenessOf(document: OpenDocument): Awareness {
    return this.#attachments.attach(document).awareness;
  }

  /** Shows co-GMs what this device is looking at. */
  get place(): string {
    return this.#attachments.person.place;
  }

  setPlace(place: string): void {
    this.#attachments.setPlace(place);
  }

  /** True when every open document has all that the relay has of it. */
  isSettled(): boolean {
    return this.#attachments.all.every(({ provider }) => !provider || provider.state().type === 'synced');
  }

  /** Connects again at once: after coming online, or when the GM asks for it. */
  retry(): void {
    if (this.#attachments.isOffline) return;
    this.#attachments.renewUnsynced();
    this.#goOn();
    this.#rounds.restart();
  }

  /** Does at once what is due, and leaves alone what is under way. */
  #goOn(): void {
    if (this.#attachments.isOffline) return;
    this.deps.docs.queue.retry();
    this.#attachments.reconnect();
    void this.#rounds.run();
  }

  goOffline(isOffline: boolean): void {
    this.#attachments.setOffline(isOffline);
    this.#report();
  }

  dropSockets(): void {
    this.#attachments.dropSockets();
  }

  /** One catch-up round; resolves with how many documents still need a visit, below 0 where the relay did not say. */
  catchUpNow(): Promise<number> {
    return this.#rounds.run();
  }

  stop(): void {
    this.#isStopped = true;
    this.#rounds.stop();
    this.#cleanUps.forEach((cleanUp) => cleanUp());
    this.#attachments.stop();
  }
}
