// Shows that no secret of a GM reaches a player: campaigns with a marked secret in every field of the schema are
// written to a real relay by the app's own code, and a new player keeps every byte that arrives. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  ALL_RECORDS,
  CLOCK,
  ENTITY,
  packFields,
  storedKey,
  type NoteNode,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import {
  editRecord,
  listEvents,
  listHandouts,
  listMaps,
  listRecords,
  listSessions,
  publishSession,
  putRecords,
  readPlayerDoc,
  takeBackHandout,
  buildPlayerView,
  writePlayerDoc,
  type CampaignDocs,
} from '@emberkeep/store';
import { bodyOf, CAMPAIGN_ID, createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { createProvider } from '@emberkeep/sync';
import { AUTH_PREFIX, encodeSync, SUBPROTOCOL, SYNC } from '@emberkeep/sync/wire';
import type { Relay } from '../../../sync-server/src/relay.ts';
import { api, claim, OWNER, sha256, start } from '../../../sync-server/testing/relay.ts';

const PLAYER = 'player-secret-player-secret-player-sec-1';
const TABLE = `campaign/${CAMPAIGN_ID}/table`;

const paragraph = (text: string): NoteNode[] => [{ type: 'paragraph', content: [{ type: 'text', text }] }];
const uuid = (random: Random): string => {
  const hex = sha256(String(random.int(2 ** 30)));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * A record with a marker in every field and text: OPEN where it is shown and players may see the field, else SECRET.
 */
const marked = (
  spec: RecordSpec,
  {
    id,
    sessionId = null,
    shown,
    hiddenId,
  }: { id: string; sessionId?: string | null; shown: boolean; hiddenId: string },
  fixed: Record<string, unknown>,
): StoredRecord => {
  const keys: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    const key = storedKey(name, field);
    const marker = `${shown && field.audience === 'table' ? 'OPEN' : 'SECRET'}-${spec.kind}-${name}`;
    if (field.input === 'ref' || field.input === 'refs') {
      if (field.form === 'value') keys[key] = hiddenId;
      else keys[`${key}/${hiddenId}`] = true;
    } else if (field.form === 'members') keys[`${key}/${marker}`] = true;
    else if (field.form === 'entries') keys[`${key}/${marker}`] = marker;
    else if (field.form === 'items') keys[`${key}/i`] = marker;
    else if (field.form === 'value' && field.input === 'json') keys[key] = { note: marker };
    else if (
      field.form === 'value' &&
      !['whole', 'number', 'flag', 'instant', 'gameTime'].includes(field.input) &&
      !(field.input === 'choice' && !field.isOpen)
    )
      keys[key] = marker;
  }
  Object.assign(keys, packFields(spec, fixed));
  const texts = Object.fromEntries(
    Object.entries(spec.texts).map(([name, { audience }]) => [
      name,
      paragraph(`${shown && audience === 'table' ? 'OPEN' : 'SECRET'}-${spec.kind}-${name}`),
    ]),
  );
  return { kind: spec.kind as StoredRecord['kind'], id, sessionId, keys: spec.isPacked ? { made: keys } : keys, texts };
};

const PICTURE = 'ab'.repeat(32);
/** A handout that is shown with a picture whose file has a secret name. */
const SHOWN_HANDOUT = {
  'shows/now': { at: 1, to: 'all', sessionId: '' },
  picture: { full: PICTURE, small: PICTURE, name: 'SECRET-file.png', width: 3, height: 2, bytes: 9 },
};

const furnish = async (docs: CampaignDocs, random: Random): Promise<{ shown: string[] }> => {
  const [hiddenPerson, knownPerson] = [uuid(random), uuid(random)];
  const records: StoredRecord[] = [
    marked(ENTITY, { id: hiddenPerson, shown: false, hiddenId: hiddenPerson }, { entityType: 'npc', isKnown: false }),
    marked(ENTITY, { id: knownPerson, shown: true, hiddenId: hiddenPerson }, { entityType: 'npc', isKnown: true }),
  ];
  const sessions = Array.from({ length: 2 + random.int(3) }, (_, i) => ({
    id: uuid(random),
    shown: i === 0 || random.chance(0.5),
    number: i + 1,
  }));
  for (const spec of ALL_RECORDS) {
    if (['campaign', 'entity'].includes(spec.kind)) continue;
    if (spec.kind === 'session')
      for (const { id, shown, number } of sessions)
        records.push(
          marked(
            spec,
            { id, shown, hiddenId: hiddenPerson },
            {
              number,
              isPublished: shown,
              stage: 'play',
              status: 'in_progress',
            },
          ),
        );
    else if (spec.home === 'ledger') {
      records.push(marked(spec, { id: uuid(random), shown: false, hiddenId: hiddenPerson }, { visibility: 'hidden' }));
      if (spec.kind === 'clock')
        records.push(
          marked(spec, { id: uuid(random), shown: true, hiddenId: hiddenPerson }, { visibility: 'shown', segments: 6 }),
        );
      if (spec.kind === 'handout' || spec.kind === 'map')
        records.push(marked(spec, { id: uuid(random), shown: true, hiddenId: hiddenPerson }, SHOWN_HANDOUT));
    } else
      for (const { id, shown } of sessions) {
        records.push(
          marked(
            spec,
            { id: uuid(random), sessionId: id, shown: false, hiddenId: hiddenPerson },
            {
              visibility: 'secret',
              at: random.int(1000),
              eventType: 'npc_introduced',
            },
          ),
        );
        if (spec.kind === 'event')
          records.push(
            marked(
              spec,
              { id: uuid(random), sessionId: id, shown, hiddenId: hiddenPerson },
              {
                visibility: 'shared',
                at: random.int(1000),
                eventType: random.pick(['OTHER', 'npc_introduced', 'location_discovered', 'combat_start', 'dialogue']),
              },
            ),
          );
      }
  }
  for (const { id } of sessions)
    records.push({
      kind: 'note',
      id,
      sessionId: id,
      keys: {},
      texts: {
        prep_notes: paragraph('SECRET-prep'),
        play_notes: paragraph('SECRET-play'),
        actual_notes: paragraph('SECRET-actual'),
      },
    });
  // Sessions first, because their bodies are created with them.
  value(
    await putRecords(
      docs,
      [...records.filter((r) => r.kind === 'session'), ...records.filter((r) => r.kind !== 'session')],
      { from: 'a test' },
    ),
  );
  return { shown: sessions.filter((s) => s.shown).map((s) => s.id) };
};

const startTable = async (): Promise<Relay> => {
  const relay = await start();
  await claim(relay, CAMPAIGN_ID);
  await api(relay, 'POST', `/campaigns/${CAMPAIGN_ID}/invites`, OWNER, {
    secretHash: sha256('invite-invite-invite'),
    role: 'player',
  });
  expect(
    await (
      await api(relay, 'POST', '/join', 'invite-invite-invite', { memberHash: sha256(PLAYER), label: 'Jo' })
    ).json(),
  ).toMatchObject({ role: 'player' });
  return relay;
};

/** Sends a document to the relay as a GM's device does. */
const send = async (relay: Relay, room: string, doc: Y.Doc, write: () => void = () => undefined): Promise<void> => {
  const provider = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room,
    doc,
    token: OWNER,
    WebSocketClass: WebSocket,
  });
  provider.connect();
  expect(await provider.settled()).toBe(true);
  write();
  expect(await provider.settled()).toBe(true);
  provider.destroy();
};

