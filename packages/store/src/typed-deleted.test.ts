// 17.2: a record that a co-GM deletes while this GM types in it. Every key has a place, and what it writes restores the
// record on both devices. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { ALL_RECORDS, ENTITY, RECORDS, SCENE, SESSION, TIMELINE_EVENT } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { bodyOf, createTestDevices, meet, value } from '../testing/index.ts';
import {
  appendToFragment,
  createEntity,
  createRecord,
  createScene,
  createSession,
  deletedRecords,
  deleteEntity,
  deleteRecord,
  deleteSession,
  describeSession,
  editRecord,
  getRecord,
  getSession,
  listRecords,
  noteName,
  readNote,
  setEventDetail,
  type CampaignDocs,
  type OpenDocument,
  type Spec,
} from './index.ts';

/** The fields of a kind that are typed as text. */
const textFields = (spec: Spec): string[] =>
  Object.entries(spec.fields)
    .filter(([, { form, input }]) => form === 'value' && (input === 'line' || input === 'paragraph'))
    .map(([name]) => name);

const TYPED = (ALL_RECORDS as readonly Spec[]).filter(
  (spec) => !spec.isPacked && spec.kind !== 'campaign' && textFields(spec).length > 0,
);
const WITH_TEXTS = (Object.values(RECORDS) as Spec[]).filter(
  ({ kind, texts }) => kind !== 'session' && Object.keys(texts).length > 0,
);

interface Gm {
  docs: CampaignDocs;
  doc: OpenDocument;
}

/** Two GMs who have the same record, in a campaign with one session. */
const setUp = async (seed: number, spec: Spec) => {
  const [a, b] = await createTestDevices(seed).pair();
  const sessionId = value(createSession(a));
  await meet(a, b);
  const bodies = [await bodyOf(a, sessionId), await bodyOf(b, sessionId)] as const;
  const docOf = (docs: CampaignDocs, body: OpenDocument): OpenDocument => (spec.home === 'ledger' ? docs.ledger : body);
  const gms = [
    { docs: a, doc: docOf(a, bodies[0]) },
    { docs: b, doc: docOf(b, bodies[1]) },
  ] as const satisfies readonly Gm[];
  const [deleter, typist] = gms;
  const id =
    spec.kind === 'session'
      ? sessionId
      : spec.kind === 'entity'
        ? value(createEntity(a, { name: 'Mirel', entityType: 'npc' }))
        : value(createRecord(a, deleter.doc, spec, { [spec.title]: 'Mirel' }));
  await meet(a, b);
  const remove = async (): Promise<void> => {
    if (spec.kind === 'session') value(await deleteSession(a, id));
    else if (spec.kind === 'entity') value(deleteEntity(a, id));
    else value(deleteRecord(a, deleter.doc, spec, id));
  };
  return { deleter, typist, id, remove, meet: () => meet(a, b) };
};

const fieldOf = ({ doc }: Gm, spec: Spec, id: string, name: string): unknown =>
  (getRecord(doc, spec, id) as Readonly<Record<string, unknown>> | null)?.[name];

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const total = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 12);
const SEEDS = only ? [Number(only)] : Array.from({ length: total }, (_, i) => i + 1);

