// Keeps the player view on the relay current: shortly after the last change, and only from a device that holds every
// document. The view is stored on the relay alone, and any GM's device can generate it again.
import {
  PLAYER_VIEW_KINDS,
  PLAYER_VIEW_TEXTS,
  roomOf,
  type PlayerView,
  type RecordChange,
  type TimelineEvent,
} from '@emberkeep/domain';
import {
  applyReadable,
  boundConflicts,
  buildPlayerHandouts,
  campaignOf,
  readPlayerDoc,
  buildPlayerView,
  writePlayerDoc,
  writePlayerHandouts,
  type BodySnapshots,
  type CampaignDocs,
} from '@emberkeep/store';
import { createProvider, type Provider } from '@emberkeep/sync';
import * as Y from 'yjs';
import { later as browserLater, withTimeout, type Later } from '#lib/device/timers.ts';
import { relaySocket } from '#lib/services/sync/relay-client.ts';
import { PictureGate } from './allow-pictures.ts';

/** Published this long after the last change, ms, and at most so long after the first. */
const QUIET_MS = 1500;
const LONGEST_MS = 10_000;
/** A handout is shown or taken back this long after the change, ms: players look at their phones. */
const HANDOUT_MS = 100;
/** A publication without an answer ends after this long, ms. */
const PATIENCE_MS = 20_000;

export interface PlayerViewPublisherDeps {
  docs: CampaignDocs;
  token: string;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  /** This device holds every document and every change that the relay has. */
  isComplete(): boolean;
  eventsOf(sessionId: string): Promise<readonly TimelineEvent[] | null>;
  snapshots: BodySnapshots;
  /** What the relay shows players now. */
  onPublished(view: PlayerView | null): void;
  later?: Later;
}

/** Whether this change may change the view. */
const changesView = ({ kind, fields }: RecordChange): boolean => {
  const shownTexts: readonly string[] = PLAYER_VIEW_TEXTS;
  return kind === 'note' ? fields.some((name) => shownTexts.includes(name)) : PLAYER_VIEW_KINDS.has(kind);
};

/** Whether this change may change what players read of handouts and maps. */
const changesHandouts = ({ kind, fields }: RecordChange): boolean =>
  kind === 'handout' || kind === 'map' || (kind === 'note' && fields.includes('words'));

export class PlayerViewPublisher {
  /** The document and its connection while the campaign is open to players. */
  #link: { doc: Y.Doc; provider: Provider } | null = null;
  #cancel: (() => void) | null = null;
  /** When the first of the waiting changes was made, Unix ms. */
  #firstAt = 0;
  #isDue = true;
  #areHandoutsDue = false;
  /** Set while handouts wait to be shown or taken back. */
  #cancelHandouts: (() => void) | null = null;
  #isShowingHandouts = false;
  #isRunning = false;
  #isStopped = false;
  readonly #gate: PictureGate;
  readonly #later: Later;
  readonly #stopListening: () => void;

