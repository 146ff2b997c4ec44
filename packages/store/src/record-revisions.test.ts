// Records remember who changed what, typing is one step, and a counter's steps are undone one by one.
import { describe, expect, it } from 'vitest';
import { ENTITY, GAUGE, HOOK } from '@emberkeep/domain';
import {
  advanceTime,
  createEntity,
  createRecord,
  editRecord,
  gameTimeNow,
  getEntity,
  getRecord,
  listRevisions,
  restoreRevision,
  stepReputation,
  type CampaignDocs,
  type Revision,
} from './index.ts';
import { createSingle, createTestDevices, exchange, meet, value } from '../testing/index.ts';

const devices = createTestDevices(300);
const { time, pair } = devices;
const single = () => createSingle(devices);

describe('revisions and undo', () => {
  it('say who changed what and when, keep what lost a merge, restore a version, and are bounded', async () => {
    const [a, b] = await pair();
    const id = value(createRecord(a, a.ledger, HOOK, { text: 'first' }));
    await meet(a, b);
    value(editRecord(a, { doc: a.ledger, spec: HOOK, id, fields: { text: 'by a' } }));
    value(editRecord(b, { doc: b.ledger, spec: HOOK, id, fields: { text: 'by b' } }));
    await meet(a, b);
    const entries = listRevisions(a.ledger, HOOK, id);
    expect(entries).toEqual(listRevisions(b.ledger, HOOK, id));
    expect(entries.map((e) => [e.by, e.changes['text']?.after]).sort()).toEqual([
      ['a', 'by a'],
      ['b', 'by b'],
    ]);
    const lost = getRecord(a.ledger, HOOK, id)!.text === 'by a' ? 'by b' : 'by a';
    value(
      restoreRevision(a, {
        doc: a.ledger,
        spec: HOOK,
        id,
        entryKey: entries.find((e) => e.changes['text']?.after === lost)!.key,
      }),
    );
    await meet(a, b);
    expect([getRecord(a.ledger, HOOK, id)!.text, getRecord(b.ledger, HOOK, id)!.text]).toEqual([lost, lost]);
    await a.undo();
    expect(getRecord(a.ledger, HOOK, id)!.text).not.toBe(lost);
    for (let i = 0; i < 80; i++) value(editRecord(a, { doc: a.ledger, spec: HOOK, id, fields: { text: `word ${i}` } }));
    expect(listRevisions(a.ledger, HOOK, id)).toHaveLength(50);
  });

  it('a tablet restored from another’s backup keeps the text that lost a merge between the two', async () => {
    const devices = createTestDevices(330);
    const [first] = await devices.pair();
    const copy = await devices.device('a');
    const id = value(createRecord(first, first.ledger, HOOK, { text: 'first' }));
    exchange(first.ledger, copy.ledger);
    const type = (docs: CampaignDocs, text: string): void =>
      value(editRecord(docs, { doc: docs.ledger, spec: HOOK, id, fields: { text }, typing: true }));
    // Within one typing pause: what one types must not go on with the revision of the other.
    type(first, 'first, at the docks');
    exchange(first.ledger, copy.ledger);
    for (const [docs, words] of [[first, 'Pell drowns'] as const, [copy, 'the duke pays'] as const])
      for (const text of [words.slice(0, 4), words]) type(docs, text);
    exchange(first.ledger, copy.ledger);
    const kept = JSON.stringify(listRevisions(copy.ledger, HOOK, id));
    for (const words of ['first, at the docks', 'Pell drowns', 'the duke pays']) expect(kept).toContain(words);
    expect(listRevisions(first.ledger, HOOK, id)).toEqual(listRevisions(copy.ledger, HOOK, id));
  });

  it('typing is one undo step and one revision; a pause begins another; a toast undoes its own step', async () => {
    const { docs } = await single();
    const id = value(createRecord(docs, docs.ledger, HOOK, { text: 'T' }));
    for (const words of ['Th', 'The', 'The d'])
      value(editRecord(docs, { doc: docs.ledger, spec: HOOK, id, fields: { text: words }, typing: true }));
    expect(listRevisions(docs.ledger, HOOK, id)).toMatchObject([
      { changes: { text: { before: 'T', after: 'The d' } } },
    ]);
    time.advance(6000);
    value(editRecord(docs, { doc: docs.ledger, spec: HOOK, id, fields: { text: 'The door' }, typing: true }));
    await docs.undo();
    expect(getRecord(docs.ledger, HOOK, id)!.text).toBe('The d');
    await docs.undo();
    expect(getRecord(docs.ledger, HOOK, id)!.text).toBe('T');
    value(editRecord(docs, { doc: docs.ledger, spec: HOOK, id, fields: { isDone: true } }));
    const step = docs.latestStep()!;
    value(editRecord(docs, { doc: docs.ledger, spec: HOOK, id, fields: { hookKind: 'threat' } }));
    await docs.undo(step);
    expect(getRecord(docs.ledger, HOOK, id)).toMatchObject({ isDone: false, hookKind: 'threat' });
    expect(await docs.undo(step)).toBeNull();
  });

  it('counters fold in merged order, clamped, and undo of my step leaves a co-GM’s (M-007)', async () => {
    const [a, b] = await pair();
    const gauge = value(createRecord(a, a.ledger, GAUGE, { name: 'Morality', lowest: -100, highest: 100 }));
    const faction = value(createEntity(a, { name: 'Watch', entityType: 'faction' }));
    await meet(a, b);
    value(stepReputation(a, faction, 1));
    value(stepReputation(b, faction, 2));
    await meet(a, b);
    expect(getEntity(a, faction)!.reputation.value).toBe(3);
    await a.undo();
    await meet(a, b);
    expect([getEntity(a, faction)!.reputation.value, getEntity(b, faction)!.reputation.value]).toEqual([2, 2]);
    const set = (docs: CampaignDocs, level: number) =>
      value(editRecord(docs, { doc: docs.ledger, spec: GAUGE, id: gauge, fields: { level } }));
    set(a, -300);
    expect(getRecord(a.ledger, GAUGE, gauge)!.level.value).toBe(-100);
    set(a, 40);
    expect(getRecord(a.ledger, GAUGE, gauge)!.level).toMatchObject({
      value: 40,
      steps: [{ value: -100 }, { value: 40 }],
    });
    value(advanceTime(a, { by: 3600 }));
    value(advanceTime(b, { by: 600 }));
    await meet(a, b);
    expect([gameTimeNow(a), gameTimeNow(b)]).toEqual([4200, 4200]);
  });

  it('two GMs who type in two fields, or in one, keep the record’s earlier revisions', async () => {
    for (const theirField of ['motivation', 'appearance']) {
      const [a, b] = await pair();
      const id = value(createEntity(a, { name: 'Voss', entityType: 'npc' }));
      await meet(a, b);
      const revisions = (): Revision[] => listRevisions(a.ledger, ENTITY, id);
      for (let i = 0; i < 12; i++) {
        time.advance(86_400_000);
        value(editRecord(a, { doc: a.ledger, spec: ENTITY, id, fields: { weakness: `state ${i}` } }));
        exchange(a.ledger, b.ledger);
      }
      let [mine, theirs] = ['', ''];
      for (let i = 0; i < 100; i++) {
        time.advance(200);
        value(editRecord(a, { doc: a.ledger, spec: ENTITY, id, fields: { appearance: (mine += 'x') }, typing: true }));
        exchange(a.ledger, b.ledger);
        value(
          editRecord(b, { doc: b.ledger, spec: ENTITY, id, fields: { [theirField]: (theirs += 'z') }, typing: true }),
        );
        exchange(a.ledger, b.ledger);
      }
      expect(revisions()).toHaveLength(14);
      expect(revisions().filter((each) => 'weakness' in each.changes)).toHaveLength(12);
      expect(revisions().find((each) => each.by === 'a')!.changes['appearance']).toEqual({ after: mine });
      expect(revisions().find((each) => each.by === 'b')!.changes[theirField]).toMatchObject({ after: theirs });
      expect(listRevisions(b.ledger, ENTITY, id)).toEqual(revisions());
    }
  });

  it('one author’s many edits of a field drop neither another author’s nor another field’s', async () => {
    const [a, b] = await pair();
    const id = value(createEntity(a, { name: 'Voss', entityType: 'npc' }));
    await meet(a, b);
    const set = (docs: CampaignDocs, fields: Record<string, string>): void =>
      void value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields }));
    set(b, { secrets: 'by b' });
    set(a, { motivation: 'gold' });
    await meet(a, b);
    for (let i = 0; i < 200; i++) set(a, { secrets: `word ${i}` });
    const revisions = listRevisions(a.ledger, ENTITY, id);
    expect(revisions.filter((each) => 'secrets' in each.changes)).toHaveLength(50);
    expect(revisions.filter((each) => each.by === 'b')).toHaveLength(1);
    expect(revisions.filter((each) => 'motivation' in each.changes)).toHaveLength(1);
  });

  it('what lost a merge stays in the revisions, also when its author types on in the text that won', async () => {
    for (const round of [0, 1]) {
      const [a, b] = await pair();
      const id = value(createEntity(a, { name: 'Voss', entityType: 'npc' }));
      await meet(a, b);
      const type = (docs: CampaignDocs, secrets: string): void =>
        void value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields: { secrets }, typing: true }));
      const texts = ['Pell hid the key under the mill', 'Tam has it'];
      for (const [i, docs] of (round ? [a, b] : [b, a]).entries()) {
        type(docs, texts[i]!.slice(0, -1));
        type(docs, texts[i]!);
      }
      await meet(a, b);
      for (const docs of [a, b]) {
        type(docs, `${getEntity(docs, id)!.secrets}.`);
        await meet(a, b);
      }
      const written = JSON.stringify(listRevisions(a.ledger, ENTITY, id));
      for (const text of texts) expect(written).toContain(text);
    }
  });

  it('a clock that is set back ends the revision and the undo step', async () => {
    const { docs } = await single();
    const id = value(createEntity(docs, { name: 'Voss', entityType: 'npc' }));
    const write = (secrets: string): void =>
      void value(editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields: { secrets }, typing: true }));
    time.advance(10 * 365 * 86_400_000);
    write('Voss killed the duke');
    time.advance(-10 * 365 * 86_400_000);
    write('Voss only watched');
    time.advance(86_400_000);
    write('It was Pell');
    expect(listRevisions(docs.ledger, ENTITY, id).map((each) => each.changes['secrets']!.after)).toEqual([
      'It was Pell',
      'Voss only watched',
      'Voss killed the duke',
    ]);
    await docs.undo();
    expect(getEntity(docs, id)!.secrets).toBe('Voss only watched');
  });
});
