// 17.10: a device asks for the roster only where the relay gives it, and keeps what it got.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Device } from '#lib/device/device.svelte.ts';
import { Membership } from '#lib/device/membership.svelte.ts';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { stubRelays, type Asked, type RelayAnswer } from '#lib/testing/relay-api.ts';
import { keepRoster, keptRoster, wasRevoked } from './roster-keeper.ts';

const RELAY = 'https://relay.example';
const ME = `GET ${RELAY}/api/campaigns/${CAMPAIGN}/me`;
const ROSTER = `GET ${RELAY}/api/campaigns/${CAMPAIGN}/roster`;
const TOKEN = 'a-secret-of-this-device';

let device: Device;
let membership: Membership;
let answers: Record<string, RelayAnswer>;
let asked: Asked[];

const requests = (): string[] => asked.splice(0).map(({ request }) => request);
const isKept = async (): Promise<boolean> => (await keptRoster(device, CAMPAIGN, RELAY)) !== undefined;

beforeEach(async () => {
  vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:' });
  device = new Device();
  await device.start();
  await device.campaigns.add({ id: CAMPAIGN, name: 'Salt', role: 'co_gm', token: TOKEN });
  membership = new Membership(device.db, (await device.campaigns.find(CAMPAIGN))!);
  await membership.update({ relay: RELAY });
  answers = { [ROSTER]: { grants: [], gmsMayRefill: true } };
  asked = stubRelays(answers);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await device.db.delete();
});

it('asks for no roster that it would be refused, and drops the one it had', async () => {
  answers[ME] = { role: 'co_gm', grantId: 'b', mayReadRoster: true };
  expect(await keepRoster(device, membership)).toEqual({ grants: [], gmsMayRefill: true, relay: RELAY });
  expect(requests()).toEqual([ME, ROSTER]);
  expect(await isKept()).toBe(true);
  answers[ME] = { role: 'co_gm', grantId: 'b', mayReadRoster: false };
  expect(await keepRoster(device, membership)).toBeNull();
  expect(requests()).toEqual([ME]);
  expect(await isKept()).toBe(false);
});

it('asks an older relay, which does not say whether it answers', async () => {
  answers[ME] = { role: 'owner', grantId: 'a' };
  expect(await keepRoster(device, membership)).not.toBeNull();
  answers[ROSTER] = [403, 'NotOwner'];
  expect(await keepRoster(device, membership)).toBeNull();
  expect(await isKept()).toBe(false);
});

it('keeps its roster while the relay cannot be reached, and drops it with its access', async () => {
  answers[ME] = { role: 'co_gm', grantId: 'b', mayReadRoster: true };
  await keepRoster(device, membership);
  answers[ME] = 'unreachable';
  expect(await keepRoster(device, membership)).toBeNull();
  expect(await isKept()).toBe(true);
  answers[ME] = [403, 'Revoked'];
  expect(await keepRoster(device, membership)).toBeNull();
  expect(await isKept()).toBe(false);
  expect(await wasRevoked(device, CAMPAIGN, TOKEN)).toBe(true);
});
