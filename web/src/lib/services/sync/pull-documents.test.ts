// Shows how many documents are taken in with few requests (C7): what is asked, what comes in, what is left to a visit.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { err, ok, type Result } from '@emberkeep/domain';
import type { CampaignDocs, DeviceDatabase, OpenDocument } from '@emberkeep/store';
import { createMemoryPersistence } from '@emberkeep/store/testing';
import type { PulledRoom, PullRequest } from '@emberkeep/sync/wire';
import {
  CAMPAIGN,
  createDatabase,
  createEnvironment,
  openDevice,
  PERSON,
  sessionId,
  sessionRoom,
  settle,
  until,
  valueOf,
  type FakeEnvironment,
} from '#lib/testing/fakes.ts';
import { Attachments } from './attachments.ts';
import { pullDocuments, type PullDeps } from './pull-documents.ts';
import type { RelayError } from './relay-client.ts';

const rooms = (count: number): string[] => Array.from({ length: count }, (_, n) => sessionRoom(sessionId(n)));
const refOf = (room: string) => ({ kind: 'session', campaignId: CAMPAIGN, sessionId: room.slice(-36) }) as const;

/** What the relay has of a room: a document with the room's name in it. */
const answerFor = (room: string, relayLacks = false): PulledRoom => {
  const doc = new Y.Doc();
  doc.getMap('test').set('room', room);
  return { room, sequence: 5, tag: `tag of ${room}`, update: Y.encodeStateAsUpdate(doc), relayLacks };
};

let persistence: ReturnType<typeof createMemoryPersistence>;
let docs: CampaignDocs;
let db: DeviceDatabase;
let environment: FakeEnvironment;
let attachments: Attachments;
let asked: string[][];
let requests: PullRequest[];
let derived: string[];
let onPulled: string[];

type Answer = (
  rooms: readonly PullRequest[],
) => Result<PulledRoom[], RelayError> | Promise<Result<PulledRoom[], RelayError>>;
const everything: Answer = (requested) => ok(requested.map(({ room }) => answerFor(room)));

const pull = (wanted: readonly string[], answer: Answer, deps: Partial<PullDeps> = {}): Promise<string[]> =>
  pullDocuments(
    {
      docs,
      db,
      attachments,
      deriver: { derive: async (document: OpenDocument) => void derived.push(document.room) },
      pull: async (requested) => {
        asked.push(requested.map(({ room }) => room));
        requests.push(...requested);
        return answer(requested);
      },
      isStopped: () => false,
      onPulled: (room) => void onPulled.push(room),
      ...deps,
    },
    wanted,
  );

/** What the disk has of a room. */
const stored = async (room: string): Promise<unknown> => {
  const document = valueOf(await docs.open(refOf(room)));
  const value = document.doc.getMap('test').get('room');
  await document.release();
  return value;
};
const cursors = async (): Promise<string[]> => (await db.cursors.getAll()).map(({ room }) => room).sort();

beforeEach(async () => {
  persistence = createMemoryPersistence();
  docs = await openDevice({ persistence });
  db = createDatabase();
  environment = createEnvironment();
  attachments = new Attachments({
    docs,
    db,
    token: 'secret',
    socketUrl: 'ws://relay/sync',
    person: PERSON,
    environment,
    onChange: () => undefined,
    onState: () => undefined,
    onOtherHead: () => undefined,
  });
  attachments.start();
  [asked, requests, derived, onPulled] = [[], [], [], []];
});
afterEach(async () => {
  attachments.stop();
  await docs.close();
  await db.delete();
});

