// 17.14: what a toast says and offers after a command, and after an undo.
import { ENTITY } from '@emberkeep/domain';
import { createCampaign, createEntity, createScene, editRecord, type CampaignDocs } from '@emberkeep/store';
import {
  createMemoryPersistence,
  createOpenSession,
  createSingle,
  createTestDevices,
  value,
} from '@emberkeep/store/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { showDone, showDoneText, showNothingTaken, undoAndTell } from './command-feedback.ts';

let docs: CampaignDocs;
let id: string;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  ({ docs } = await createSingle(createTestDevices(1)));
  id = value(createEntity(docs, { name: 'Vey', entityType: 'npc' }));
  toasts.items = [];
});
afterEach(() => void vi.useRealTimers());

const edit = (secrets: string) => editRecord(docs, { doc: docs.ledger, spec: ENTITY, id, fields: { secrets } });
const shown = (): [string, string | undefined][] => toasts.items.map(({ text, action }) => [text, action?.label]);

describe('after a command', () => {
  it('that changed something, Undo takes back that and nothing else', async () => {
    expect(showDone(docs, edit('He lies.'), 'Edited')).toBe(true);
    createEntity(docs, { name: 'Nan', entityType: 'npc' });
    toasts.items[0]!.action!.run();
    await vi.waitFor(() => expect(shown().at(-1)?.[0]).toBe('Undone: Edit Vey'));
  });

  it('where the disk cannot be read, says so, and the step can be undone later', async () => {
    const disk = createMemoryPersistence();
    const device = await createTestDevices(2).device('solo', disk);
    value(createCampaign(device, { name: 'Solo' }));
    docs = device;
    const { body } = await createOpenSession(docs);
    showDone(docs, createScene(docs, body, { title: 'Docks' }), 'Created');
    await body.release();
    const read = disk.load;
    disk.load = () => Promise.resolve({ ok: false, error: { type: 'StorageUnavailable', detail: 'broken' } });
    toasts.items[0]!.action!.run();
    const unread = 'Not undone: this device’s storage could not be read. Try again';
    await vi.waitFor(() => expect(shown().at(-1)?.[0]).toBe(unread));
    disk.load = read;
    await undoAndTell(docs);
    expect(shown().at(-1)?.[0]).toBe('Undone: Add scene Docks');
  });

  it('that changed nothing, no Undo is offered: it would take back the command before', () => {
    edit('He lies.');
    showDone(docs, edit('He lies.'), 'Edited');
    showDone(docs, edit('He lies.'));
    expect(shown()).toEqual([['Edited', undefined]]);
  });

  it('a step that was undone already is not called changed since', async () => {
    showDone(docs, edit('He lies.'), 'Edited');
    const { run } = toasts.items[0]!.action!;
    run();
    await vi.waitFor(() => expect(shown().at(-1)?.[0]).toBe('Undone: Edit Vey'));
    run();
    await vi.waitFor(() => expect(shown().at(-1)?.[0]).toBe('Nothing to undo'));
  });

  it('an undo and a redo of text that changed nothing say why', () => {
    for (const command of ['undo', 'redo'] as const)
      for (const hadStep of [true, false]) {
        showNothingTaken({ command, hadStep });
        const sentence = command === 'undo' ? 'Not undone' : 'Not redone';
        expect(shown().at(-1)?.[0]).toBe(hadStep ? `${sentence}: it was changed since` : `Nothing to ${command}`);
      }
  });

  it.each([
    [true, 'Undone'],
    [false, 'Not undone: it was changed since'],
    ['records' as const, 'Undone, except texts that were changed since or are read-only'],
    ['texts' as const, 'Only the texts were undone: the rest was changed since'],
  ])('over texts, says what its undo did (%s)', async (undone, said) => {
    showDoneText('Imported', { undo: () => Promise.resolve(undone) });
    toasts.items[0]!.action!.run();
    await vi.waitFor(() => expect(shown().at(-1)).toEqual([said, undefined]));
  });
});