  constructor(private readonly deps: PlayerViewPublisherDeps) {
    this.#later = deps.later ?? browserLater;
    this.#gate = new PictureGate({ relay: deps.relay, campaignId: deps.docs.campaignId, token: deps.token });
    this.#stopListening = deps.docs.onChange((changes) => {
      if (!changes.some(changesView)) return;
      if (changes.some(changesHandouts)) this.#hurry();
      this.#isDue = true;
      this.#schedule();
    });
    // What was shown or taken back before this device was connected comes first.
    this.#hurry();
    this.#schedule();
  }

  /** Call when something may have changed, and when this device has become complete. */
  wake(): void {
    if (this.#areHandoutsDue) this.#hurry();
    if (this.#isDue && !this.#isRunning) this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancelHandouts?.();
    this.#stopListening();
    this.#disconnect();
  }

  #schedule(): void {
    if (this.#isStopped) return;
    const now = Date.now();
    if (!this.#cancel) this.#firstAt = now;
    this.#cancel?.();
    const wait = Math.max(0, Math.min(QUIET_MS, this.#firstAt + LONGEST_MS - now));
    this.#cancel = this.#later(wait, () => {
      this.#cancel = null;
      void this.#run();
    });
  }

  /** Shows handouts and takes them back before the rest of the view is made, which takes longer. */
  #hurry(): void {
    this.#areHandoutsDue = true;
    if (this.#isStopped || this.#cancelHandouts) return;
    this.#cancelHandouts = this.#later(HANDOUT_MS, () => {
      this.#cancelHandouts = null;
      void this.#publishHandouts();
    });
  }

  async #publishHandouts(): Promise<void> {
    const { docs, isComplete, onPublished } = this.deps;
    if (this.#isShowingHandouts || this.#isStopped || !isComplete() || !this.#isOpenToPlayers()) return;
    this.#areHandoutsDue = false;
    this.#isShowingHandouts = true;
    try {
      const { doc, provider } = this.#connect();
      await this.#allowPictures();
      if (!(await this.#settled(provider)) || this.#isStopped || !isComplete()) return;
      if (writePlayerHandouts(doc, buildPlayerHandouts(docs)) > 0 && (await this.#settled(provider)))
        onPublished(readPlayerDoc(doc));
    } catch (error) {
      // The whole view is due, too, and tries again.
      console.warn('a handout could not be shown yet', error);
    } finally {
      this.#isShowingHandouts = false;
    }
    // Of what was changed meanwhile.
    if (this.#areHandoutsDue) this.#hurry();
  }

  /**
   * Tells the relay which pictures players may fetch now: those of the handouts that are shown. False where it may not
   * have heard it.
   */
  #allowPictures(): Promise<boolean> {
    return this.#gate.allow(this.#isOpenToPlayers() ? buildPlayerHandouts(this.deps.docs) : []);
  }

  async #run(): Promise<void> {
    if (this.#isRunning || this.#isStopped || !this.#isDue || !this.deps.isComplete()) return;
    this.#isRunning = true;
    this.#isDue = false;
    try {
      if (!(await this.#publish())) {
        this.#disconnect();
        if (this.#isOpenToPlayers()) this.#gate.forget();
        this.#isDue ||= this.#isOpenToPlayers();
      }
    } catch (error) {
      console.warn('the player view could not be written', error);
      this.#disconnect();
      this.#gate.forget();
      this.#isDue = true;
    }
    this.#isRunning = false;
    if (this.#isDue) this.#schedule();
  }

  #isOpenToPlayers(): boolean {
    return campaignOf(this.deps.docs)?.isOpenToPlayers ?? false;
  }

  /** True when the relay now shows players this device's view, which is then kept current. */
  async #publish(): Promise<boolean> {
    const { docs, eventsOf, snapshots, isComplete, onPublished } = this.deps;
    const { doc, provider } = this.#connect();
    // Another GM may have hidden something meanwhile, so the view is written only on top of all that the relay has.
    if (!(await this.#settled(provider))) return false;
    const isOpen = this.#isOpenToPlayers();
    const view = isOpen ? await buildPlayerView(docs, eventsOf, snapshots) : null;
    // Nothing that was hidden waits for it: the document is written in any case.
    const areAllowed = await this.#allowPictures();
    if (this.#isStopped || !isComplete()) return false;
    // A handout may have been shown or taken back meanwhile.
    if (
      writePlayerDoc(doc, view && { ...view, handouts: buildPlayerHandouts(docs) }) > 0 &&
      !(await this.#settled(provider))
    )
      return false;
    onPublished(readPlayerDoc(doc));
    this.#isDue ||= !areAllowed;
    return isOpen;
  }

  #settled(provider: Provider): Promise<boolean> {
    return withTimeout(provider.settled(), PATIENCE_MS, false, this.#later);
  }

  #connect(): { doc: Y.Doc; provider: Provider } {
    if (this.#link) return this.#link;
    const { docs, token, relay } = this.deps;
    const doc = new Y.Doc();
    boundConflicts(doc);
    const provider = createProvider({
      url: relaySocket(relay),
      room: roomOf({ kind: 'table', campaignId: docs.campaignId }),
      doc,
      token,
      WebSocketClass: WebSocket,
      apply: applyReadable,
    });
    provider.connect();
    return (this.#link = { doc, provider });
  }

  #disconnect(): void {
    this.#link?.provider.destroy();
    this.#link?.doc.destroy();
    this.#link = null;
  }
}
