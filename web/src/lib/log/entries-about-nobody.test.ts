// Tests that what earlier versions logged about nobody is found in the log of its session.
import { expect, it } from 'vitest';
import { ENTITY_LOG } from '@emberkeep/domain';
import { createRecord, listRecords } from '@emberkeep/store';
import { createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { entriesAboutNobody } from './entries-about-nobody.ts';

it('lists the entries of a session without an entity, and no others', async () => {
  const devices = createTestDevices(48);
  const { docs } = await createSingle(devices);
  for (const [text, entityId, sessionId] of [
    ['The mill burned', '', 's1'],
    ['Tam swore', 'tam', 's1'],
    ['They fled', '', 's1'],
    ['Elsewhere', '', 's2'],
  ] as const) {
    value(createRecord(docs, docs.ledger, ENTITY_LOG, { text, entityId, sessionId }));
    devices.time.advance(1000);
  }
  const entries = entriesAboutNobody(listRecords(docs.ledger, ENTITY_LOG), 's1');
  expect(entries.map(({ text }) => text)).toEqual(['The mill burned', 'They fled']);
});
