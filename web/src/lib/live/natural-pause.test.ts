// Which changes count as a natural pause, at which a save point is offered.
import { expect, it } from 'vitest';
import { DECISION, type RecordChange } from '@emberkeep/domain';
import { createFakeTime, createRandom, createTestIds } from '@emberkeep/domain/testing';
import {
  createCampaign,
  createMemoryPersistence,
  createRecord,
  createSession,
  editRecord,
  logEvent,
  openCampaignDocs,
} from '@emberkeep/store';
import { isPause } from './natural-pause.ts';

it('delayed consequences, chapter ends and rests are natural pauses, others not (M-210 to M-212)', async () => {
  const time = createFakeTime();
  const opened = await openCampaignDocs({
    campaignId: '00000000-0000-7000-8000-000000000001',
    deviceId: 'd',
    persistence: createMemoryPersistence(),
    newId: createTestIds(createRandom(1), time.nowMs),
    nowMs: time.nowMs,
    later: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error.type);
  const docs = opened.value;
  createCampaign(docs, { name: 'Ash' });
  const session = createSession(docs, {});
  const body = session.ok
    ? await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.value })
    : null;
  if (!body?.ok) throw new Error('no body');
  let heard: RecordChange[] = [];
  docs.onChange((changes) => void heard.push(...changes));
  const offers = (run: () => unknown): boolean => {
    heard = [];
    run();
    return heard.some((change) => isPause(docs, change));
  };
  const decided = createRecord(docs, docs.ledger, DECISION, { decision: 'Let Dob go' });
  expect(offers(() => createRecord(docs, docs.ledger, DECISION, { decision: 'Paid' }))).toBe(false);
  expect(
    offers(
      () =>
        decided.ok &&
        editRecord(docs, {
          doc: docs.ledger,
          spec: DECISION,
          id: decided.value,
          fields: { delayedEffect: 'Dob is asked who fed him' },
        }),
    ),
  ).toBe(true);
  expect(
    offers(
      () =>
        decided.ok &&
        editRecord(docs, { doc: docs.ledger, spec: DECISION, id: decided.value, fields: { isSettled: true } }),
    ),
  ).toBe(false);
  expect(offers(() => logEvent(docs, body.value, { eventType: 'chapter_end', name: '' }))).toBe(true);
  expect(offers(() => logEvent(docs, body.value, { eventType: 'OTHER', name: 'They make camp' }))).toBe(true);
  expect(offers(() => logEvent(docs, body.value, { eventType: 'damage', name: 'An arrow' }))).toBe(false);
});
