// Documents of every released shape still open, and migrations are deterministic, idempotent and mergeable.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createTestIds, createRandom } from '@emberkeep/domain/testing';
import { ALL_RECORDS, fromBase64, noteLines, RECORDS } from '@emberkeep/domain';
import { createMemoryPersistence } from '../persistence/memory-persistence.ts';
import {
  isKnownNote,
  listEntities,
  listRevisions,
  listRecords,
  listScenes,
  listSessions,
  liveSessionOf,
  openCampaignDocs,
  readNote,
  SHAPE,
  writerOf,
  type Spec,
} from '../index.ts';
import { migrate, type Migration } from './migrations.ts';

const folder = fileURLToPath(new URL('../../fixtures', import.meta.url));
interface Frozen {
  shape: number;
  campaignId: string;
  documents: Record<string, string>;
  expected: { entities: string[]; sessions: string[]; scenes: string[]; live: string | null; prep: string[] };
}

/** A campaign on a disk that has the frozen documents, as a device of today opens it. */
const openFrozen = async ({ campaignId, documents }: Pick<Frozen, 'campaignId' | 'documents'>) => {
  const disk = createMemoryPersistence();
  for (const [room, bytes] of Object.entries(documents))
    await disk.append([{ room, bytes: fromBase64(bytes), sent: true }]);
  const opened = await openCampaignDocs({
    campaignId,
    deviceId: 'now',
    persistence: disk,
    newId: createTestIds(createRandom(1), () => 0),
    nowMs: () => 0,
    later: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error.type);
  return opened.value;
};

describe('frozen bytes', () => {
  const files = readdirSync(folder).filter((f) => /^shape-\d+\.json$/.test(f));
  it('has a fixture of every shape', () => {
    expect(files).toHaveLength(SHAPE);
  });
  it.each(files)('%s opens as it was written', async (file) => {
    const frozen = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Frozen;
    const docs = await openFrozen(frozen);
    expect(listEntities(docs).map((e) => `${e.entityType} ${e.name} ${e.aliases.join()}`.trim())).toEqual(
      frozen.expected.entities,
    );
    expect(listSessions(docs).map((s) => `${s.shownNumber} ${s.title} ${s.status} ${s.stage}`)).toEqual(
      frozen.expected.sessions,
    );
    expect(liveSessionOf(docs).sessionId).toBe(frozen.expected.live);
    const session = listSessions(docs)[0]!;
    const body = await docs.open({ kind: 'session', campaignId: frozen.campaignId, sessionId: session.id });
    if (!body.ok) throw new Error(body.error.type);
    expect(listScenes(body.value).map((s) => s.title)).toEqual(frozen.expected.scenes);
    expect(noteLines(readNote(body.value, `${session.id}/prep_notes`))).toEqual(frozen.expected.prep);
    // Every node and mark ever written is still known to the editor: names are append-only.
    expect(isKnownNote(body.value.doc.getXmlFragment(`${session.id}/prep_notes`))).toBe(true);
  });
});

interface FrozenRecords {
  campaignId: string;
  sessionId: string;
  documents: Record<string, string>;
  expected: Record<string, unknown[]>;
}

// Names that have changed since: the bytes stay as they are, and are read under today's names.
const withTodaysNames = (kind: string, record: Record<string, unknown>): Record<string, unknown> => {
  if (kind === 'scene' && 'description' in record) {
    const { description, source, ...rest } = record;
    return { ...rest, brief: description, source: source === 'gm' ? 'manual' : source };
  }
  return kind === 'suggestion' && record['suggestionType'] === 'entity'
    ? { ...record, suggestionType: 'entity_suggestion' }
    : record;
};

describe('frozen records', () => {
  const files = readdirSync(folder).filter((f) => /^records-\d+\.json$/.test(f));
  // Only fields that were frozen are compared: one that was added later reads as its default.
  it.each(files)('%s: every kind of record reads as it was written, revisions too', async (file) => {
    const frozen = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as FrozenRecords;
    const docs = await openFrozen(frozen);
    const body = await docs.open({
      kind: 'session',
      campaignId: frozen.campaignId,
      sessionId: frozen.sessionId,
    });
    if (!body.ok) throw new Error(body.error.type);
    for (const spec of ALL_RECORDS as readonly Spec[]) {
      const records = JSON.parse(
        JSON.stringify(listRecords(spec.home === 'ledger' ? docs.ledger : body.value, spec)),
      ) as unknown[];
      const expected = frozen.expected[spec.kind];
      if (expected === undefined) continue; // a kind that was added later
      expect(records.length, spec.kind).toBe(expected.length);
      expected.forEach((record, i) =>
        expect(records[i], spec.kind).toMatchObject(withTodaysNames(spec.kind, record as Record<string, unknown>)),
      );
    }
    expect(
      listRevisions(
        docs.ledger,
        RECORDS.hook,
        frozen.expected['hook']!.map((h) => h as { id: string; text: string }).find((h) => h.text === 'two again')!.id,
      ),
    ).toHaveLength(1);
  });
  it('the newest fixture has every kind of record', () => {
    const newest = JSON.parse(readFileSync(`${folder}/${files.sort().at(-1)}`, 'utf8')) as FrozenRecords;
    expect(
      Object.entries(newest.expected)
        .filter(([, records]) => records.length > 0)
        .map(([kind]) => kind)
        .sort(),
    ).toEqual(ALL_RECORDS.map((s) => s.kind).sort());
  });
});

describe('migrations', () => {
  const addColour: Migration = {
    to: 2,
    what: 'a colour for every entity',
    run: (doc) => {
      const map = doc.getMap<unknown>('entities');
      for (const key of [...map.keys()])
        if (key.endsWith('/name') && !map.has(key.replace('/name', '/colour')))
          map.set(key.replace('/name', '/colour'), 'grey');
    },
  };
  const base = (): Y.Doc => {
    const doc = new Y.Doc();
    doc.getMap('shape').set('writer', 1);
    doc.getMap('entities').set('e1/name', 'Tam');
    return doc;
  };
  it('run once, in order; a second run changes nothing; a newer document is left alone', () => {
    const doc = base();
    expect(migrate(doc, [addColour])).toEqual([2]);
    const after = Y.encodeStateAsUpdate(doc);
    expect(migrate(doc, [addColour])).toEqual([]);
    expect(Y.encodeStateAsUpdate(doc)).toEqual(after);
    doc.getMap('shape').set('writer', 9);
    expect(migrate(doc, [addColour])).toEqual([]);
    expect(migrate(new Y.Doc(), [addColour])).toEqual([]);
  });
  it('run on two devices and then merged equal one run', () => {
    const one = base();
    const two = new Y.Doc();
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    migrate(one, [addColour]);
    migrate(two, [addColour]);
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two));
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    for (const doc of [one, two])
      expect(Object.fromEntries(doc.getMap('entities'))).toEqual({ 'e1/name': 'Tam', 'e1/colour': 'grey' });
    expect(writerOf(one)).toBe(2);
  });
});
