// 17.2: what a GM sees and is told while a co-GM deletes the record that they type in.
import { SCENE } from '@emberkeep/domain';
import { createScene, deleteRecord, editRecord, getRecord, noteName } from '@emberkeep/store';
import { bodyOf, createOpenSession, createTestDevices, meet, value } from '@emberkeep/store/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { holdNoteWhileTyping, holdWhileTyping } from './typing-hold.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  toasts.items = [];
});
afterEach(() => void vi.useRealTimers());

const setUp = async () => {
  const [a, b] = await createTestDevices(9).pair();
  const { id: sessionId, body } = await createOpenSession(a);
  const id = value(createScene(a, body, { title: 'Ferry' }));
  await meet(a, b);
  const live = new LiveCampaign(b, () => undefined);
  const theirs = await bodyOf(b, sessionId);
  const hold = async (): Promise<() => void> => {
    const end = holdWhileTyping({ docs: b, document: theirs, spec: SCENE, id });
    await vi.dynamicImportSettled();
    return end;
  };
  const remove = async (): Promise<void> => {
    value(deleteRecord(a, body, SCENE, id));
    await meet(a, b);
  };
  return { a, b, body, theirs, id, live, hold, remove };
};

const said = (): (string | undefined)[] => toasts.items.map(({ text }) => text);

it('says that it was deleted, keeps it in the lists, and offers to delete it again once a key restored it', async () => {
  const { b, theirs, id, live, hold, remove } = await setUp();
  const end = await hold();
  const endOfNote = holdNoteWhileTyping(b, theirs, noteName(id, 'gm_notes'))!;
  await vi.dynamicImportSettled();
  await remove();
  expect(said()).toEqual(['A co-GM deleted “Ferry”. Keep typing to restore it.']);
  expect(live.one(SCENE, id, theirs)?.title).toBe('Ferry');
  value(editRecord(b, { doc: theirs, spec: SCENE, id, fields: { objective: 'Cross' }, typing: true }));
  expect(said().at(-1)).toBe('“Ferry” was restored because you typed in it');
  endOfNote();
  end();
  expect(live.one(SCENE, id, theirs)?.objective).toBe('Cross');
  toasts.items.at(-1)!.action!.run();
  expect(getRecord(theirs, SCENE, id)).toBeNull();
});

it('lets it go once the focus has left, and says nothing where the co-GM restores it', async () => {
  const { a, b, body, theirs, id, live, hold, remove } = await setUp();
  const end = await hold();
  await remove();
  value(editRecord(a, { doc: body, spec: SCENE, id, fields: { objective: 'Wait' }, typing: true }));
  await meet(a, b);
  expect(said()).toHaveLength(1);
  await remove();
  end();
  expect(live.one(SCENE, id, theirs)).toBeUndefined();
});

it('says nothing where this GM deletes it', async () => {
  const { b, theirs, id, live, hold } = await setUp();
  await hold();
  value(deleteRecord(b, theirs, SCENE, id));
  expect(said()).toEqual([]);
  expect(live.one(SCENE, id, theirs)).toBeUndefined();
});

it('holds no record for a note of a session', async () => {
  const { b, theirs } = await setUp();
  const sessionId = theirs.ref.kind === 'session' ? theirs.ref.sessionId : '';
  expect(holdNoteWhileTyping(b, theirs, noteName(sessionId, 'prep_notes'))).toBeNull();
});
