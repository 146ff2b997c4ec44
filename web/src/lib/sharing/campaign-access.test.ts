// Shows that a campaign is moved to another relay only with everything that the old one has.
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

const wasNewRelayAsked = (): boolean => asked.some(({ request }) => request.includes('https://new.example'));

it.each([
  ['has something that is not here', 1],
  ['is connected and has not said what it has', -1],
])('17.12 is not moved while the old relay %s', async (_what, count) => {
  left = count;
  await access.turnOnSync('https://new.example');
  expect(access.message).toContain('not on this device yet');
  expect(wasNewRelayAsked()).toBe(false);
});

it.each([
  ['everything is here', 'synced', 0],
  ['the old relay does not answer', 'offline', -1],
  ['the old relay refuses this device', 'refused', 7],
])('17.12 can be moved where %s', async (_what, state, count) => {
  [connection, left] = [state, count];
  await access.turnOnSync('https://new.example');
  expect(wasNewRelayAsked()).toBe(true);
});
