// Tests that nobody is told that players have something before they can have it.
import { expect, it } from 'vitest';
import { reachOfPlayers, type Reaching } from './reach-of-players.ts';

const world = (
  token: string | null,
  isOpenToPlayers: boolean,
  connection: Reaching['sync']['connection'],
): Reaching => ({
  entry: { token },
  live: { campaign: { isOpenToPlayers } },
  sync: { connection },
});

it.each([
  ['without sync', world(null, true, null), 'noSync'],
  ['that is not shared with players', world('key', false, { type: 'synced' }), 'notShared'],
  ['that is offline', world('key', true, { type: 'offline' }), 'later'],
  ['that has not heard all from the relay yet', world('key', true, { type: 'connected' }), 'later'],
  ['that is synced', world('key', true, { type: 'synced' }), 'now'],
] as const)('of a campaign %s, what is shown reaches players accordingly (M-130)', (_title, campaign, reach) => {
  expect(reachOfPlayers(campaign)).toBe(reach);
});
