// Shows how a campaign gets, changes and leaves its relay, and that no key to a copy elsewhere is lost on the way.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Device } from '#lib/device/device.svelte.ts';
import { Membership } from '#lib/device/membership.svelte.ts';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { stubRelays, type Asked, type RelayAnswer } from '#lib/testing/relay-api.ts';
import { attachTo, checkRelay, deleteThere, detach, detachedFrom, movedFrom } from './attach-relay.ts';

const A = 'https://a.example';
const B = 'https://b.example';
const claimAt = (relay: string): string => `PUT ${relay}/api/campaigns/${CAMPAIGN}`;
const meAt = (relay: string): string => `GET ${relay}/api/campaigns/${CAMPAIGN}/me`;

let device: Device;
let membership: Membership;
let answers: Record<string, RelayAnswer>;
let asked: Asked[];
let accessChanges: number;

/** The secret that a claim of this relay was made with. */
const claimed = (relay: string): string[] =>
  asked.filter(({ request }) => request === claimAt(relay)).map(({ secret }) => secret);

beforeEach(async () => {
  vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:' });
  device = new Device();
  await device.start();
  await device.campaigns.add({ id: CAMPAIGN, name: 'Ash', role: 'owner', token: null });
  membership = new Membership(device.db, (await device.campaigns.find(CAMPAIGN))!);
  accessChanges = 0;
  membership.onAccessChanged(() => (accessChanges += 1));
  answers = {};
  for (const relay of [A, B])
    Object.assign(answers, {
      [`GET ${relay}/config.json`]: { name: 'Emberkeep' },
      [`GET ${relay}/api/knock`]: [401, 'BadSecret'],
      [claimAt(relay)]: { role: 'owner' },
      [meAt(relay)]: { role: 'owner' },
    });
  asked = stubRelays(answers);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await device.db.delete();
});

describe('checking a server', () => {
  it.each<[string, string, Record<string, RelayAnswer>, string]>([
    ['an http address from an https page', 'http://a.example', {}, 'OnlyHttps'],
    ['a server that is something else', A, { [`GET ${A}/config.json`]: { name: 'nginx' } }, 'NotARelay'],
    ['a server that is not there', A, { [`GET ${A}/config.json`]: 'unreachable' }, 'NotARelay'],
    ['a server that does not allow this app', A, { [`GET ${A}/api/knock`]: 'unreachable' }, 'NotAllowedThere'],
  ])('names %s', async (_what, address, other, error) => {
    Object.assign(answers, other);
    expect(await checkRelay(address)).toEqual({ ok: false, error: { type: error } });
  });

  it('asks nothing of the server that the app came from', async () => {
    expect((await checkRelay('')).ok).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('attaching a campaign', () => {
  it('claims it with a new secret and gives the recovery code', async () => {
    const attached = await attachTo(device, membership, 'a.example');
    const [secret] = claimed(A);
    expect(attached).toEqual({ ok: true, value: `${CAMPAIGN}.${secret}` });
    expect(await device.campaigns.find(CAMPAIGN)).toMatchObject({ token: secret, relay: A, role: 'owner' });
    expect(accessChanges).toBe(1);
    expect(await device.settings.withPrefix('claiming:')).toEqual([]);
  });

  it('claims it with the same secret on a second try', async () => {
    answers[claimAt(A)] = [403, 'NotApproved'];
    expect((await attachTo(device, membership, A)).ok).toBe(false);
    expect(membership.entry.token).toBeNull();
    answers[claimAt(A)] = { role: 'owner' };
    await attachTo(device, membership, A);
    const [first, second] = claimed(A);
    expect(second).toBe(first);
  });

  it('refuses what is no address, and asks nobody', async () => {
    expect(await attachTo(device, membership, 'not an address')).toEqual({ ok: false, error: { type: 'BadAddress' } });
    expect(asked).toEqual([]);
  });
});

describe('detaching a campaign', () => {
  it('keeps it here with its key, and attaching it again uses that key', async () => {
    await attachTo(device, membership, A);
    const { token } = membership.entry;
    await detach(device, membership);
    expect(membership.entry.token).toBeNull();
    expect(await detachedFrom(device, CAMPAIGN)).toEqual({ relay: A, token, role: 'owner' });
    expect(await attachTo(device, membership, A)).toEqual({ ok: true, value: '' });
    expect(membership.entry).toMatchObject({ token, relay: A });
    expect(claimed(A)).toHaveLength(1);
    expect(await detachedFrom(device, CAMPAIGN)).toBeUndefined();
    expect(accessChanges).toBe(3);
  });

  it('stays detached where the relay refuses the key', async () => {
    await attachTo(device, membership, A);
    await detach(device, membership);
    answers[meAt(A)] = [401, 'Revoked'];
    expect((await attachTo(device, membership, A)).ok).toBe(false);
    expect(membership.entry.token).toBeNull();
    expect(await detachedFrom(device, CAMPAIGN)).toBeDefined();
  });
});

describe('moving a campaign', () => {
  it('remembers the server that keeps a copy, until that is deleted', async () => {
    await attachTo(device, membership, A);
    const { token } = membership.entry;
    await attachTo(device, membership, B);
    expect(membership.relay).toBe(B);
    const former = await movedFrom(device, CAMPAIGN);
    expect(former).toEqual({ relay: A, token, role: 'owner' });
    answers[`DELETE ${A}/api/campaigns/${CAMPAIGN}`] = { deleted: true };
    expect((await deleteThere(device, CAMPAIGN, former!)).ok).toBe(true);
    expect(asked.at(-1)).toMatchObject({ secret: token });
    expect(await movedFrom(device, CAMPAIGN)).toBeUndefined();
  });

  it('back and forth uses the earlier key and remembers the other server', async () => {
    await attachTo(device, membership, A);
    const tokenA = membership.entry.token;
    await attachTo(device, membership, B);
    const tokenB = membership.entry.token;
    await attachTo(device, membership, A);
    expect(membership.entry).toMatchObject({ relay: A, token: tokenA });
    expect(await movedFrom(device, CAMPAIGN)).toMatchObject({ relay: B, token: tokenB });
  });

  it('while it is detached keeps the key to the copy that it was detached from', async () => {
    await attachTo(device, membership, A);
    const { token } = membership.entry;
    await detach(device, membership);
    await attachTo(device, membership, B);
    expect(membership.relay).toBe(B);
    expect(await movedFrom(device, CAMPAIGN)).toMatchObject({ relay: A, token });
  });

  it('back while it is detached keeps the key to the server that it was detached from', async () => {
    await attachTo(device, membership, A);
    await attachTo(device, membership, B);
    const { token } = membership.entry;
    await detach(device, membership);
    await attachTo(device, membership, A);
    expect(membership.relay).toBe(A);
    expect(await movedFrom(device, CAMPAIGN)).toMatchObject({ relay: B, token });
  });

  it('keeps the former server where its copy cannot be deleted now', async () => {
    await attachTo(device, membership, A);
    await attachTo(device, membership, B);
    const former = (await movedFrom(device, CAMPAIGN))!;
    expect((await deleteThere(device, CAMPAIGN, former)).ok).toBe(false);
    expect(await movedFrom(device, CAMPAIGN)).toEqual(former);
  });
});
