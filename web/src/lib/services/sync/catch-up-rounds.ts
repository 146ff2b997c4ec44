// Compares this device with the relay in rounds: asks for the heads of all documents, pulls the documents of which the
// relay has more, and opens a socket (a visit) for those of which this device has more.
import { err, readRoom, roomOf, type Result } from '@emberkeep/domain';
import type { CampaignDocs, DeviceDatabase, Persistence } from '@emberkeep/store';
import { catchUp, roomsToVisit, type Head, type Provider } from '@emberkeep/sync';
import type { PulledRoom, PullRequest } from '@emberkeep/sync/wire';
import { withTimeout } from '#lib/device/timers.ts';
import type { Deriver } from '#lib/services/derived/backlinks-deriver.ts';
import type { Attachments } from './attachments.ts';
import { cursorsOf } from './cursors.ts';
import { pullDocuments } from './pull-documents.ts';
import type { RelayError } from './relay-client.ts';
import { Silences } from './silences.ts';
import type { SyncEnvironment } from './sync-environment.ts';

/**
 * The relay is asked for its heads again where it did not answer for this long, ms: a network that goes may leave a
 * request open for minutes. Twice as long after each time, for a slow line.
 */
const HEADS_MS = 3000;
const HEADS_MAX_MS = 24_000;
/** The same for documents that are pulled, which may be megabytes on a slow line; they are visited then. */
const PULL_MS = 60_000;
/** A visit without an answer ends after this long, ms; the next round tries again. */
const VISIT_MS = 20_000;
/** The same for one whose socket has not even opened: it may be on its way over a network that is gone. */
const OPENED_MS = 5000;
/** A round waits this long for open documents to be on the relay's disk, ms; the next round asks again. */
const OPEN_MS = 2000;
/** A round that left something undone is repeated after this long, ms. */
const AGAIN_MS = 3000;
/** For fewer documents than this, a visit is as fast as a pull. */
const PULL_FROM = 3;
/** The relay was not asked or did not say. Not zero, so that nobody takes it for complete. */
const UNKNOWN = -1;
const UNANSWERED = err<RelayError>({ type: 'RelayUnreachable' });

export interface CatchUpDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  persistence: Persistence;
  hasRelay: boolean;
  attachments: Attachments;
  deriver: Pick<Deriver, 'derive'>;
  environment: Pick<SyncEnvironment, 'later' | 'tabLock'>;
  heads(): Promise<Result<{ heads: Head[] }, RelayError>>;
  pull(rooms: readonly PullRequest[]): Promise<Result<PulledRoom[], RelayError>>;
  /** Called when anything that the status shows may have changed. */
  onChange(): void;
}

/** The relay's heads beside what this device holds. */
interface Comparison {
  heads: readonly Head[];
  /** Rooms on this device's disk; grows as documents arrive. */
  rooms: Set<string>;
  /** Rooms that differ and are not open. */
  due: string[];
}

export class CatchUpRounds {
  private readonly deps: CatchUpDeps;
  /** Documents on the relay that this device does not hold. */
  missing = 0;
  /** The last comparison found nothing left to do. Also false when none was made since the connection was lost. */
  isComplete = false;
  /** The relay has a document that players read. */
  hasPlayerView = false;
  readonly #ledgerRoom: string;
  /** The player view is generated from the other documents by its publisher: no device stores it. */
  readonly #tableRoom: string;
  #round: Promise<number> | null = null;
  #isWanted = false;
  #isStopped = false;
  /** The connection was lost or made anew since this round began: what it compared may be of before. */
  #isOutdated = false;
  #headsMs = HEADS_MS;
  readonly #silences = new Silences();
  /** Ends the waiting for each answer that the round waits for. */
  readonly #unanswered = new Set<() => void>();
  #cancelRepeat: () => void = () => undefined;

  constructor(deps: CatchUpDeps) {
    this.deps = deps;
    const { campaignId } = deps.docs;
    this.#ledgerRoom = roomOf({ kind: 'ledger', campaignId });
    this.#tableRoom = roomOf({ kind: 'table', campaignId });
  }

