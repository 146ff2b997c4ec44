// Undo of adding a pin, a zone or a table's entries: what somebody wrote on one since stays, with what it is written on.
import { expect, it } from 'vitest';
import { HANDOUT, MAP, mapPins, mapZones, RANDOM_TABLE, readTable, RECORDS, type GameMap } from '@emberkeep/domain';
import {
  addItem,
  addPin,
  addTableEntries,
  addZone,
  buildPlayerHandouts,
  createRandomTable,
  createRecord,
  editMark,
  editRecord,
  editTableCell,
  getRecord,
  listRevisions,
  restoreRevision,
  showHandout,
  takeBackHandout,
  type CampaignDocs,
} from './index.ts';
import { createTestDevices, meet, value } from '../testing/index.ts';

const MIDDLE = { x: 0.5, y: 0.5 };
const mapOf = (docs: CampaignDocs, id: string): GameMap => getRecord(docs.ledger, MAP, id)!;
const tableOf = (docs: CampaignDocs, id: string) => readTable(getRecord(docs.ledger, RANDOM_TABLE, id)!);

it('26.1 25.3 keeps what the other GM wrote on a new pin, zone or entry when its adding is undone', async () => {
  const [a, b] = await createTestDevices().pair();
  const mapId = value(createRecord(a, a.ledger, MAP, { title: 'The harbour' }));
  const tableId = value(createRandomTable(a, { name: 'Rumours', columns: ['Who'], entries: [] }));
  const adds: [add: () => unknown, write: () => unknown, words: () => unknown][] = [
    [
      () => value(addPin(a, mapId, { at: MIDDLE, label: 'Pier' })),
      () => value(editMark(b, { mapId, id: mapPins(mapOf(b, mapId))[0]!.id, change: { note: 'Rotten planks' } })),
      () => mapPins(mapOf(a, mapId)).map(({ label, note }) => [label, note]),
    ],
    [
      () => value(addZone(a, mapId, { corners: [MIDDLE, { x: 0, y: 0 }, { x: 1, y: 0 }] })),
      () => value(editMark(b, { mapId, id: mapZones(mapOf(b, mapId))[0]!.id, change: { label: 'Mud' } })),
      () => mapZones(mapOf(a, mapId)).map(({ label, corners }) => [label, corners.length]),
    ],
    [
      () => value(addTableEntries(a, tableId, [{ texts: ['A bell'], weight: 3 }])),
      () => {
        const { entries, columns } = tableOf(b, tableId);
        const cell = { id: tableId, entryId: entries[0]!.id, columnId: columns[1]!.id };
        value(editTableCell(b, cell, 'Ada'));
      },
      () => tableOf(a, tableId).entries.map(({ texts, weight }) => [...texts.values(), weight]),
    ],
  ];
  const expected = [[['Pier', 'Rotten planks']], [['Mud', 3]], [['A bell', 'Ada', 3]]];
  for (const [i, [add, write, words]] of adds.entries()) {
    add();
    await meet(a, b);
    write();
    await meet(a, b);
    expect(await a.undo(), `${i}`).toBeNull();
    expect(words()).toEqual(expected[i]);
  }
});

it('takes back a column that nobody wrote in, and keeps one that somebody did', async () => {
  const [a, b] = await createTestDevices().pair();
  const id = value(createRandomTable(a, { name: 'Names', entries: [{ texts: ['Ada'] }] }));
  const column = { doc: a.ledger, spec: RANDOM_TABLE, id, field: 'columns', text: 'Family' } as const;
  value(addItem(a, column));
  await a.undo();
  expect(tableOf(a, id).columns).toHaveLength(1);
  value(addItem(a, column));
  await meet(a, b);
  const { entries, columns } = tableOf(b, id);
  value(editTableCell(b, { id, entryId: entries[0]!.id, columnId: columns[1]!.id }, 'Byron'));
  await meet(a, b);
  expect(await a.undo()).toBeNull();
  expect([...tableOf(a, id).entries[0]!.texts.values()]).toEqual(['Ada', 'Byron']);
});

it('undoes and redoes an adding that nobody wrote on', async () => {
  const [a] = await createTestDevices().pair();
  const id = value(createRandomTable(a, { name: 'Rumours', entries: [] }));
  value(addTableEntries(a, id, [{ texts: ['A bell'] }, { texts: ['A wreck'], weight: 2 }]));
  await a.undo();
  expect(tableOf(a, id).entries).toEqual([]);
  await a.redo();
  expect(tableOf(a, id).entries.map(({ weight }) => weight)).toEqual([1, 2]);
});

it('undoes the adding of 10,000 entries within the time of a test', async () => {
  const [a] = await createTestDevices().pair();
  const id = value(createRandomTable(a, { name: 'Rumours', columns: ['Who'], entries: [] }));
  value(
    addTableEntries(
      a,
      id,
      Array.from({ length: 10_000 }, (_, i) => ({ texts: [`Rumour ${i}`, `Teller ${i}`] })),
    ),
  );
  await a.undo();
  expect(tableOf(a, id).entries).toEqual([]);
});

it.each([HANDOUT, MAP])(
  'restoring an earlier version of a $label that was taken back shows it to nobody',
  async (spec) => {
    const [a] = await createTestDevices().pair();
    const id = value(createRecord(a, a.ledger, spec, { title: 'The cellar' }));
    value(showHandout(a, id, ''));
    value(
      editRecord(a, { doc: a.ledger, spec: RECORDS[spec.kind] as typeof MAP, id, fields: { title: 'The cellars' } }),
    );
    value(takeBackHandout(a, id));
    for (const { key } of listRevisions(a.ledger, spec, id))
      for (const including of [true, false]) {
        value(restoreRevision(a, { doc: a.ledger, spec, id, entryKey: key, including }));
        expect(buildPlayerHandouts(a), key).toEqual([]);
      }
  },
);
