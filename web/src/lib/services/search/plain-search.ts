// Searches the documents themselves by names and words, while there is no index or where it cannot run. It reads
// everything in the background, newest session first, and answers from what it has read so far.
import { secondsPerDay, type CampaignSearch, type SearchAnswer, type SearchRequest } from '@emberkeep/domain';
import { createFallback, passagesOf, type Fallback } from '@emberkeep/search';
import {
  calendarOf,
  campaignOf,
  listSessions,
  readAll,
  readSessions,
  type BodySnapshots,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import { later as browserLater, withTimeout, type Later } from '#lib/device/timers.ts';
import { readBody } from './read-body.ts';

/** How long a query waits for the whole campaign before it is answered from what was read so far, ms. */
const PATIENCE_MS = 600;

export interface PlainSearchDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  snapshots: BodySnapshots;
  /** Called when more was read since a query was answered: the same query may now find more. */
  onGrown(): void;
  later?: Later;
}

/** One pass over the campaign as it was at `version`. */
interface Reading {
  version: number;
  index: Fallback;
  /** False where a change ended it early. */
  done: Promise<boolean>;
  /** Somebody waits for all of it, so that no change ends it early. */
  isAwaited: boolean;
}

export class PlainSearch implements CampaignSearch {
  #version = 0;
  #reading: Reading | null = null;
  readonly #later: Later;

  constructor(private readonly deps: PlainSearchDeps) {
    this.#later = deps.later ?? browserLater;
  }

  /** The documents changed: the next query reads them anew. */
  changed(): void {
    this.#version += 1;
  }

  async search(request: SearchRequest): Promise<SearchAnswer> {
    const reading = this.#read();
    const isWhole = await withTimeout(reading.done, PATIENCE_MS, false, this.#later);
    if (!isWhole) void reading.done.then(() => this.deps.onGrown());
    const answer = await reading.index.search(request);
    return isWhole ? answer : { ...answer, isPartial: true };
  }

  /** Answers once everything is read, or after `withinMs` from what was read so far, which the answer says. */
  async searchWhole(request: SearchRequest, withinMs = Infinity): Promise<SearchAnswer> {
    const reading = this.#read();
    reading.isAwaited = true;
    const isWhole = await (withinMs === Infinity
      ? reading.done
      : withTimeout(reading.done, withinMs, false, this.#later));
    const answer = await reading.index.search(request);
    return isWhole ? answer : { ...answer, isPartial: true };
  }

  #read(): Reading {
    if (this.#reading?.version === this.#version) return this.#reading;
    const { docs, snapshots } = this.deps;
    const sessions = listSessions(docs, snapshots).filter((session) => !session.deleted);
    const index = createFallback(
      sessions.map(({ id, shownNumber, title, tags, isPublished, gameStart, gameEnd, status }) => ({
        id,
        number: shownNumber,
        title,
        tags,
        isPublished,
        gameStart,
        gameEnd,
        status,
      })),
      { now: campaignOf(docs)?.gameTime.value ?? 0, secondsPerDay: secondsPerDay(calendarOf(docs)) },
    );
    const reading: Reading = { version: this.#version, index, done: Promise.resolve(false), isAwaited: false };
    reading.done = this.#fill(reading);
    return (this.#reading = reading);
  }

  /** A reading whose documents changed meanwhile ends early: nobody asks it again. */
  async #fill(reading: Reading): Promise<boolean> {
    const { index } = reading;
    const { docs, db, snapshots } = this.deps;
    const sessions = readSessions(docs, snapshots, () => null);
    await index.add([...readAll(docs.ledger), ...sessions].flatMap(passagesOf));
    for (const { id } of [...sessions].reverse()) {
      if (reading.version !== this.#version && !reading.isAwaited) return false;
      await index.add(((await readBody(docs, db, id)) ?? []).flatMap(passagesOf));
      // One session at a time, so that the page stays responsive to typing.
      await new Promise<void>((resolve) => this.#later(0, resolve));
    }
    return true;
  }
}
