// [24.12] The campaign's name leaves this device for the operator's lists only where an owner wants that.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Membership } from '#lib/device/membership.svelte.ts';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { stubRelays, type Asked, type RelayAnswer } from '#lib/testing/relay-api.ts';
import { followName, isNameShown, showName } from './operator-name.ts';

const RELAY = 'https://relay.example';
const PATH = `${RELAY}/api/campaigns/${CAMPAIGN}/label`;
const ACCESS = { campaignId: CAMPAIGN, relay: RELAY, token: 'an-owner-secret' };

let answers: Record<string, RelayAnswer>;
let asked: Asked[];
const membershipOf = (role: string, token: string | null = ACCESS.token): Membership =>
  ({ campaignId: CAMPAIGN, relay: RELAY, entry: { role, token } }) as unknown as Membership; // reason: nothing else is read
const requests = (): unknown[] => asked.splice(0).map(({ request, body }) => [request.split(' ')[0], body]);

beforeEach(() => {
  answers = {};
  asked = stubRelays(answers);
});
afterEach(() => vi.unstubAllGlobals());

it('a new name follows where one is shown', async () => {
  answers[`GET ${PATH}`] = { label: 'Salt' };
  answers[`PATCH ${PATH}`] = { label: 'Ash' };
  await followName(membershipOf('owner'), 'Salt');
  expect(requests()).toEqual([['GET', null]]);
  await followName(membershipOf('owner'), 'Ash\u202e');
  expect(requests()).toEqual([
    ['GET', null],
    ['PATCH', { label: 'Ash' }],
  ]);
});

it.each([
  ['none is shown', { label: null }],
  ['the relay is too old', [404, 'NotFound']],
  ['the relay does not answer', 'unreachable'],
] as const)('no name is sent where %s', async (_where, answer) => {
  answers[`GET ${PATH}`] = answer as RelayAnswer;
  await followName(membershipOf('owner'), 'Salt');
  expect(requests()).toEqual([['GET', null]]);
});

it('a co-GM’s device, one that does not sync and a name that nobody can read ask for nothing', async () => {
  answers[`GET ${PATH}`] = { label: 'Salt' };
  await followName(membershipOf('co_gm'), 'Ash');
  await followName(membershipOf('owner', null), 'Ash');
  await followName(membershipOf('owner'), '\u200b');
  expect(requests()).toEqual([]);
});

it('the switch says what the relay has, and sends a name only when it is turned on', async () => {
  answers[`GET ${PATH}`] = { label: null };
  expect(await isNameShown(ACCESS)).toBe(false);
  answers[`GET ${PATH}`] = { label: 'Salt' };
  expect(await isNameShown(ACCESS)).toBe(true);
  answers[`GET ${PATH}`] = [404, 'NotFound'];
  expect(await isNameShown(ACCESS)).toBeNull();
  answers[`PUT ${PATH}`] = { label: 'Salt' };
  answers[`DELETE ${PATH}`] = { label: null };
  requests();
  expect(await showName(ACCESS, 'Salt\u001b')).toEqual({ ok: true, value: { label: 'Salt' } });
  expect(await showName(ACCESS, null)).toEqual({ ok: true, value: { label: null } });
  expect(requests()).toEqual([
    ['PUT', { label: 'Salt' }],
    ['DELETE', null],
  ]);
});
