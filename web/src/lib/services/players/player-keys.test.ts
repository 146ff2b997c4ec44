// The key to another table's player view.
import { expect, it } from 'vitest';
import type { Device } from '#lib/device/device.svelte.ts';
import { keepPlayerKey, nameCampaignOfKey, playerKey } from './player-keys.ts';

/** A device with nothing but its settings. */
const deviceWithSettings = (): Device => {
  const stored = new Map<string, unknown>();
  const settings = {
    get: (key: string) => Promise.resolve(stored.get(key)),
    set: (key: string, each: unknown) => Promise.resolve(void stored.set(key, each)),
  };
  return { settings } as unknown as Device; // reason: keys use no other part of it
};

it('a key to another server keeps its relay when the name of the campaign arrives', async () => {
  const device = deviceWithSettings();
  const key = { campaignId: 'c', secret: 's', relay: 'https://tower.example', name: '' };
  await keepPlayerKey(device, key);
  await nameCampaignOfKey(device, 'c', 'Ash');
  expect(await playerKey(device, 'c')).toEqual({ ...key, name: 'Ash' });
});

it('a key that was taken off the device does not come back', async () => {
  const device = deviceWithSettings();
  await nameCampaignOfKey(device, 'c', 'Ash');
  expect(await playerKey(device, 'c')).toBeUndefined();
});
