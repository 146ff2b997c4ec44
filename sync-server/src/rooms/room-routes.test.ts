// Tests with whom a pull over HTTP shares the relay's time.
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { encodePullRequest } from '@emberkeep/sync/wire';
import { CAMPAIGN, OWNER } from '../../testing/relay.ts';
import { createAuthorization, type AuthorizationDeps } from '../http/authorization.ts';
import { roomRoutes } from './room-routes.ts';

const NOBODY_ELSE = { run: <T>(_: string, answer: () => Promise<T>): Promise<T> => answer() };

it('a pull is answered with the others of its address, whatever campaign it is of', async () => {
  const asked: (readonly string[])[] = [];
  const seen: string[] = [];
  const grant = { id: 'grant', role: 'owner' };
  const deps = {
    access: { admit: async () => ({ ok: true, grant, movedTo: null }) },
    callerOf: () => '192.0.2.7',
    onUnknownSecret: () => true,
    onNewCampaign: () => true,
    onLetIn: (campaignId: string, role: string, address: string) => void seen.push(`${campaignId} ${role} ${address}`),
    ownerShares: NOBODY_ELSE,
    strangerShares: NOBODY_ELSE,
  } as unknown as AuthorizationDeps; // reason: the routes ask for nothing else
  const routes = roomRoutes({
    authorization: createAuthorization(deps),
    log: {} as never,
    pull: async (_requests, { shared }) => {
      asked.push(shared);
      return [];
    },
  });
  const app = new Hono().route('/campaigns/:id', routes);
  for (const end of ['1', '2']) {
    const answer = await app.request(`/campaigns/${CAMPAIGN.slice(0, -1)}${end}/pull`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OWNER}` },
      body: encodePullRequest([]) as Uint8Array<ArrayBuffer>,
    });
    expect(answer.status).toBe(200);
  }
  expect(asked).toEqual([['address 192.0.2.7'], ['address 192.0.2.7']]);
  expect([...new Set(seen)]).toEqual(['1', '2'].map((end) => `${CAMPAIGN.slice(0, -1)}${end} owner 192.0.2.7`));
});