  /**
   * One round; a call during a round asks for another after it. Resolves with how many documents still need a visit.
   */
  run(): Promise<number> {
    if (this.#round) {
      this.#isWanted = true;
      return this.#round;
    }
    const { tabLock, later } = this.deps.environment;
    this.#isOutdated = false;
    this.#round = tabLock(`emberkeep:catch-up:${this.deps.docs.campaignId}`, (isMine) => this.#oneRound(isMine))
      .catch(() => UNKNOWN)
      .then((left) => {
        // Another round is wanted where the relay told of a change that this one did not compare.
        this.isComplete = left === 0 && !this.#isWanted && !this.#isOutdated;
        this.#cancelRepeat();
        if (this.#isRepeated(left)) this.#cancelRepeat = later(AGAIN_MS, () => void this.run());
        return left;
      })
      .finally(() => {
        this.#round = null;
        this.deps.onChange();
        if (!this.#isWanted || this.#isStopped) return;
        this.#isWanted = false;
        void this.run();
      });
    return this.#round;
  }

  /** Call when the connection is lost: no comparison from before counts any more, nor one that is running. */
  invalidate(): void {
    this.isComplete = false;
    this.#isOutdated = true;
  }

  /** Call when there is a connection again: a question from before may never be answered, so everything is asked anew. */
  restart(): void {
    this.#isOutdated = true;
    this.#headsMs = HEADS_MS;
    for (const end of [...this.#unanswered]) end();
    void this.run();
  }

  /** Call when the relay has a new entry of a document that is not open here. */
  onOtherHead(head: Head): void {
    if (head.room === this.#tableRoom) return;
    this.isComplete = false;
    void this.run();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRepeat();
  }

  /** Where the relay is connected and yet did not say what it has, nothing else would ask again soon. */
  #isRepeated(left: number): boolean {
    return left === UNKNOWN ? this.#mayGoOn() && this.#isConnected() : left > 0 && !this.#isStopped;
  }

  #mayGoOn(): boolean {
    return this.deps.hasRelay && !this.#isStopped && !this.deps.attachments.isOffline;
  }

  async #oneRound(mayVisit: boolean): Promise<number> {
    if (!this.#mayGoOn()) return UNKNOWN;
    const comparison = await this.#compare();
    if (!comparison) return UNKNOWN;
    const { due } = comparison;
    if (!mayVisit) return this.#countLeft(due.length, comparison); // Another tab is at it.
    if (due.length > 0) this.isComplete = false;
    const rest = await this.#pullSome(comparison);
    const left = await catchUp(rest, {
      isStopped: () => this.#isOutdated || !this.#mayGoOn() || !this.#isConnected(),
      visit: async (room) => {
        const isDone = await this.#visit(room);
        if (isDone) comparison.rooms.add(room);
        this.#countMissing(comparison);
        return isDone;
      },
    });
    this.#countMissing(comparison);
    return this.#countLeft(left, comparison);
  }

  /** A document that the disk refused is held in memory: not due, but not here either. */
  async #countLeft(left: number, { heads }: Comparison): Promise<number> {
    return Math.max(left, this.missing) + (await this.#countUnsettled(heads));
  }

  /** What `promise` resolves with; `fallback` where that takes too long, or there is a new connection meanwhile. */
  #answerTo<T, F>(promise: Promise<T>, ms: number, fallback: F): Promise<T | F> {
    return new Promise((resolve, reject) => {
      const end = (): void => resolve(fallback);
      this.#unanswered.add(end);
      withTimeout(promise, ms, fallback, this.deps.environment.later)
        .then(resolve, reject)
        .finally(() => this.#unanswered.delete(end));
    });
  }

  async #askHeads(): Promise<Result<{ heads: Head[] }, RelayError>> {
    let isAnswered = false;
    const asked = this.deps.heads().finally(() => (isAnswered = true));
    const answer = await this.#answerTo(asked, this.#headsMs, UNANSWERED);
    if (!isAnswered && !this.#isOutdated) this.#headsMs = Math.min(this.#headsMs * 2, HEADS_MAX_MS);
    return answer;
  }

  /** Null when the relay or the disk did not answer. */
  async #compare(): Promise<Comparison | null> {
    const { docs, db, persistence, attachments } = this.deps;
    const answered = await this.#askHeads();
    if (!answered.ok || this.#isStopped) return null;
    this.hasPlayerView = answered.value.heads.some((head) => head.room === this.#tableRoom);
    const heads = answered.value.heads.filter((head) => head.room !== this.#tableRoom);
    const prefix = `campaign/${docs.campaignId}`;
    const [onDisk, cursors] = await Promise.all([persistence.rooms(prefix), cursorsOf(db, docs.campaignId)]);
    if (!onDisk.ok) return null;
    const onDevice = onDisk.value.filter((each) => each.room !== this.#tableRoom);
    attachments.unsentRooms.clear();
    for (const each of onDevice) if (each.unsentCount > 0) attachments.unsentRooms.add(each.room);
    const rooms = new Set(onDevice.map((each) => each.room));
    const due = roomsToVisit(heads, {
      cursors,
      rooms,
      unsent: attachments.unsentRooms,
    }).filter((room) => !attachments.get(room));
    const comparison: Comparison = { heads, rooms, due };
    this.#countMissing(comparison);
    return comparison;
  }

  #countMissing({ heads, rooms }: Comparison): void {
    this.missing = heads.filter((head) => !rooms.has(head.room)).length;
    this.deps.onChange();
  }

  /** Pulls the documents of which only the relay has more; gives those that are left to visit. */
  async #pullSome(comparison: Comparison): Promise<string[]> {
    const { heads, due, rooms } = comparison;
    const { docs, db, attachments, deriver } = this.deps;
    const pull: CatchUpDeps['pull'] = (requested) => this.#answerTo(this.deps.pull(requested), PULL_MS, UNANSWERED);
    const onRelay = new Set(heads.map((head) => head.room));
    const pullable = due.filter((room) => onRelay.has(room) && !attachments.unsentRooms.has(room));
    if (pullable.length < PULL_FROM) return due;
    const onPulled = (room: string): void => {
      rooms.add(room);
      this.#countMissing(comparison);
    };
    const isStopped = (): boolean => this.#isOutdated || !this.#mayGoOn();
    const toVisit = await pullDocuments({ docs, db, attachments, deriver, pull, isStopped, onPulled }, pullable);
    return [...due.filter((room) => !pullable.includes(room)), ...toVisit];
  }

  /** A ledger that the relay has only in part is never synced: the other documents are visited all the same. */
  #isConnected(): boolean {
    const type = this.deps.attachments.get(this.#ledgerRoom)?.provider?.state().type;
    return type === 'synced' || type === 'connected';
  }

  async #isSettled(provider: Provider): Promise<boolean> {
    const settled = provider.settled();
    const atOnce = await this.#answerTo(settled, OPENED_MS, null);
    if (atOnce !== null) return atOnce;
    if (this.#isOutdated || provider.heardAt() === 0) return false;
    return this.#answerTo(settled, VISIT_MS - OPENED_MS, false);
  }

  /** Opens a document until both sides have everything; true when that is on both disks. */
  async #visit(room: string): Promise<boolean> {
    const { docs, attachments, deriver } = this.deps;
    const ref = readRoom(room);
    if (!ref) return true; // A kind of document that this version does not know: it is not stored here.
    const opened = await docs.open(ref);
    if (!opened.ok) return false;
    try {
      const attachment = attachments.get(room);
      if (!attachment?.provider) return false;
      if (!(await this.#isSettled(attachment.provider)) || this.#isStopped) return false;
      await attachments.saveCursor(attachment);
      await deriver.derive(opened.value);
      if (docs.queue.unsentCount(room) === 0) attachments.unsentRooms.delete(room);
      return (await docs.queue.whenSaved()).ok;
    } finally {
      await opened.value.release();
    }
  }

  /**
   * An open document is not visited: it is on both disks when its own connection says so, and has told of what the relay
   * has. Connections on which nothing arrives meanwhile are replaced.
   */
  async #countUnsettled(heads: readonly Head[]): Promise<number> {
    const { attachments, environment } = this.deps;
    const heardBefore = new Map(attachments.all.map((each) => [each, each.provider?.heardAt()]));
    const waited = await Promise.all(
      attachments.all.map(async (attachment) => {
        const settled = attachment.provider?.settled() ?? Promise.resolve(true);
        return { attachment, isSettled: await withTimeout(settled, OPEN_MS, false, environment.later) };
      }),
    );
    // What the relay has just stored may be on its way.
    if (attachments.behind(heads).length > 0)
      await new Promise<void>((resolve) => void environment.later(OPEN_MS, resolve));
    const left = new Set(attachments.behind(heads));
    for (const { attachment, isSettled } of waited) if (!isSettled) left.add(attachment);
    const unsettled = [...left].map((attachment) => ({
      attachment,
      isSilent: heardBefore.get(attachment) === attachment.provider?.heardAt(),
    }));
    for (const silent of this.#silences.look(unsettled)) attachments.renew(silent);
    return left.size;
  }
}