/**
 * A new device asks for everything: all bytes that the relay sends, and the code with which it closed the connection.
 */
const listen = async (relay: Relay, room: string): Promise<{ bytes: Buffer; code: number; doc: Y.Doc }> => {
  const socket = new WebSocket(`ws://127.0.0.1:${relay.port}/sync/${room}`, [SUBPROTOCOL, AUTH_PREFIX + PLAYER]);
  socket.binaryType = 'arraybuffer';
  const frames: Buffer[] = [];
  const doc = new Y.Doc();
  socket.onopen = () => socket.send(encodeSync(SYNC.step1, Y.encodeStateVector(doc)) as Uint8Array<ArrayBuffer>);
  const code = await new Promise<number>((resolve) => {
    socket.onmessage = ({ data }) => {
      const frame = Buffer.from(data as ArrayBuffer);
      frames.push(frame);
      if (frame[0] === 100) resolve(0); // acknowledged: everything before it has arrived
    };
    socket.onclose = (event) => {
      frames.push(Buffer.from(event.reason));
      resolve(event.code);
    };
  });
  socket.close();
  const provider = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room,
    doc,
    token: PLAYER,
    WebSocketClass: WebSocket,
  });
  if (code === 0) {
    provider.connect();
    await provider.settled();
  }
  provider.destroy();
  return { bytes: Buffer.concat(frames), code, doc };
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const seeds = only ? [Number(only)] : [1, 2, 3, 4, 5, 6];

