// Tests access over real sockets and HTTP: claims, invites, codes, revocations, deletion, and names of devices.
import { describe, expect, it } from 'vitest';
import { AUTH_PREFIX, SUBPROTOCOL } from '@emberkeep/sync/wire';
import { client, eventually } from '../../testing/client.ts';
import { api, CAMPAIGN, claim, OWNER, ROOM, start } from '../../testing/relay.ts';
import { hashSecret } from './access.ts';

describe('relay: access', () => {
  it('[E1] [E3] a campaign is claimed once; wrong secrets are refused with a reason and no retry', async () => {
    const relay = await start();
    expect((await claim(relay)).status).toBe(200);
    expect((await claim(relay)).status).toBe(200); // the same owner again
    expect((await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, 'somebody-else-somebody-else-somebody')).status).toBe(
      401,
    );
    const stranger = client(relay, { token: 'no-such-secret-no-such-secret-no-such' });
    expect(await stranger.provider.settled()).toBe(false);
    expect(stranger.provider.state()).toMatchObject({ type: 'refused', code: 4401 });
    const nobody = client(relay, { token: null });
    expect(await nobody.provider.settled()).toBe(false);
  });

  it('[E3] [E4] an invite admits a device but opens no room; revoking closes the connection', async () => {
    const relay = await start();
    await claim(relay);
    const invite = 'invite-secret-invite-secret-invite-12';
    await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
      secretHash: hashSecret(invite),
      role: 'co_gm',
      label: 'link',
    });
    const direct = client(relay, { token: invite });
    expect(await direct.provider.settled()).toBe(false);
    const member = 'member-secret-member-secret-member-12';
    const joined = (await (
      await api(relay, 'POST', '/join', invite, { memberHash: hashSecret(member), label: 'Ben' })
    ).json()) as { campaignId: string; role: string; grantId: string };
    expect(joined).toMatchObject({ campaignId: CAMPAIGN, role: 'co_gm' });
    const ben = client(relay, { token: member });
    expect(await ben.provider.settled()).toBe(true);
    expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, member)).status).toBe(403);
    await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${joined.grantId}`, OWNER);
    await eventually(() => ben.provider.state().type === 'refused', 'ben is disconnected');
    expect(ben.provider.state()).toMatchObject({ code: 4401 });
    const again = client(relay, { token: member });
    expect(await again.provider.settled()).toBe(false);
  });

  it('a typed code works once, whatever its case and dashes', async () => {
    const relay = await start();
    await claim(relay);
    const { code } = (await (
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'co_gm' })
    ).json()) as { code: string };
    const typed = `${code.slice(0, 5).toLowerCase()}-${code.slice(5).toLowerCase()}`;
    expect((await api(relay, 'POST', '/join', typed, { memberHash: hashSecret('m1'), label: '' })).status).toBe(200);
    expect((await api(relay, 'POST', '/join', typed, { memberHash: hashSecret('m2'), label: '' })).status).toBe(403);
  });

  it('[E4] deleting for everyone closes every connection with 4404 and removes the bytes', async () => {
    const relay = await start();
    await claim(relay);
    const a = client(relay);
    a.doc.getText('t').insert(0, 'x');
    await a.provider.settled();
    expect((await api(relay, 'DELETE', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(200);
    await eventually(() => a.provider.state().type === 'refused', 'closed');
    expect(a.provider.state()).toMatchObject({ code: 4404 });
    expect((await claim(relay)).status).toBe(410);
  });

  it('[E5] a page of another origin gets no socket; the response never names the secret', async () => {
    const relay = await start();
    await claim(relay);
    const { WebSocket: NodeSocket } = await import('ws');
    const open = (origin: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = new NodeSocket(`ws://127.0.0.1:${relay.port}/sync/${ROOM}`, [SUBPROTOCOL, AUTH_PREFIX + OWNER], {
          headers: { origin },
        });
        socket.on('open', () => {
          resolve(socket.protocol);
          socket.close();
        });
        socket.on('error', (error) => resolve(error.message));
      });
    expect(await open('https://evil.example')).toContain('403');
    expect(await open(`http://127.0.0.1:${relay.port}`)).toBe(SUBPROTOCOL);
  });
});

describe('relay: limited invites and names of devices', () => {
  it('[E3] an invite works for its time and its number of devices, and then admits no one', async () => {
    const relay = await start();
    await claim(relay);
    const invite = async (secret: string, limits: { hours?: number; uses?: number }): Promise<void> =>
      expect(
        (
          await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
            secretHash: hashSecret(secret),
            role: 'co_gm',
            ...limits,
          })
        ).status,
      ).toBe(200);
    const join = async (secret: string, device: string): Promise<number> =>
      (
        await api(relay, 'POST', '/join', secret, {
          memberHash: hashSecret(`member-secret-of-${device}-long-enough-000`),
          label: device,
        })
      ).status;
    await invite('invite-for-two-devices-0000000000001', { uses: 2 });
    expect(await join('invite-for-two-devices-0000000000001', 'a')).toBe(200);
    // The response was lost and the device asks again: that uses up nothing.
    expect(await join('invite-for-two-devices-0000000000001', 'a')).toBe(200);
    expect(await join('invite-for-two-devices-0000000000001', 'b')).toBe(200);
    expect(await join('invite-for-two-devices-0000000000001', 'c')).toBe(410);
    expect(await join('invite-for-two-devices-0000000000001', 'b')).toBe(200);
    // Two devices race for the last use: one is admitted.
    await invite('invite-for-one-device-00000000000001', { uses: 1, hours: 1 });
    expect(
      (
        await Promise.all([
          join('invite-for-one-device-00000000000001', 'd'),
          join('invite-for-one-device-00000000000001', 'e'),
        ])
      ).sort(),
    ).toEqual([200, 410]);
    for (const limits of [{ uses: 0 }, { hours: 0 }, { hours: 100_000 }, { uses: 1.5 }])
      expect(
        (
          await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
            secretHash: hashSecret('x'.repeat(32)),
            role: 'co_gm',
            ...limits,
          })
        ).status,
      ).toBe(400);
  });

  it('an owner can rename any device, everyone else only their own', async () => {
    const relay = await start();
    await claim(relay);
    const member = 'member-secret-of-ben-long-enough-00000001';
    const { code } = (await (
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, OWNER, { role: 'co_gm' })
    ).json()) as { code: string };
    const { grantId } = (await (
      await api(relay, 'POST', '/join', code, { memberHash: hashSecret(member), label: 'tablet' })
    ).json()) as { grantId: string };
    const rename = (secret: string, id: string, label: string): Promise<Response> =>
      api(relay, 'PATCH', `/campaigns/${CAMPAIGN}/grants/${id}`, secret, { label });
    expect(await (await rename(member, grantId, 'Ben’s iPad')).json()).toMatchObject({
      grant: { label: 'Ben’s iPad' },
    });
    const { grants } = (await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER)).json()) as {
      grants: { id: string; kind: string }[];
    };
    expect((await rename(member, grants.find((g) => g.kind === 'owner')!.id, 'mine now')).status).toBe(403);
    expect((await rename(OWNER, grantId, 'Ben')).status).toBe(200);
    for (const label of ['', 'x'.repeat(61), '   ']) expect((await rename(OWNER, grantId, label)).status).toBe(400);
    expect((await rename(OWNER, 'nobody', 'x')).status).toBe(404);
  });
});
