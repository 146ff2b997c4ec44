// Tests who decides which address pays for a campaign.
import { expect, it } from 'vitest';
import { createCampaignAddresses } from './campaign-addresses.ts';

it('a campaign is paid for by the address of its owner, and until they come by that of the first co-GM', () => {
  const addresses = createCampaignAddresses();
  expect(addresses.of('campaign')).toBeNull();
  addresses.seen('campaign', 'player', 'a stranger’s');
  expect(addresses.of('campaign')).toBeNull();
  addresses.seen('campaign', 'co_gm', 'a co-GM’s');
  addresses.seen('campaign', 'co_gm', 'another one’s');
  expect(addresses.of('campaign')).toBe('a co-GM’s');
  addresses.seen('campaign', 'owner', 'home');
  addresses.seen('campaign', 'co_gm', 'a co-GM’s');
  addresses.seen('campaign', 'player', 'a stranger’s');
  expect(addresses.of('campaign')).toBe('home');
  addresses.seen('campaign', 'owner', 'the table');
  expect(addresses.of('campaign')).toBe('the table');
});

it('campaigns that are made without end do not fill the memory', () => {
  const addresses = createCampaignAddresses();
  for (let n = 0; n < 60_000; n++) addresses.seen(`campaign ${n}`, 'owner', 'somewhere');
  expect([addresses.of('campaign 0'), addresses.of('campaign 59999')]).toEqual([null, 'somewhere']);
});
