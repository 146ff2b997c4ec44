// Devices for tests: in memory, with seeded ids and a clock that a test moves. They sync only when a test says so.
import * as Y from 'yjs';
import { createFakeTime, createRandom, createTestIds } from '@emberkeep/domain/testing';
import type { NoteNode } from '@emberkeep/domain';
import {
  applyIncoming,
  createCampaign,
  createSession,
  listSessions,
  noteName,
  openCampaignDocs,
  type CampaignDocs,
  type OpenDocument,
} from '../src/index.ts';
import { createMemoryPersistence } from '../src/persistence/memory-persistence.ts';

export const CAMPAIGN_ID = '0197c0de-0000-7000-8000-000000000001';

/** The value of a result; throws when it is an error. */
export const value = <T>(result: { ok: true; value: T } | { ok: false; error: { type: string } }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export interface TestDevices {
  readonly time: ReturnType<typeof createFakeTime>;
  /** A lower `shape` acts as an older version of the app. */
  device(name: string, persistence?: ReturnType<typeof createMemoryPersistence>, shape?: number): Promise<CampaignDocs>;
  /** Two devices of one campaign that have synced once. */
  pair(): Promise<[CampaignDocs, CampaignDocs]>;
}

/** Syncs one document of two devices. */
export const exchange = (a: OpenDocument, b: OpenDocument): void => {
  const [ab, ba] = [
    Y.encodeStateAsUpdate(a.doc, Y.encodeStateVector(b.doc)),
    Y.encodeStateAsUpdate(b.doc, Y.encodeStateVector(a.doc)),
  ];
  applyIncoming(b.doc, ab, { source: 'relay' });
  applyIncoming(a.doc, ba, { source: 'relay' });
};

export const bodyOf = async (docs: CampaignDocs, sessionId: string): Promise<OpenDocument> =>
  value(await docs.open({ kind: 'session', campaignId: CAMPAIGN_ID, sessionId }));

/** Syncs two devices: the ledger and the body of every session. */
export const meet = async (a: CampaignDocs, b: CampaignDocs): Promise<void> => {
  for (let i = 0; i < 2; i++) {
    exchange(a.ledger, b.ledger);
    for (const { id } of listSessions(a)) {
      const [x, y] = [await bodyOf(a, id), await bodyOf(b, id)];
      exchange(x, y);
      await Promise.all([x.release(), y.release()]);
    }
  }
};

/** Devices whose ids repeat with the seed. */
export const createTestDevices = (seed = 1): TestDevices => {
  const time = createFakeTime();
  let next = seed;
  // As Yjs picks them: the higher id wins a merge, so ids that only grow would hide what the lower one loses.
  const clients = createRandom(seed);
  const device: TestDevices['device'] = async (name, persistence = createMemoryPersistence(), shape) =>
    value(
      await openCampaignDocs({
        campaignId: CAMPAIGN_ID,
        deviceId: name,
        author: () => name,
        persistence,
        newId: createTestIds(createRandom(next++), time.nowMs),
        nowMs: time.nowMs,
        later: () => undefined,
        newClientId: () => clients.int(2 ** 32),
        ...(shape === undefined ? {} : { shape }),
      }),
    );
  return {
    time,
    device,
    pair: async () => {
      const [a, b] = [await device('a'), await device('b')];
      value(createCampaign(a, { name: 'Ash', system: 'fitd' }));
      await meet(a, b);
      return [a, b];
    },
  };
};

/** A note of one paragraph. */
export const oneParagraph = (words: string): NoteNode[] => [
  { type: 'paragraph', content: [{ type: 'text', text: words }] },
];

/** The type of a command's error, or "went through". */
export const refusal = (result: { ok: boolean; error?: { type: string } }): string =>
  result.ok ? 'went through' : (result.error?.type ?? '');

/** One device with a campaign of its own, and a reload that reopens it from its disk. */
export const createSingle = async ({
  device,
}: TestDevices): Promise<{ docs: CampaignDocs; reload: () => Promise<CampaignDocs> }> => {
  const disk = createMemoryPersistence();
  const docs = await device('solo', disk);
  value(createCampaign(docs, { name: 'Solo', system: 'fitd' }));
  return {
    docs,
    reload: async () => {
      await docs.queue.whenSaved();
      await docs.close();
      return device('solo', disk);
    },
  };
};

/** A new session and its open body. */
export const createOpenSession = async (docs: CampaignDocs): Promise<{ id: string; body: OpenDocument }> => {
  const id = value(createSession(docs));
  return { id, body: await bodyOf(docs, id) };
};

/** A device with a campaign, and a session that is open on it. `note` is the name of what happened in it. */
export const createSessionOnDevice = async () => {
  const { docs, reload } = await createSingle(createTestDevices());
  const { id, body } = await createOpenSession(docs);
  return { docs, body, id, note: noteName(id, 'actual_notes'), reload };
};
