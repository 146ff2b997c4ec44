// Tests who gets access: new campaigns by invite mode, a new recovery code, and the transfer of ownership.
import { describe, expect, it } from 'vitest';
import { api, CAMPAIGN, claim, configOf, folder, OWNER, sha256, start } from '../../testing/relay.ts';
import { runCommand } from '../operate/commands.ts';
import type { Relay } from '../relay.ts';

const OTHER = '0197c0de-0000-7000-8000-000000000002';
const said = async (answer: Promise<Response>): Promise<unknown> => {
  const response = await answer;
  return { status: response.status, ...((await response.json()) as object) };
};
/** Invites a device and redeems the invite; returns the id of its grant. */
const joined = async (relay: Relay, secret: string, role: string): Promise<string> => {
  const invite = `invite-for-${secret}`;
  await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, { secretHash: sha256(invite), role });
  return (
    (await (await api(relay, 'POST', '/join', invite, { memberHash: sha256(secret) })).json()) as { grantId: string }
  ).grantId;
};

describe('[E3] [E6] new campaigns', () => {
  it('are accepted from anyone, after approval, or from no one, depending on the invite mode', async () => {
    expect(await said(claim(await start()))).toMatchObject({ status: 200, role: 'owner' });

    const dataDir = folder();
    const relay = await start({ dataDir, env: { INVITE_MODE: 'approval' } });
    expect(await said(claim(relay))).toEqual({ status: 403, error: 'Pending' });
    expect(await said(claim(relay))).toEqual({ status: 403, error: 'Pending' });
    // No one else can claim it meanwhile.
    expect(await said(claim(relay, CAMPAIGN, 'somebody-else-somebody-else-somebody-else'))).toEqual({
      status: 401,
      error: 'NotLetIn',
    });
    const lines: string[] = [];
    const operator = (...args: string[]): Promise<number> =>
      runCommand(configOf(dataDir), args, (line) => lines.push(line));
    expect(await operator('approve')).toBe(0);
    expect(lines).toEqual([CAMPAIGN, '1 waiting']);
    expect(await operator('approve', OTHER)).toBe(1);
    expect(await operator('approve', CAMPAIGN)).toBe(0);
    expect(await said(claim(relay))).toMatchObject({ status: 200, role: 'owner' });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER))).toEqual({ status: 200, heads: [] });

    const closed = await start({ dataDir, env: { INVITE_MODE: 'closed' } }).catch((error: Error) => error);
    expect(closed).toBeInstanceOf(Error); // the folder is in use
    await relay.stop();
    const later = await start({ dataDir, env: { INVITE_MODE: 'closed' } });
    expect(await said(claim(later))).toMatchObject({ status: 200 }); // known campaigns continue
    expect(await said(claim(later, OTHER, 'an-owner-of-another-campaign-with-a-key'))).toEqual({
      status: 403,
      error: 'Closed',
    });
    expect(await said(fetch(`http://127.0.0.1:${later.port}/config.json`))).toMatchObject({
      status: 200,
      inviteMode: 'closed',
      maxDocMb: 32,
    });
  });
});

