// Shows that a campaign is moved to another relay only with everything that the old one has, and that no action leaves
// the others disabled.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import type { Device } from '#lib/device/device.svelte.ts';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { stubRelays, type Asked } from '#lib/testing/relay-api.ts';
import { CampaignAccess } from './campaign-access.svelte.ts';

let asked: Asked[];
let connection: string;
let left: number;
let access: CampaignAccess;

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:' });
  asked = stubRelays({});
  [connection, left] = ['synced', 0];
  const campaign = {
    id: CAMPAIGN,
    entry: { token: 'an-owner-secret', role: 'owner' },
    membership: { campaignId: CAMPAIGN, relay: 'https://old.example' },
    get sync() {
      return { connection: { type: connection } };
    },
    engine: { catchUpNow: async () => left },
  } as unknown as OpenCampaign; // reason: access reads nothing else of a campaign
  access = new CampaignAccess({} as Device, campaign);
});
afterEach(() => vi.unstubAllGlobals());

it('has an owner’s key where the campaign waits for the operator, who may want to know its name', async () => {
  const relay = 'https://new.example';
  const saved = new Map<string, unknown>();
  const device = {
    settings: {
      get: async (key: string) => saved.get(key),
      set: async (key: string, value: unknown) => void saved.set(key, value),
      delete: async (key: string) => void saved.delete(key),
    },
  } as unknown as Device; // reason: a claim reads and writes nothing else
  vi.unstubAllGlobals();
  vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:' });
  asked = stubRelays({
    [`GET ${relay}/config.json`]: { name: 'Emberkeep' },
    [`GET ${relay}/api/knock`]: [404, 'NotFound'],
    [`PUT ${relay}/api/campaigns/${CAMPAIGN}`]: [403, 'Pending'],
  });
  const entry: { token: string | null; role: string } = { token: null, role: 'owner' };
  const campaign = { id: CAMPAIGN, entry, membership: { campaignId: CAMPAIGN, relay: '', entry } };
  const waiting = new CampaignAccess(device, campaign as unknown as OpenCampaign); // reason: nothing else is read
  expect(waiting.ownerAccess).toBeNull();
  await waiting.turnOnSync(relay);
  const claimed = asked.find(({ request }) => request.startsWith('PUT'))!;
  expect(waiting.ownerAccess).toEqual({ campaignId: CAMPAIGN, relay, token: claimed.secret });
  expect(access.ownerAccess).toEqual({ campaignId: CAMPAIGN, relay: 'https://old.example', token: 'an-owner-secret' });
});

const wasNewRelayAsked = (): boolean => asked.some(({ request }) => request.includes('https://new.example'));

it.each([
  ['has something that is not here', 1],
  ['is connected and has not said what it has', -1],
])('is not moved while the old relay %s', async (_what, count) => {
  left = count;
  await access.turnOnSync('https://new.example');
  expect(access.message).toContain('not on this device yet');
  expect(wasNewRelayAsked()).toBe(false);
});

it.each([
  ['everything is here', 'synced', 0],
  ['the old relay does not answer', 'offline', -1],
  ['the old relay refuses this device', 'refused', 7],
])('can be moved where %s', async (_what, state, count) => {
  [connection, left] = [state, count];
  await access.turnOnSync('https://new.example');
  expect(wasNewRelayAsked()).toBe(true);
});

it('an action that breaks off is told, and the next one can begin', async () => {
  const breaks = vi.spyOn(console, 'warn').mockReturnValue();
  const { campaign } = access;
  Object.assign(campaign, { engine: { catchUpNow: () => Promise.reject(new Error('the disk failed')) } });
  await access.turnOnSync('https://new.example');
  expect([access.busy, access.message]).toEqual([false, expect.stringContaining('Something went wrong')]);
  expect(breaks).toHaveBeenCalled();
  Object.assign(campaign, { engine: { catchUpNow: async () => 0 } });
  await access.turnOnSync('https://new.example');
  expect(access.message).not.toContain('Something went wrong');
  expect(wasNewRelayAsked()).toBe(true);
});
