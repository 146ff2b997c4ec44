// What the number on the app's icon counts beside the open campaign.
import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import { createBrowserPersistence } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { createDatabase, valueOf } from '#lib/testing/fakes.ts';
import { unsentElsewhere } from './unsent-elsewhere.ts';

const db = createDatabase();
afterEach(() => db.delete());

it('counts documents with unsent edits of other campaigns that are synced, and no others', async () => {
  const row = (room: string, sent: boolean) => ({ room, bytes: new Uint8Array([0, 0]), sent });
  valueOf(
    await createBrowserPersistence(db).append([
      row('campaign/open', false),
      row('campaign/shared', false),
      row('campaign/shared/session/a', false),
      row('campaign/shared/session/a', false),
      row('campaign/shared/session/b', true),
      row('campaign/alone', false),
    ]),
  );
  const all = [
    { id: 'open', token: 'secret' },
    { id: 'shared', token: 'secret' },
    { id: 'alone', token: null },
  ];
  const device = { db, campaigns: { all } } as unknown as Device; // reason: only these two are read
  expect(await unsentElsewhere(device, 'open')).toBe(2);
  expect(await unsentElsewhere(device, 'none')).toBe(3);
});
