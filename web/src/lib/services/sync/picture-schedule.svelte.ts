// Decides when pictures are synced: a little after the documents that name them, and again after one was changed or was
// not on the relay yet.
import type { RecordChange } from '@emberkeep/domain';
import type { CampaignDocs, DeviceDatabase } from '@emberkeep/store';
import { later as browserLater, type Later } from '#lib/device/timers.ts';
import type { Membership } from '#lib/device/membership.svelte.ts';
import type { PictureSyncDeps } from './picture-sync.ts';

/** Pictures are synced this long after the campaign is complete, ms. */
const QUIET_MS = 1500;
/**
 * When a picture was missing on both sides, the next try is this long after, ms: soon at first, because the tablet that
 * has it sends it within seconds; the last wait repeats.
 */
const AGAIN_MS = [1000, 3000, 8000, 15_000];

/** The fields that name pictures, by kind, and those that bring them back from the trash. */
const NAMING: Partial<Record<RecordChange['kind'], readonly string[]>> = {
  entity: ['portrait', 'pictures', 'deleted'],
  handout: ['picture', 'deleted'],
  map: ['picture', 'deleted'],
  campaign: ['cover', 'notePictures'],
};

/** True for a change after which the campaign may name another picture. */
const namesOthers = ({ kind, fields }: RecordChange): boolean =>
  NAMING[kind]?.some((field) => fields.includes(field)) ?? false;

export interface PictureScheduleDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  membership: Membership;
  /** This device holds every document that the relay has. */
  isComplete(): boolean;
  later?: Later;
  /** Its code is loaded when it is first needed. */
  load?(): Promise<(deps: PictureSyncDeps) => Promise<boolean>>;
}

const loadSync = async (): Promise<(deps: PictureSyncDeps) => Promise<boolean>> =>
  (await import('./picture-sync.ts')).syncPictures;

export class PictureSchedule {
  /** Counts up when a picture came from the relay. */
  version = $state(0);
  /** The last round left no picture to copy, and none was chosen since. */
  isWhole = $state(false);
  #isDue = true;
  #isStopped = false;
  /** The next try at a picture that was missing waits. */
  #isWaiting = false;
  /** Rounds in sequence that left a picture missing. */
  #missedCount = 0;
  /** Set while a round waits or runs. */
  #cancel: (() => void) | null = null;
  readonly #later: Later;
  readonly #stopListening: () => void;

  constructor(private readonly deps: PictureScheduleDeps) {
    this.#later = deps.later ?? browserLater;
    this.#stopListening = deps.docs.onChange((changes) => {
      if (changes.some(namesOthers)) this.again();
    });
  }

  /** Call when another relay or another picture was chosen: everything is compared again, without a longer wait. */
  again(): void {
    [this.#isDue, this.isWhole] = [true, false];
    if (this.#isWaiting) this.#stopWaiting();
    this.#missedCount = 0;
    this.wake();
  }

  #stopWaiting(): void {
    this.#cancel?.();
    [this.#cancel, this.#isWaiting] = [null, false];
  }

  /** Starts a round if one is due and possible now. Safe to call at any time. */
  wake(): void {
    if (this.#isStopped || !this.#isDue || this.#cancel) return;
    if (!this.deps.membership.entry.token || !this.deps.isComplete()) return;
    this.#cancel = this.#later(QUIET_MS, () => void this.#run());
  }

  async #run(): Promise<void> {
    this.#isDue = false;
    // Where the disk or the relay fails, the pictures are incomplete, and it is tried again below.
    const isWhole = await this.#sync().catch(() => false);
    if (this.#isStopped) return;
    this.#cancel = null;
    this.isWhole = isWhole && !this.#isDue;
    this.#missedCount = isWhole ? 0 : this.#missedCount + 1;
    if (isWhole) return this.wake(); // A picture may have been chosen meanwhile.
    // A picture that is on neither side is still to be sent by another tablet.
    const wait = AGAIN_MS[this.#missedCount - 1] ?? AGAIN_MS.at(-1)!;
    this.#isWaiting = true;
    this.#cancel = this.#later(wait, () => {
      [this.#cancel, this.#isWaiting, this.#isDue] = [null, false, true];
      this.wake();
    });
  }

  async #sync(): Promise<boolean> {
    const { docs, db, membership, load = loadSync } = this.deps;
    const syncPictures = await load();
    return syncPictures({
      docs,
      db,
      token: membership.entry.token ?? '',
      relay: membership.relay,
      isOwner: membership.entry.role === 'owner',
      isStopped: () => this.#isStopped,
      onPicture: () => (this.version += 1),
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopListening();
    this.#cancel?.();
    this.#cancel = null;
  }
}
