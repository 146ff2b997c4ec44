// What this device remembers, when the page goes right after it was set.
import 'fake-indexeddb/auto';
import { DeviceDatabase } from '@emberkeep/store';
import { expect, it, vi } from 'vitest';
import { DeviceSettings } from './device-settings.ts';

it('a value that is set or deleted is committed in the same tick, so that no page can close before it', async () => {
  const database = new DeviceDatabase('settings-that-stay');
  const settings = new DeviceSettings(database);
  await settings.set('hints', 'sample');
  const commit = vi.spyOn(IDBTransaction.prototype, 'commit');
  void settings.set('installDismissedAt', 5);
  void settings.delete('hints');
  expect(commit).toHaveBeenCalledTimes(2);
  database.close();
  const later = new DeviceSettings(new DeviceDatabase('settings-that-stay'));
  expect(await later.get('installDismissedAt')).toBe(5);
  expect(await later.get('hints')).toBeUndefined();
});

it('a value is stored also after the browser closed the connection in the background', async () => {
  const database = new DeviceDatabase('settings-after-sleep');
  const settings = new DeviceSettings(database);
  await settings.set('theme', 'day');
  database.backend?.close();
  await settings.set('theme', 'table');
  expect(await settings.get('theme')).toBe('table');
});