describe('typing in what a co-GM deletes', () => {
  it.each(TYPED.map((spec) => [spec.kind, spec] as const))('%s: no key is lost', async (_kind, spec) => {
    for (const seed of SEEDS) {
      const random = createRandom(seed);
      const { deleter, typist, id, remove, meet: exchange } = await setUp(seed, spec);
      const name = random.pick(textFields(spec));
      const word = `The ${random.pick(['tide', 'vault', 'bell'])} turns`;
      const release = random.chance(0.5) ? typist.docs.hold(typist.doc, spec.kind, id) : null;
      const deletedAt = random.int(word.length);
      for (let i = 0; i < word.length; i++) {
        if (i === deletedAt) {
          await exchange();
          await remove();
          await exchange();
          if (release) expect(getRecord(typist.doc, spec, id), `seed ${seed}`).not.toBeNull();
        }
        const fields = { [name]: word.slice(0, i + 1) };
        value(editRecord(typist.docs, { doc: typist.doc, spec, id, fields, typing: true }));
      }
      await exchange();
      release?.();
      for (const gm of [deleter, typist]) expect(fieldOf(gm, spec, id, name), `seed ${seed}`).toBe(word);
    }
  });

  it.each(WITH_TEXTS.map((spec) => [spec.kind, spec] as const))(
    '%s: its notes are held too, and what is typed in them restores it',
    async (_kind, spec) => {
      const { deleter, typist, id, remove, meet: exchange } = await setUp(3, spec);
      const note = noteName(id, Object.keys(spec.texts)[0]!);
      const release = typist.docs.hold(typist.doc, spec.kind, id);
      await remove();
      await exchange();
      expect(listRecords(typist.doc, spec).map((record) => record.id)).toContain(id);
      const nodes = [{ type: 'paragraph' as const, content: [{ type: 'text' as const, text: 'Low tide at two' }] }];
      appendToFragment(typist.doc.doc.getXmlFragment(note), nodes);
      release();
      await exchange();
      for (const { doc } of [deleter, typist]) {
        expect(getRecord(doc, spec, id)?.broughtBack).toBe(true);
        expect(readNote(doc, note)).toEqual(nodes);
      }
    },
  );

  it('a figure of an event that is typed restores the event', async () => {
    const { deleter, typist, id, remove, meet: exchange } = await setUp(4, TIMELINE_EVENT);
    await remove();
    await exchange();
    value(setEventDetail(typist.docs, typist.doc, { id, key: 'harm', value: 'Broken arm', typing: true }));
    await exchange();
    for (const { doc } of [deleter, typist])
      expect(getRecord(doc, TIMELINE_EVENT, id)?.details).toMatchObject({ harm: 'Broken arm' });
  });

  it('a title that is typed into a session restores the session', async () => {
    const { deleter, typist, id, remove, meet: exchange } = await setUp(4, SESSION);
    await remove();
    await exchange();
    value(describeSession(typist.docs, id, { title: 'The long ebb' }));
    await exchange();
    for (const { docs } of [deleter, typist])
      expect(getSession(docs, id)).toMatchObject({ title: 'The long ebb', deleted: false, broughtBack: true });
  });

  it('a held record that a co-GM deletes goes, and is announced, when the typing ends; one deleted here goes at once', async () => {
    const { typist, deleter, id, remove, meet: exchange } = await setUp(5, SCENE);
    const release = typist.docs.hold(typist.doc, 'scene', id);
    await remove();
    await exchange();
    expect(getRecord(typist.doc, SCENE, id)?.broughtBack).toBe(false);
    expect(deletedRecords(typist.doc, SCENE)).toEqual([]);
    expect(getRecord(deleter.doc, SCENE, id)).toBeNull();
    const told: unknown[] = [];
    typist.docs.onChange((changes) => told.push(...changes));
    release();
    expect(told).toMatchObject([{ kind: 'scene', id, fields: ['deleted'] }]);
    expect(getRecord(typist.doc, SCENE, id)).toBeNull();
    expect(deletedRecords(typist.doc, SCENE).map((record) => record.id)).toEqual([id]);

    const other = value(createScene(typist.docs, typist.doc, { title: 'Docks' }));
    typist.docs.hold(typist.doc, 'scene', other);
    value(deleteRecord(typist.docs, typist.doc, SCENE, other));
    expect(getRecord(typist.doc, SCENE, other)).toBeNull();
  });

  it('what is not typed does not restore a deleted record', async () => {
    const { typist, id, remove, meet: exchange } = await setUp(6, ENTITY);
    await remove();
    await exchange();
    const edited = editRecord(typist.docs, { doc: typist.doc, spec: ENTITY, id, fields: { secrets: 'She lies.' } });
    expect(edited).toMatchObject({ ok: false, error: { type: 'RecordMissing' } });
  });
});