describe('pulling documents (C7)', () => {
  it('asks for 40 at a time, keeps and derives each, and opens no socket', async () => {
    const wanted = rooms(41);
    expect(await pull(wanted, everything)).toEqual([]);
    expect(asked).toEqual([wanted.slice(0, 40), wanted.slice(40)]);
    expect(onPulled).toEqual(wanted);
    expect(derived).toEqual(wanted);
    expect(await cursors()).toEqual([...wanted].sort());
    expect(await db.cursors.get(wanted[40]!)).toMatchObject({ sequence: 5, tag: `tag of ${wanted[40]}` });
    expect(environment.connections.all.map(({ options }) => options.room)).toEqual([docs.ledger.room]);
    expect(docs.openDocuments().map(({ room }) => room)).toEqual([docs.ledger.room]);
    expect(await stored(wanted[7]!)).toBe(wanted[7]);
  });

  it('tells the relay what it has of a document, and nothing of one that has not arrived', async () => {
    const [known, unknown] = rooms(2) as [string, string];
    await pull([known], everything);
    requests = [];
    await pull([known, unknown], everything);
    expect(requests.map(({ snapshot }) => snapshot.byteLength > 0)).toEqual([true, false]);
    expect(Y.decodeSnapshot(requests[0]!.snapshot).sv.size).toBe(1);
  });

  it('leaves a document of which the relay lacks something to a visit, without a cursor', async () => {
    const wanted = rooms(3);
    const visits = await pull(wanted, (requested) => ok(requested.map(({ room }, n) => answerFor(room, n === 1))));
    expect(visits).toEqual([wanted[1]]);
    expect(await cursors()).toEqual([wanted[0], wanted[2]]);
    expect(await stored(wanted[1]!)).toBe(wanted[1]);
  });

  it('asks again after where an answer ended', async () => {
    const wanted = rooms(5);
    const visits = await pull(wanted, (requested) => ok(requested.slice(0, 2).map(({ room }) => answerFor(room))));
    expect(visits).toEqual([]);
    expect(asked).toEqual([wanted, wanted.slice(2), wanted.slice(4)]);
    expect(onPulled).toEqual(wanted);
  });

  it('leaves rooms that an answer skipped to a visit', async () => {
    const wanted = rooms(4);
    const visits = await pull(wanted, (requested) =>
      ok(requested.filter(({ room }) => room !== wanted[1]).map(({ room }) => answerFor(room))),
    );
    expect(visits).toEqual([wanted[1]]);
    expect(asked).toHaveLength(1);
  });

  it('takes in nothing for rooms that nobody asked for', async () => {
    const wanted = rooms(2);
    const foreign = sessionRoom(sessionId(99));
    const visits = await pull(wanted, (requested) =>
      ok([answerFor(foreign), ...requested.map(({ room }) => answerFor(room))]),
    );
    expect(visits).toEqual([]);
    expect(onPulled).toEqual(wanted);
    expect(await cursors()).toEqual(wanted);
    expect(await stored(foreign)).toBeUndefined();
    asked = [];
    // An answer of nothing else ends the pull: it would be asked for ever.
    expect(await pull(wanted, () => ok([answerFor(foreign)]))).toEqual(wanted);
    expect(asked).toHaveLength(1);
  });

  it('leaves everything to visits where the relay does not answer', async () => {
    const wanted = rooms(41);
    expect(await pull(wanted, () => err({ type: 'RelayUnreachable' }))).toEqual(wanted);
    expect(asked).toHaveLength(1);
    expect(await pull(wanted, () => Promise.reject(new Error('broken')))).toEqual(wanted);
    expect(docs.openDocuments()).toHaveLength(1);
  });

  it('leaves a batch with an update that cannot be applied to visits, each room once', async () => {
    const wanted = rooms(3);
    const visits = await pull(wanted, (requested) =>
      ok(
        requested.map(({ room }, n) => ({
          ...answerFor(room, n === 0),
          ...(n === 1 ? { update: Uint8Array.of(1, 2, 3) } : {}),
        })),
      ),
    );
    expect([...visits].sort()).toEqual(wanted);
    expect(await cursors()).toEqual([]);
    expect(onPulled).toEqual([]);
    expect(docs.openDocuments()).toHaveLength(1);
  });

  it('moves no cursor and counts nothing as pulled where the disk refuses (C6); visits name each room once', async () => {
    const wanted = rooms(3);
    const visits = await pull(wanted, (requested) => {
      persistence.failNext(9);
      return ok(requested.map(({ room }, n) => answerFor(room, n === 0)));
    });
    expect([...visits].sort()).toEqual(wanted);
    expect(await cursors()).toEqual([]);
    expect(onPulled).toEqual([]);
    expect(derived).toEqual([]);
  });

  it('gives a document that somebody opened meanwhile its socket, and leaves it open', async () => {
    const wanted = rooms(2);
    let held: OpenDocument | undefined;
    await pull(wanted, async (requested) => {
      held = valueOf(await docs.open(refOf(wanted[0]!)));
      return everything(requested);
    });
    expect(docs.peek(refOf(wanted[0]!))).toBe(held);
    expect(environment.connections.of(wanted[0]!).calls).toEqual(['connect']);
    expect(attachments.get(wanted[1]!)).toBeUndefined();
    await held?.release();
  });

  it('asks for nothing more once sync has stopped', async () => {
    const wanted = rooms(81);
    let isStopped = false;
    const visits = await pull(
      wanted,
      (requested) => {
        isStopped = true;
        return everything(requested);
      },
      { isStopped: () => isStopped },
    );
    expect(asked).toHaveLength(1);
    expect(visits).toEqual(wanted.slice(40));
  });

  it('leaves a room that cannot be opened to a visit, and pulls its neighbours', async () => {
    const wanted = ['not/a/room', ...rooms(2)];
    expect(await pull(wanted, everything)).toEqual(['not/a/room']);
    expect(onPulled).toEqual(rooms(2));
    await settle();
    await until(() => docs.openDocuments().length === 1);
  });
});
