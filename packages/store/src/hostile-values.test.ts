// Shows that whatever a co-GM's device writes into a document stops no reader: values that are no JSON, values that
// break what converts them, and elements that are nested without end.
import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { ALL_RECORDS, storedKey, type RecordSpec } from '@emberkeep/domain';
import {
  applyIncoming,
  applyReadable,
  buildPlayerView,
  createEntity,
  createSession,
  deleteEntity,
  deletedRecords,
  deriveRow,
  editEntity,
  hasGap,
  listEntities,
  listEvents,
  listRecords,
  listSessions,
  noteName,
  readAll,
  readNote,
  readStored,
  type CampaignDocs,
  type OpenDocument,
} from './index.ts';
import { ROOT_OF_KIND } from './changes.ts';
import { PUT_BACK_ROOT } from './put-back.ts';
import { isEmptyFragment, isKnownNote } from './note-fragment.ts';
import type { Spec } from './commands/read-records.ts';
import { bodyOf, createSingle, createTestDevices, value } from '../testing/index.ts';

const RELAY = { source: 'relay' };

const nested = (depth: number): unknown => {
  let inner: unknown = 1;
  for (let i = 0; i < depth; i++) inner = i % 2 === 0 ? [inner] : { a: inner };
  return inner;
};

const HOSTILE: readonly [name: string, make: () => unknown][] = [
  ['a bigint', () => 10n],
  ['a bigint inside', () => ({ a: [10n] })],
  ['bytes', () => new Uint8Array([1, 2, 3])],
  ['a type of Yjs', () => new Y.Map([['toString', 'x']])],
  ['a document', () => new Y.Doc()],
  ['own names of conversions', () => [{ toString: 's', valueOf: 1, toJSON: 2, then: 3, hasOwnProperty: 4 }]],
  ['a prototype', () => JSON.parse('{"__proto__":{"polluted":1},"constructor$":1}') as unknown],
  ['no number', () => NaN],
  ['the largest number', () => 1e308],
  ['a name of Object', () => 'constructor'],
  ['a deep list', () => nested(120)],
];

const writeRecord = (doc: Y.Doc, spec: RecordSpec, id: string, make: () => unknown): void => {
  const map = doc.getMap<unknown>(spec.root);
  if (spec.isPacked) {
    const made = Object.fromEntries(Object.keys(spec.fields).map((name) => [name, make()]));
    // A type of Yjs can only be a value by itself.
    const isType = make() instanceof Y.AbstractType || make() instanceof Y.Doc;
    map.set(`${id}/made`, isType ? make() : made);
  }
  for (const [name, field] of Object.entries(spec.fields)) {
    const key = `${id}/${storedKey(name, field)}`;
    map.set(key, name === spec.title ? 'Title' : make());
    for (const member of ['m', '__proto__']) map.set(`${key}/${member}`, make());
  }
  map.set(`${id}/deleted`, { seen: 'x', by: 'y', at: 1 });
};

/** The kinds of record of which a document may hold several. */
const RECORD_SPECS = ALL_RECORDS.filter((spec): spec is Spec => spec.kind in ROOT_OF_KIND && spec.kind !== 'campaign');

/** Everything that the app reads of a campaign, and that can be sent to its threads. */
const readEverything = async (docs: CampaignDocs, body: OpenDocument): Promise<void> => {
  for (const spec of RECORD_SPECS) {
    const home = spec.home === 'body' ? body : docs.ledger;
    structuredClone(listRecords(home, spec));
    deletedRecords(home, spec);
  }
  for (const home of [docs.ledger, body]) {
    const all = [...readStored(home)];
    structuredClone(all);
    JSON.stringify(all);
    structuredClone([...readAll(home)]);
    deriveRow('room', home.doc);
  }
  await buildPlayerView(docs, async () => listEvents(body));
  for (const { id } of listEntities(docs)) value(deleteEntity(docs, id));
};

