// 17.14: what a toast says and offers after a command, and after an undo.
import { ENTITY } from '@emberkeep/domain';
import { createEntity, editRecord, type CampaignDocs } from '@emberkeep/store';
import { createSingle, createTestDevices, value } from '@emberkeep/store/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { showDone, showDoneText } from './command-feedback.ts';

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

describe('17.14 after a command', () => {
  it('that changed something, Undo takes back that and nothing else', async () => {
    expect(showDone(docs, edit('He lies.'), 'Edited')).toBe(true);
    createEntity(docs, { name: 'Nan', entityType: 'npc' });
    toasts.items[0]!.action!.run();
    await vi.waitFor(() => expect(shown().at(-1)?.[0]).toBe('Undone: Edit Vey'));
  });

  it('that changed nothing, no Undo is offered: it would take back the command before', () => {
    edit('He lies.');
    showDone(docs, edit('He lies.'), 'Edited');
    showDone(docs, edit('He lies.'));
    expect(shown()).toEqual([['Edited', undefined]]);
  });

  it.each([
    [true, 'Undone'],
    [false, 'Not undone: it was changed since'],
  ])('over texts, says whether its undo did anything (%s)', async (isUndone, said) => {
    showDoneText('Imported', { undo: () => Promise.resolve(isUndone) });
    toasts.items[0]!.action!.run();
    await vi.waitFor(() => expect(shown().at(-1)).toEqual([said, undefined]));
  });
});