describe('[E1] [E4] [E7] an owner', () => {
  it('makes a new recovery code, after which only devices keep access', async () => {
    const relay = await start();
    await claim(relay);
    await joined(relay, 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1', 'co_gm');
    await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
      secretHash: sha256('still-open-invitation'),
      role: 'co_gm',
    });
    const next = 'the-next-secret-the-next-secret-the-next';
    expect(
      await said(
        api(relay, 'POST', `/campaigns/${CAMPAIGN}/rotate`, 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1', {
          secretHash: sha256('mine'),
        }),
      ),
    ).toEqual({ status: 403, error: 'NotOwner' });
    expect(
      await said(api(relay, 'POST', `/campaigns/${CAMPAIGN}/rotate`, OWNER, { secretHash: sha256(next) })),
    ).toMatchObject({ status: 200, grant: { role: 'owner' } });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER))).toEqual({
      status: 403,
      error: 'Revoked',
    });
    expect(await said(claim(relay))).toEqual({ status: 403, error: 'Revoked' });
    expect(await said(api(relay, 'POST', '/join', OWNER, { memberHash: sha256('thief') }))).toEqual({
      status: 403,
      error: 'Revoked',
    });
    expect(await said(api(relay, 'POST', '/join', 'still-open-invitation', { memberHash: sha256('late') }))).toEqual({
      status: 403,
      error: 'Revoked',
    });
    for (const secret of [next, 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1'])
      expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, secret))).toMatchObject({ status: 200 });
    // The new code makes another device an owner.
    expect(await said(api(relay, 'POST', '/join', next, { memberHash: sha256('my tablet') }))).toMatchObject({
      status: 200,
      role: 'owner',
    });
  });

  it('transfers ownership to a co-GM and becomes one; only a GM can become the owner', async () => {
    const relay = await start();
    await claim(relay);
    const gm = 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1';
    const [co, player] = [
      await joined(relay, gm, 'co_gm'),
      await joined(relay, 'player-player-player-player-player-1', 'player'),
    ];
    const owner = ((await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER)).json()) as { you: string })
      .you;
    for (const grantId of [player, owner, 'nobody'])
      expect(await said(api(relay, 'POST', `/campaigns/${CAMPAIGN}/owner`, OWNER, { grantId }))).toEqual({
        status: 404,
        error: 'NoSuchGrant',
      });
    expect(await said(api(relay, 'POST', `/campaigns/${CAMPAIGN}/owner`, gm, { grantId: co }))).toEqual({
      status: 403,
      error: 'NotOwner',
    });
    expect(await said(api(relay, 'POST', `/campaigns/${CAMPAIGN}/owner`, OWNER, { grantId: co }))).toMatchObject({
      status: 200,
      grant: { id: co, kind: 'owner', role: 'owner' },
    });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, OWNER))).toEqual({
      status: 403,
      error: 'NotOwner',
    });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/me`, OWNER))).toMatchObject({
      status: 200,
      role: 'co_gm',
      mayReadRoster: false,
    });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/me`, gm))).toMatchObject({
      status: 200,
      role: 'owner',
      mayReadRoster: true,
    });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER))).toMatchObject({ status: 200 });
    // The old code makes no one an owner any more; the new owner can revoke the old one's access.
    expect(await said(api(relay, 'POST', '/join', OWNER, { memberHash: sha256('again') }))).toEqual({
      status: 401,
      error: 'NotLetIn',
    });
    expect(await said(api(relay, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${owner}`, gm))).toMatchObject({
      status: 200,
    });
    expect(await said(api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER))).toEqual({
      status: 403,
      error: 'Revoked',
    });
  });
});

describe('[E7] a device that came by a recovery code', () => {
  const TABLET = 'tablet-tablet-tablet-tablet-tablet-tablet';
  const NEXT = 'the-next-secret-the-next-secret-the-next';
  const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;
  const heads = (relay: Relay, secret: string): Promise<number> =>
    status(api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, secret));
  const rotate = (relay: Relay, secret: string, next: string): Promise<Response> =>
    api(relay, 'POST', `/campaigns/${CAMPAIGN}/rotate`, secret, { secretHash: sha256(next) });
  const joinAs = (relay: Relay, code: string, device: string): Promise<Response> =>
    api(relay, 'POST', '/join', code, { memberHash: sha256(device) });
  const roleOf = async (relay: Relay, secret: string): Promise<string> =>
    ((await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/me`, secret)).json()) as { role: string }).role;
  const grantsOf = async (relay: Relay, secret: string): Promise<{ id: string; kind: string }[]> => {
    const answer = await api(relay, 'GET', `/campaigns/${CAMPAIGN}/grants`, secret);
    return ((await answer.json()) as { grants: { id: string; kind: string }[] }).grants;
  };
  /** A relay with the campaign, and a tablet that came by its recovery code. Gives the tablet's grant. */
  const withTablet = async (): Promise<{ relay: Relay; tablet: string }> => {
    const relay = await start();
    await claim(relay);
    const { grantId } = (await (await joinAs(relay, OWNER, TABLET)).json()) as { grantId: string };
    return { relay, tablet: grantId };
  };

  it('makes a new code that works and is its key; every old code ends, and it stays an owner', async () => {
    const { relay, tablet } = await withTablet();
    expect(await said(rotate(relay, TABLET, NEXT))).toMatchObject({
      status: 200,
      grant: { id: tablet, kind: 'owner', role: 'owner' },
    });
    expect(await said(joinAs(relay, NEXT, 'a third device'))).toMatchObject({ status: 200, role: 'owner' });
    expect(await roleOf(relay, NEXT)).toBe('owner');
    expect(await heads(relay, TABLET)).toBe(403);
    expect(await said(joinAs(relay, OWNER, 'thief'))).toEqual({ status: 403, error: 'Revoked' });
    expect(await heads(relay, OWNER)).toBe(403);
    // It can do so again, and the code in between ends as well.
    const last = `${NEXT}-and-one-more`;
    expect(await status(rotate(relay, NEXT, last))).toBe(200);
    expect(await said(joinAs(relay, NEXT, 'late'))).toEqual({ status: 403, error: 'Revoked' });
    expect(await said(joinAs(relay, last, 'in time'))).toMatchObject({ status: 200, role: 'owner' });
  });

  it('has a key that is a code as well, as its backups say', async () => {
    const { relay } = await withTablet();
    expect(await said(joinAs(relay, TABLET, 'from the backup'))).toMatchObject({ status: 200, role: 'owner' });
  });

  it('leaves one code that works when two owners make a new one at the same time', async () => {
    const { relay } = await withTablet();
    const codes = { [OWNER]: `${NEXT}-a`, [TABLET]: `${NEXT}-b` };
    await Promise.all(Object.entries(codes).map(([secret, next]) => rotate(relay, secret, next)));
    const answers = await Promise.all(Object.values(codes).map((code) => status(joinAs(relay, code, `by ${code}`))));
    expect(answers.filter((each) => each === 200)).toHaveLength(1);
  });

  it('hands the campaign over: the code that it came by and its other devices own nothing any more', async () => {
    const { relay, tablet } = await withTablet();
    const gm = 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1';
    const co = await joined(relay, gm, 'co_gm');
    const first = (await grantsOf(relay, OWNER)).find(({ kind }) => kind === 'owner')!.id;
    const transfer = (secret: string, grantId: string): Promise<number> =>
      status(api(relay, 'POST', `/campaigns/${CAMPAIGN}/owner`, secret, { grantId }));
    expect(await transfer(TABLET, tablet)).toBe(404);
    expect(await transfer(TABLET, co)).toBe(200);
    expect([await roleOf(relay, OWNER), await roleOf(relay, TABLET), await roleOf(relay, gm)]).toEqual([
      'co_gm',
      'co_gm',
      'owner',
    ]);
    expect(await said(joinAs(relay, OWNER, 'again'))).toEqual({ status: 401, error: 'NotLetIn' });
    expect(await said(joinAs(relay, gm, 'the new owner’s tablet'))).toMatchObject({ status: 200, role: 'owner' });
    // Back to the first device, by the new owner.
    expect(await transfer(gm, first)).toBe(200);
    expect(await said(joinAs(relay, OWNER, 'back'))).toMatchObject({ status: 200, role: 'owner' });
  });

  it('is revoked by another owner only while a recovery code remains, and so is the one with the code', async () => {
    const { relay, tablet } = await withTablet();
    const revoke = (secret: string, grantId: string): Promise<unknown> =>
      said(api(relay, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${grantId}`, secret));
    const first = (await grantsOf(relay, TABLET)).find(({ kind }) => kind === 'owner')!.id;
    expect(await revoke(TABLET, first)).toEqual({ status: 409, error: 'LastOwner' });
    expect(await heads(relay, OWNER)).toBe(200);
    expect(await revoke(OWNER, tablet)).toMatchObject({ status: 200 });
    expect(await heads(relay, TABLET)).toBe(403);
    expect(await revoke(OWNER, first)).toEqual({ status: 409, error: 'LastOwner' });
  });
});