const world = async (): Promise<{ docs: CampaignDocs; body: OpenDocument; anna: string }> => {
  const { docs } = await createSingle(createTestDevices(18));
  const anna = value(createEntity(docs, { name: 'Anna', entityType: 'npc' }));
  value(editEntity(docs, anna, { isKnown: true }));
  const session = value(createSession(docs, { title: 'One' }));
  return { docs, body: await bodyOf(docs, session), anna };
};

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

const sendTo = (document: OpenDocument, write: (doc: Y.Doc) => void): void => {
  const peer = copyOf(document.doc);
  peer.transact(() => write(peer));
  applyIncoming(document.doc, Y.encodeStateAsUpdate(peer, Y.encodeStateVector(document.doc)), RELAY);
};

describe('a co-GM’s hostile values stop no reader', () => {
  it.each(HOSTILE)('%s in every field of every kind', async (_, make) => {
    const { docs, body } = await world();
    for (const spec of RECORD_SPECS)
      sendTo(spec.home === 'body' ? body : docs.ledger, (doc) =>
        ['0197c0de-0000-7000-8000-00000000aaaa', '__proto__', 'constructor'].forEach((id) =>
          writeRecord(doc, spec, id, make),
        ),
      );
    await readEverything(docs, body);
    expect(listSessions(docs).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('hostile children of a note, and a text that was “put back” into them', async () => {
    const { docs, body, anna } = await world();
    const name = noteName(anna, 'description');
    const children: (() => unknown)[] = [
      ...[null, 5, 'words', true, { a: 1 }, new Uint8Array([1])].map((value) => () => value),
      () => new Y.Map([['a', 1]]),
      () => Y.Array.from([null]),
      () => new Y.Text('words'),
      () => new Y.XmlHook('hook'),
      () => new Y.XmlFragment(),
    ];
    for (const make of children)
      for (const note of [name, 'entities', 'recovered', '__proto__', ''])
        sendTo(docs.ledger, (doc) => {
          const element = new Y.XmlElement('paragraph');
          const text = new Y.XmlText('hey');
          const fragment = doc.getXmlFragment(name);
          fragment.insert(0, [element, text]);
          // Typed, but whatever a peer wrote is there: an item of plain values, or of another type.
          Y.Array.prototype.insert.call(element, 0, [make()]);
          Y.Array.prototype.insert.call(fragment, 0, [make()]);
          text.applyDelta([{ insert: { a: 1 } }, { insert: new Y.XmlText('x') as never, attributes: { bold: 1 } }]); // reason: a peer may write what the types forbid
          const { client, clock } = element._item!.id;
          for (const key of ['a', 'b']) doc.getMap(PUT_BACK_ROOT).set(`1-${key}/${client}-${clock}`, note);
        });
    readNote(docs.ledger, name);
    isKnownNote(docs.ledger.doc.getXmlFragment(name));
    isEmptyFragment(docs.ledger.doc.getXmlFragment(name));
    await readEverything(docs, body);
  });

  it('a document whose options make every encoding throw', async () => {
    const { docs, body } = await world();
    const encoder = encoding.createEncoder();
    for (const number of [1, 1, 7, 0]) encoding.writeVarUint(encoder, number);
    encoding.writeUint8(encoder, 0x29);
    encoding.writeVarUint(encoder, 1);
    for (const word of ['entities', 'x/name', 'guid']) encoding.writeVarString(encoder, word);
    encoding.writeAny(encoder, { guid: null });
    encoding.writeVarUint(encoder, 0);
    applyIncoming(docs.ledger.doc, encoding.toUint8Array(encoder), RELAY);
    const copy = copyOf(docs.ledger.doc);
    expect(Y.getState(copy.store, 7)).toBe(1);
    expect(copy.getSubdocs().size).toBe(0);
    await readEverything(docs, body);
  });

  it('hostile attributes of a note', async () => {
    const { docs, body, anna } = await world();
    for (const [, make] of HOSTILE)
      sendTo(docs.ledger, (doc) => {
        const element = new Y.XmlElement('heading');
        doc.getXmlFragment(noteName(anna, 'description')).insert(0, [element]);
        for (const name of ['level', 'start', '__proto__', 'constructor']) element.setAttribute(name, make() as string); // reason: a peer may write what the types forbid
      });
    expect(readNote(docs.ledger, noteName(anna, 'description'))).toHaveLength(HOSTILE.length);
    await readEverything(docs, body);
  });
});

/** Elements in each other. */
const nest = (doc: Y.Doc, name: string, depth: number): void =>
  doc.transact(() => {
    let parent: Y.XmlFragment | Y.XmlElement = doc.getXmlFragment(name);
    for (let i = 0; i < depth; i++) {
      const element = new Y.XmlElement('blockquote');
      parent.insert(0, [element]);
      parent = element;
    }
    parent.insert(0, [new Y.XmlText('words')]);
  });

/** An update of ten bytes that deletes one item. */
const deletionOf = (item: Y.Item): Uint8Array => {
  const encoder = encoding.createEncoder();
  for (const n of [0, 1, item.id.client, 1, item.id.clock, 1]) encoding.writeVarUint(encoder, n);
  return encoding.toUint8Array(encoder);
};

describe('elements that are nested without end', () => {
  it.each([
    ['in one update', 10_000, 10_000, 'newest first'],
    ['in many updates, newest first', 6000, 100, 'newest first'],
    ['in many updates, each after a gap that it names', 10_000, 250, 'after a gap'],
  ])('%s stop neither who reads them nor who gets their deletion', async (_, depth, step, order) => {
    const { docs, body, anna } = await world();
    const name = noteName(anna, 'description');
    const peer = copyOf(docs.ledger.doc);
    const updates: Uint8Array[] = [];
    peer.on('update', (update: Uint8Array) => updates.unshift(update));
    let top: Y.XmlElement | null = null;
    let parent: Y.XmlFragment | Y.XmlElement = peer.getXmlFragment(name);
    for (let done = 0; done < depth; done += step)
      peer.transact(() => {
        for (let i = 0; i < step; i++) {
          const element = new Y.XmlElement('blockquote');
          parent.insert(0, [element]);
          top ??= element;
          parent = element;
        }
      });
    const deletion = deletionOf(top!._item!);
    const fresh = new Y.Doc();
    applyIncoming(fresh, Y.mergeUpdates([Y.encodeStateAsUpdate(copyOf(docs.ledger.doc)), ...updates, deletion]), RELAY);
    expect(fresh.getMap('entities').size).toBe(docs.ledger.doc.getMap('entities').size);
    const first = updates.at(-1)!;
    const sent = order === 'after a gap' ? updates.toReversed().map((each) => Y.mergeUpdates([first, each])) : updates;
    for (const update of sent) applyIncoming(docs.ledger.doc, update, RELAY);
    readNote(docs.ledger, name);
    applyIncoming(docs.ledger.doc, deletion, RELAY);
    value(createEntity(docs, { name: 'Bob', entityType: 'npc' }));
    expect(listEntities(docs).map((entity) => entity.name)).toEqual(['Anna', 'Bob']);
    expect(hasGap(docs.ledger.doc)).toBe(false);
    await readEverything(docs, body);
  });

  it('what people nest stays, and every device makes the same of the rest', () => {
    const peer = new Y.Doc();
    nest(peer, 'a/text', 200);
    nest(peer, 'b/text', 2000);
    const update = Y.encodeStateAsUpdate(peer);
    const [one, other, reader] = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
    applyIncoming(one, update, RELAY);
    applyIncoming(other, Y.encodeStateAsUpdate(one), RELAY);
    applyReadable(reader, update, RELAY);
    for (const doc of [one, other, reader]) {
      expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(peer));
      expect(doc.getXmlFragment('a/text').toString()).toContain('words');
      expect(
        doc
          .getXmlFragment('b/text')
          .toString()
          .match(/<blockquote>/g),
      ).toHaveLength(300);
    }
    const stored = new Y.Doc();
    Y.applyUpdate(stored, Y.encodeStateAsUpdate(one));
    expect(stored.getXmlFragment('b/text').toString()).toBe(one.getXmlFragment('b/text').toString());
  });
});
