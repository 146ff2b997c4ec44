// Shows how answers of a relay are told to people, and how a typed address is read.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ACCESS_REFUSALS, REQUEST_REFUSALS, SERVER_FAILURES } from '@emberkeep/sync/wire';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { CAMPAIGN } from '#lib/testing/fakes.ts';
import { stubRelays } from '#lib/testing/relay-api.ts';
import { documentsAt } from './history-client.ts';
import { pullFrom } from './pull-client.ts';
import { readAddress, relayAt } from './relay-client.ts';

const RELAY = 'https://relay.example';
const CAMPAIGN_AT = `${RELAY}/api/campaigns/${CAMPAIGN}`;

beforeEach(() => vi.stubGlobal('location', { origin: 'https://app.example', protocol: 'https:' }));
afterEach(() => vi.unstubAllGlobals());

describe('a refusal of the relay', () => {
  const refusals = [...ACCESS_REFUSALS, ...REQUEST_REFUSALS, ...SERVER_FAILURES, 'TooLarge'] as const;
  const general = sentenceFor({ type: 'no such error' });

  it.each(refusals)('is told as %s by every request', async (type) => {
    stubRelays({
      [`GET ${CAMPAIGN_AT}/me`]: [400, type],
      [`POST ${CAMPAIGN_AT}/pull`]: [400, type],
      [`GET ${CAMPAIGN_AT}/history/5?after=`]: [400, type],
    });
    const refused = { ok: false, error: { type } };
    expect(await relayAt(RELAY).me(CAMPAIGN, 'secret')).toEqual(refused);
    expect(await pullFrom(RELAY, CAMPAIGN, 'secret', [])).toEqual(refused);
    expect(await documentsAt(RELAY, CAMPAIGN, 'secret', 5, () => undefined)).toEqual(refused);
    if (type !== 'BadRequest') expect(sentenceFor({ type })).not.toBe(general);
  });

  it('that this app does not know is told as no answer', async () => {
    stubRelays({ [`GET ${CAMPAIGN_AT}/me`]: [400, 'NewRefusal'] });
    expect(await relayAt(RELAY).me(CAMPAIGN, 'secret')).toEqual({ ok: false, error: { type: 'RelayUnreachable' } });
  });
});

describe('a typed address', () => {
  it.each([
    ['table.example.org', 'https://table.example.org'],
    ['localhost:8787', 'https://localhost:8787'],
    [' http://10.0.0.2:8787/x ', 'http://10.0.0.2:8787'],
    ['HTTPS://Table.example.org', 'https://table.example.org'],
    ['https://app.example', ''],
    ['ftp://table.example.org', null],
    ['file:///etc', null],
    ['', null],
  ])('%s is %s', (typed, address) => expect(readAddress(typed)).toBe(address));
});
