// Tests that a device that was revoked while it was still sending a request can do nothing with it.
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { GrantsResponse } from '@emberkeep/sync/wire';
import { watchLookups } from '../../testing/lookups.ts';
import { afterTest, api, CAMPAIGN, claim, OWNER, sha256, start } from '../../testing/relay.ts';
import type { Relay } from '../relay.ts';

const SECOND = 'the-second-owner-of-this-campaign-who-is-revoked';
const HARM = 'a-key-that-the-revoked-owner-would-keep-for-later';

/** Sends a request but for the last byte of its body. `finish` sends that, and gives the status. */
const sendSlowly = async (relay: Relay, [method, path, body]: readonly [string, string, string]) => {
  const socket = connect(relay.port, '127.0.0.1');
  afterTest(() => socket.destroy());
  await new Promise((resolve) => socket.once('connect', resolve));
  const status = new Promise<number>((resolve, reject) => {
    socket.on('error', reject);
    socket.once('data', (data) => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(data.toString())?.[1])));
  });
  socket.write(
    `${method} /api/campaigns/${CAMPAIGN}${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SECOND}\r\n` +
      `Content-Type: application/json\r\nContent-Range: bytes 0-${body.length - 1}/${body.length}\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`,
  );
  return {
    finish: (): Promise<number> => {
      socket.write(body.slice(-1));
      return status;
    },
  };
};

it('[E4] a request that a revoked owner had begun does nothing when it is complete', async () => {
  const lookups = watchLookups(SECOND);
  const relay = await start({ onDatabase: lookups.watch });
  await claim(relay);
  const invite = { secretHash: sha256(HARM), role: 'owner' };
  const roster = {
    grants: [
      {
        ...{ kind: 'member', role: 'owner', label: 'x', secretHash: sha256(`${HARM}-2`) },
        ...{ createdAt: 1, expiresAt: null, usesLeft: null, revokedAt: null },
      },
    ],
  };
  const requests = [
    ['POST', '/invites', JSON.stringify(invite)],
    ['POST', '/codes', JSON.stringify({ role: 'owner' })],
    ['POST', '/roster', JSON.stringify(roster)],
    ['POST', '/rotate', JSON.stringify({ secretHash: sha256(`${HARM}-3`) })],
    ['POST', '/moved', JSON.stringify({ to: 'https://elsewhere.example' })],
    ['POST', '/owner', JSON.stringify({ grantId: 'some' })],
    ['POST', '/blobs/keep', JSON.stringify({ hashes: [] })],
    ['PUT', `/blobs/${sha256('picture')}`, '0123456789'],
    ['POST', '/pull', '\0\0'],
  ] as const;
  const joined = await api(relay, 'POST', '/join', OWNER, { memberHash: sha256(SECOND), label: 'Second' });
  const { grantId } = (await joined.json()) as { grantId: string };
  const before = lookups.count();
  const begun = [];
  // Two at a time are worked on; the others wait to be read.
  for (const request of requests) begun.push(await sendSlowly(relay, request));
  const list = async (): Promise<GrantsResponse['grants']> =>
    ((await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER)).json()) as GrantsResponse).grants;
  // All of them have been let in: the first two are being read now.
  await expect.poll(lookups.count, { timeout: 20_000 }).toBe(before + requests.length);
  expect(await list()).toHaveLength(2);
  expect((await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${grantId}`, OWNER)).status).toBe(200);
  for (const [i, { finish }] of begun.entries()) expect(await finish(), requests[i]!.slice(0, 2).join(' ')).toBe(403);
  expect((await list()).map(({ revokedAt }) => revokedAt !== null)).toEqual([false, true]);
  expect((await api(relay, 'POST', '/join', HARM, { memberHash: sha256('z'), label: 'x' })).status).toBe(401);
});