describe('players can read the player view and nothing else', () => {
  it.each(seeds)(
    '[P1] [P3] seed %i: a player gets no byte of a secret, before and after unpublishing (M-130)',
    async (seed) => {
      const random = createRandom(seed);
      const { docs } = await createSingle(createTestDevices(seed));
      const { shown } = await furnish(docs, random);
      const relay = await startTable();
      const bodies = await Promise.all(listSessions(docs).map((s) => bodyOf(docs, s.id)));
      for (const document of [docs.ledger, ...bodies]) await send(relay, document.room, document.doc);
      const view = () => buildPlayerView(docs, async (id) => listEvents(await bodyOf(docs, id)));
      const publish = async (): Promise<void> => {
        const doc = new Y.Doc();
        const next = await view();
        await send(relay, TABLE, doc, () => void writePlayerDoc(doc, next));
      };
      await publish();

      const first = await listen(relay, TABLE);
      expect(first.code).toBe(0);
      expect(first.bytes.includes('SECRET')).toBe(false);
      // The view is not empty: what is open arrived.
      expect(readPlayerDoc(first.doc)).toMatchObject({
        sessions: shown.map((id) => expect.objectContaining({ id })),
        clocks: [{ name: 'OPEN-clock-name' }],
        handouts: expect.arrayContaining([
          expect.objectContaining({
            title: 'OPEN-handout-title',
            picture: expect.objectContaining({ full: PICTURE, small: PICTURE }),
          }),
          expect.objectContaining({ title: 'OPEN-map-title', map: { pins: [], zones: [] } }),
        ]),
      });
      for (const words of [
        'OPEN-session-title',
        'OPEN-session-summary',
        'OPEN-entity-name',
        'OPEN-entity-description',
        'OPEN-event-name',
        'OPEN-handout-caption',
        'OPEN-handout-words',
      ])
        expect(first.bytes.includes(words), words).toBe(true);
      expect(first.bytes.includes(docs.deviceId)).toBe(false);

      // Every other way in: rooms, heads, lists, errors.
      for (const document of [docs.ledger, ...bodies]) {
        const refused = await listen(relay, document.room);
        expect(refused.code).toBe(4403);
        expect(refused.bytes.includes('SECRET') || refused.bytes.includes('OPEN')).toBe(false);
      }
      const heads = (await (await api(relay, 'GET', `/campaigns/${CAMPAIGN_ID}/heads`, PLAYER)).json()) as {
        heads: { room: string }[];
      };
      expect(heads.heads.map((h) => h.room)).toEqual([TABLE]);
      for (const [method, path] of [
        ['GET', 'grants'],
        ['POST', 'invites'],
        ['POST', 'codes'],
        ['DELETE', 'grants/x'],
        ['DELETE', ''],
      ] as const) {
        const answer = await api(
          relay,
          method,
          `/campaigns/${CAMPAIGN_ID}${path ? `/${path}` : ''}`,
          PLAYER,
          method === 'GET' ? undefined : {},
        );
        expect(answer.status, path).toBe(403);
        expect(await answer.text()).toBe('{"error":"NotOwner"}');
      }

      // After unpublishing, a new player gets no byte of it, not even of deleted content.
      for (const id of shown) value(publishSession(docs, id, false));
      for (const person of listRecords(docs.ledger, ENTITY))
        value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id: person.id, fields: { isKnown: false } }));
      for (const clock of listRecords(docs.ledger, CLOCK))
        value(editRecord(docs, { doc: docs.ledger, spec: CLOCK, id: clock.id, fields: { visibility: 'hidden' } }));
      for (const { id } of [...listHandouts(docs), ...listMaps(docs)]) value(takeBackHandout(docs, id));
      await publish();
      const after = await listen(relay, TABLE);
      expect(readPlayerDoc(after.doc)).toMatchObject({ sessions: [], entities: [], clocks: [], handouts: [] });
      expect(after.bytes.includes('SECRET') || after.bytes.includes('OPEN')).toBe(false);
    },
  );

  it('[P2] refuses a player who writes and stores nothing; one with nothing new stays connected (M-130)', async () => {
    const relay = await startTable();
    const doc = new Y.Doc();
    await send(
      relay,
      TABLE,
      doc,
      () =>
        void writePlayerDoc(doc, {
          name: 'Lantern',
          currency: '',
          sessions: [],
          entities: [],
          clocks: [],
          handouts: [],
        }),
    );
    const mine = new Y.Doc();
    let state = '';
    const provider = createProvider({
      url: `ws://127.0.0.1:${relay.port}/sync`,
      room: TABLE,
      doc: mine,
      token: PLAYER,
      WebSocketClass: WebSocket,
      onState: (s) => (state = s.type === 'refused' ? `refused ${s.code}` : s.type),
    });
    provider.connect();
    expect(await provider.settled()).toBe(true);
    provider.disconnect();
    provider.connect(); // reconnects with the same document, which adds nothing
    expect(await provider.settled()).toBe(true);
    mine.getMap('table').set('about', { name: 'Mine now' });
    expect(await provider.settled()).toBe(false);
    expect(state).toBe('refused 4403');
    provider.destroy();
    expect(readPlayerDoc((await listen(relay, TABLE)).doc)?.name).toBe('Lantern');
  });
});
