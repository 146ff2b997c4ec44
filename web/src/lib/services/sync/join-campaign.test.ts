// Shows how a device joins a campaign: with a secret of its own, once, and never led to another server unasked.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Device } from '#lib/device/device.svelte.ts';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { stubRelays, type Asked, type RelayAnswer } from '#lib/testing/relay-api.ts';
import { joinCampaign } from './join-campaign.ts';
import { hashSecret } from './relay-client.ts';

const RELAY = 'https://relay.example';
const JOIN = `POST ${RELAY}/api/join`;
const INVITE = 'invite-secret-invite-secret';

let device: Device;
let answers: Record<string, RelayAnswer>;
let asked: Asked[];

const join = (campaignId: string | null = CAMPAIGN, mayMove?: boolean) =>
  joinCampaign(device, { secret: INVITE, campaignId, relay: RELAY }, 'Vera', mayMove);
const addCampaign = (relay: string, token: string | null = 'old') =>
  device.campaigns.add({ id: CAMPAIGN, name: 'Ash', role: 'owner', token, relay });

beforeEach(async () => {
  vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:' });
  device = new Device();
  await device.start();
  answers = { [JOIN]: { campaignId: CAMPAIGN, role: 'co_gm' } };
  asked = stubRelays(answers);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await device.db.delete();
});

describe('joining a campaign', () => {
  it('adds it with a secret that only this device has: the relay gets a hash (E1)', async () => {
    expect(await join()).toEqual({ ok: true, value: { campaignId: CAMPAIGN, role: 'co_gm' } });
    const entry = await device.campaigns.find(CAMPAIGN);
    expect(entry).toMatchObject({ role: 'co_gm', relay: RELAY });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ request: JOIN, secret: INVITE });
    expect(asked[0]!.body).toEqual({ memberHash: await hashSecret(entry!.token!), label: 'Vera' });
    expect(device.campaigns.all.map(({ id }) => id)).toEqual([CAMPAIGN]);
    expect(device.identity.name).toBe('Vera');
  });

  it('uses the same secret on a second try, and forgets it once joined', async () => {
    answers[JOIN] = 'unreachable';
    expect(await join()).toEqual({ ok: false, error: { type: 'RelayUnreachable' } });
    expect(await device.campaigns.find(CAMPAIGN)).toBeUndefined();
    answers[JOIN] = { campaignId: CAMPAIGN, role: 'co_gm' };
    await join();
    expect(asked[1]!.body).toEqual(asked[0]!.body);
    expect(await device.settings.withPrefix('joining:')).toEqual([]);
  });

  it('of a player keeps a player’s key and opens no campaign (P1)', async () => {
    answers[JOIN] = { campaignId: CAMPAIGN, role: 'player' };
    await addCampaign(RELAY, 'gm-secret');
    expect(await join()).toEqual({ ok: true, value: { campaignId: CAMPAIGN, role: 'player' } });
    expect(await device.campaigns.find(CAMPAIGN)).toMatchObject({ role: 'owner', token: 'gm-secret' });
  });

  it('again, after access was revoked, replaces the secret and clears the refusal', async () => {
    await addCampaign(RELAY);
    await device.campaigns.update(CAMPAIGN, { refused: 'Revoked' });
    await join();
    const entry = await device.campaigns.find(CAMPAIGN);
    expect(entry).toMatchObject({ name: 'Ash', refused: null, role: 'co_gm' });
    expect(entry?.token).not.toBe('old');
  });

  it('refuses an answer about another campaign than the link names', async () => {
    answers[JOIN] = { campaignId: 'another', role: 'owner' };
    expect(await join()).toEqual({ ok: false, error: { type: 'BadInvite' } });
    expect(await device.campaigns.find('another')).toBeUndefined();
  });
});

describe('a campaign that syncs with another server', () => {
  it('is not led to this one: the link’s server is not even asked', async () => {
    await addCampaign('https://mine.example');
    expect(await join()).toEqual({
      ok: false,
      error: { type: 'SyncsElsewhere', from: 'mine.example', to: 'relay.example' },
    });
    expect(asked).toEqual([]);
    expect(await device.campaigns.find(CAMPAIGN)).toMatchObject({ token: 'old', relay: 'https://mine.example' });
  });

  it('moves when the person agrees', async () => {
    await addCampaign('https://mine.example');
    expect((await join(CAMPAIGN, true)).ok).toBe(true);
    expect(await device.campaigns.find(CAMPAIGN)).toMatchObject({ relay: RELAY, role: 'co_gm' });
  });

  it('is not led there by a typed code either, which names no campaign', async () => {
    await addCampaign('https://mine.example');
    expect(await join(null)).toEqual({
      ok: false,
      error: { type: 'SyncsElsewhere', from: 'mine.example', to: 'relay.example' },
    });
    expect(await device.campaigns.find(CAMPAIGN)).toMatchObject({ token: 'old', relay: 'https://mine.example' });
  });

  it('moves by a typed code when the person agrees, with the secret that used the code up', async () => {
    await addCampaign('https://mine.example');
    await join(null);
    expect((await join(null, true)).ok).toBe(true);
    expect(asked[1]!.body).toEqual(asked[0]!.body);
    expect(await device.campaigns.find(CAMPAIGN)).toMatchObject({ relay: RELAY, role: 'co_gm' });
  });

  it('counts only while it syncs: one that was detached joins', async () => {
    await addCampaign('https://mine.example', null);
    expect((await join()).ok).toBe(true);
  });
});
