// Records remember who changed what, typing is one step, and a counter's steps are undone one by one.
import { describe, expect, it } from 'vitest';
import { GAUGE, HOOK } from '@emberkeep/domain';
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
} from './index.ts';
import { createSingle, createTestDevices, meet, value } from '../testing/index.ts';

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
});
