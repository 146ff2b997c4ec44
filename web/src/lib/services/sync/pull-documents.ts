// Pulls what the relay has of many documents, with a few requests for all of them.
import {
  applyIncoming,
  hasGap,
  isHere,
  type CampaignDocs,
  type DeviceDatabase,
  type OpenDocument,
} from '@emberkeep/store';
import { readRoom, type Result } from '@emberkeep/domain';
import type { PulledRoom, PullRequest } from '@emberkeep/sync/wire';
import { encodeSnapshot, snapshot } from 'yjs';
import type { Deriver } from '#lib/services/derived/backlinks-deriver.ts';
import type { Attachments } from './attachments.ts';
import { storeCursor } from './cursors.ts';
import type { RelayError } from './relay-client.ts';

/** Documents in one request. */
const BATCH_SIZE = 40;

export interface PullDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  attachments: Attachments;
  deriver: Pick<Deriver, 'derive'>;
  /** What this device lacks of these documents, as much as fits one answer. */
  pull(rooms: readonly PullRequest[]): Promise<Result<PulledRoom[], RelayError>>;
  isStopped(): boolean;
  onPulled(room: string): void;
}

/** The outcome of one request. */
interface BatchOutcome {
  /** Rooms that still need a visit: this device has what the relay lacks, or the relay did not answer for them. */
  visits: string[];
  /** How many rooms of the batch are done; null when the relay or the disk failed. */
  count: number | null;
}

/** Gives the rooms that still need a visit. */
export const pullDocuments = async (deps: PullDeps, rooms: readonly string[]): Promise<string[]> => {
  const visits: string[] = [];
  let rest = rooms;
  while (rest.length > 0 && !deps.isStopped()) {
    const batch = rest.slice(0, BATCH_SIZE);
    const opened = new Map<string, OpenDocument>();
    const outcome = await deps.attachments.withoutSockets(batch, () => pullBatch(deps, batch, opened));
    for (const document of opened.values()) await letGo(deps, document);
    visits.push(...outcome.visits);
    if (outcome.count === null) break;
    rest = rest.slice(outcome.count);
  }
  return [...visits, ...rest];
};

/** Opens the documents of the batch into `opened`; the caller releases them. Never throws. */
const pullBatch = async (
  deps: PullDeps,
  batch: readonly string[],
  opened: Map<string, OpenDocument>,
): Promise<BatchOutcome> => {
  const visits: string[] = [];
  const gaveUp: BatchOutcome = { visits: [], count: null }; // The caller visits the whole batch.
  try {
    await openAll(deps.docs, batch, opened);
    const answered = await deps.pull([...opened].map(([room, { doc }]) => requestOf(room, doc)));
    const pulled = answered.ok ? answered.value.filter(({ room }) => opened.has(room)) : [];
    if (pulled.length === 0) return gaveUp;
    for (const { room, update, relayLacks } of pulled) {
      applyIncoming((opened.get(room) as OpenDocument).doc, update, { source: 'relay' });
      if (relayLacks) visits.push(room);
    }
    if (!(await deps.docs.queue.whenSaved()).ok) return gaveUp;
    for (const each of pulled) await finish(deps, each, opened.get(each.room) as OpenDocument);
    // The answer ended with the last of these: earlier rooms that it left out cannot be pulled.
    const done = new Set(pulled.map(({ room }) => room));
    const last = batch.findLastIndex((room) => done.has(room));
    visits.push(...batch.slice(0, last).filter((room) => !done.has(room)));
    return { visits, count: last + 1 };
  } catch {
    return gaveUp; // An update that cannot be applied comes up again in a visit, which reports it.
  }
};

const openAll = async (
  docs: CampaignDocs,
  rooms: readonly string[],
  opened: Map<string, OpenDocument>,
): Promise<void> => {
  for (const room of rooms) {
    const ref = readRoom(room);
    const document = ref && (await docs.open(ref));
    if (document?.ok) opened.set(room, document.value);
  }
};

const requestOf = (room: string, doc: OpenDocument['doc']): PullRequest => ({
  room,
  snapshot: isHere(doc) ? encodeSnapshot(snapshot(doc)) : new Uint8Array(),
});

const finish = async (
  { db, deriver, onPulled }: PullDeps,
  pulled: PulledRoom,
  document: OpenDocument,
): Promise<void> => {
  if (!pulled.relayLacks && !hasGap(document.doc)) await storeCursor(db, pulled);
  await deriver.derive(document);
  onPulled(pulled.room);
};

/** A page may have opened the document meanwhile: then it stays open and needs a socket after all. */
const letGo = async ({ docs, attachments }: PullDeps, document: OpenDocument): Promise<void> => {
  await document.release();
  if (docs.peek(document.ref)) attachments.connect(document.room);
};
