// Shows that a campaign always has an owner and a recovery code that works: every act on every kind of device, whichever
// way it came in, over the app's own services and real relays; and random sequences of such acts. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>; more of them with EMBERKEEP_ACCESS_RUNS.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRandom } from '@emberkeep/domain/testing';
import {
  attachTo,
  detach,
  detachedFrom,
  finishMove,
  goBackOn,
  movedFrom,
} from '../../../web/src/lib/services/sync/attach-relay.ts';
import { adoptPendingSecret } from '../../../web/src/lib/services/sync/pending-secret.ts';
import { readInvite } from '../../../web/src/lib/services/sync/invite-link.ts';
import { hashSecret, newSecret, relayAt } from '../../../web/src/lib/services/sync/relay-client.ts';
import { keepRoster } from '../../../web/src/lib/services/sync/roster-keeper.ts';
import { findWayBack, moveAlong, putBack } from '../../../web/src/lib/services/sync/refused-device.ts';
import { CAMPAIGN } from '../../../web/src/lib/testing/fakes.ts';
import {
  attachedPerson,
  codeWorks,
  createManyAddresses,
  grantOf,
  joinedPerson,
  restoredPerson,
  startTestRelay,
  valueOf,
  type Person,
  type TestRelay,
} from '../testing/access-world.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 29);
const RUNS = Number(process.env['EMBERKEEP_ACCESS_RUNS'] ?? 1);
const ACTS_PER_RUN = 12;

/** Everyone with the campaign, and the recovery code that was shown last. */
interface World {
  /** The second is started when the campaign first moves. */
  relays: TestRelay[];
  people: Person[];
  code: string;
}

const isOwner = ({ membership }: Person): boolean => membership.entry.role === 'owner';
const relayOf = ({ relays }: World, { membership }: Person): TestRelay =>
  relays.find(({ address }) => address === membership.relay)!;
const otherRelay = async ({ relays }: World, { membership }: Person): Promise<TestRelay> => {
  if (relays.length === 1) relays.push(await startTestRelay());
  return relays.find(({ address }) => address !== membership.relay)!;
};

/** The code in the backup of a device, which it has as owner. */
const codeOf = ({ membership }: Person): string => `${CAMPAIGN}.${membership.entry.token}`;

/** Lets every device hear what the relay says of it, and do what the app does once it is synced. */
const catchUp = async ({ people }: World): Promise<void> => {
  for (const { access, device, membership } of people) {
    if (!membership.entry.token) continue;
    await access.refresh();
    await keepRoster(device, membership);
  }
};

/** The invariant: an owner is let in, and the code works there. Gives the relay where it does. */
const expectOwnerAndCode = async (world: World, what: string): Promise<TestRelay> => {
  await catchUp(world);
  const owners: Person[] = [];
  for (const person of world.people) if ((await grantOf(person))?.role === 'owner') owners.push(person);
  expect(owners.length, `${what}: owners`).toBeGreaterThan(0);
  for (const owner of owners) if (await codeWorks(world.code, owner)) return relayOf(world, owner);
  return expect.fail(`${what}: the code works for none of ${owners.map(({ name }) => name).join()}`);
};

/** Everybody who was refused takes the way back that the app offers them, if there is one. */
const takeWaysBack = async ({ people }: World): Promise<void> => {
  for (const { device, membership } of people) {
    const way = await findWayBack(device, membership);
    if (way.type === 'putBack') await putBack(device, membership);
    if (way.type === 'moved') await moveAlong(device, membership, way.to);
  }
};

const ACTS = {
  'makes a new recovery code': async (world, person) => {
    const { access } = person;
    await access.rotateRecoveryCode();
    if (access.message === '') world.code = access.recoveryCode;
  },
  'hands the campaign over': async (world, person) => {
    const next = world.people.find((each) => each !== person && !isOwner(each));
    const grant = next && (await grantOf(next));
    if (!grant) return;
    const { membership } = person;
    const answer = await relayAt(membership.relay).transferOwnership(CAMPAIGN, membership.entry.token ?? '', grant.id);
    if (!answer.ok) return;
    await membership.update({ role: 'co_gm' });
    await next.access.refresh();
    world.code = codeOf(next);
  },
  'revokes every other device': async (world, { access, membership }) => {
    await access.refresh();
    for (const grant of [...access.activeGrants]) {
      const me = await relayAt(membership.relay).me(CAMPAIGN, membership.entry.token ?? '');
      if (me.ok && grant.id !== me.value.grantId) await access.revoke(grant);
    }
    void world;
  },
  'revokes itself': async (_world, person) => {
    const { membership } = person;
    const grant = await grantOf(person);
    if (grant) await relayAt(membership.relay).revoke(CAMPAIGN, membership.entry.token ?? '', grant.id);
  },
  'stops syncing and goes on': async (_world, { device, membership }) => {
    await detach(device, membership);
    const former = await detachedFrom(device, CAMPAIGN);
    if (former) await goBackOn(device, membership, former);
  },
  'moves it to another relay': async (world, person) => {
    // The app offers it to owners only.
    if (!isOwner(person)) return;
    const moved = await attachTo(person.device, person.membership, (await otherRelay(world, person)).address);
    if (moved.ok) world.code = moved.value || codeOf(person);
    if (moved.ok) await takeWaysBack(world);
  },
  'puts it back on a relay that lost its data': async (world, person) => {
    await catchUp(world);
    await relayOf(world, person).wipe();
    if ((await findWayBack(person.device, person.membership)).type === 'putBack')
      await putBack(person.device, person.membership);
    await takeWaysBack(world);
  },
} satisfies Record<string, (world: World, person: Person) => Promise<void>>;
type Act = keyof typeof ACTS;

/** The kinds of device by how they came in. Each is added to a world with an owner and a co-GM. */
const DOORS = {
  'the device that turned sync on': async ({ people }) => people[0]!,
  'an owner by recovery code': async ({ relays, code }) => joinedPerson('By code', relays[0]!, code),
  'an owner by backup': async ({ relays, code }) => restoredPerson('By backup', relays[0]!, code),
  'an owner by link': async ({ relays, people }) => {
    const { access } = people[0]!;
    await access.invite('owner', 0);
    return joinedPerson('By owner link', relays[0]!, access.invitation!.link);
  },
  'an owner by handover': async (world) => {
    await ACTS['hands the campaign over'](world, world.people[0]!);
    return world.people[1]!;
  },
  'an owner who gave it away': async (world) => {
    await ACTS['hands the campaign over'](world, world.people[0]!);
    return world.people[0]!;
  },
  'a co-GM by link': async ({ people }) => people[1]!,
  'a co-GM by typed code': async ({ relays, people }) => {
    const { access } = people[0]!;
    await access.makeCode('co_gm');
    return joinedPerson('By typed code', relays[0]!, access.typedCode!.code);
  },
} satisfies Record<string, (world: World) => Promise<Person>>;
type Door = keyof typeof DOORS;

const createWorld = async (): Promise<World> => {
  const relay = await startTestRelay();
  const { person, code } = await attachedPerson('Owner', relay);
  await person.access.invite('co_gm', 0);
  const ben = await joinedPerson('Ben', relay, person.access.invitation!.link);
  const world: World = { relays: [relay], people: [person, ben], code };
  await person.access.letGmsRefill(true);
  return world;
};

const enter = async (world: World, door: Door): Promise<Person> => {
  const person = await DOORS[door](world);
  if (!world.people.includes(person)) world.people.push(person);
  await catchUp(world);
  return person;
};

let databases: { delete(): Promise<void> }[] = [];
const worldForTest = async (): Promise<World> => {
  const world = await createWorld();
  databases = world.people.map(({ db }) => db);
  return world;
};

beforeEach(() => {
  vi.stubGlobal('location', { origin: 'http://app.example', protocol: 'http:' });
  vi.stubGlobal('fetch', createManyAddresses());
});
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const db of databases) await db.delete();
});

const doors = Object.keys(DOORS) as Door[];
const acts = Object.keys(ACTS) as Act[];

describe('[E7] an owner and a recovery code that works remain when', () => {
  const cells = doors.flatMap((door) => acts.map((act): [Door, Act] => [door, act]));
  it.each(cells)('%s %s', async (door, act) => {
    const world = await worldForTest();
    const person = await enter(world, door);
    await expectOwnerAndCode(world, `${door}, before`);
    const before = world.code;
    const role = person.membership.entry.role;
    await ACTS[act](world, person);
    await expectOwnerAndCode(world, `${door} ${act}`);
    // Only an owner's act changes who owns the campaign, and which code works.
    if (role !== 'owner') expect(world.code).toBe(before);
    if (role === 'owner' && act === 'makes a new recovery code') expect(world.code).not.toBe(before);
  });

  it(`anyone does anything, ${ACTS_PER_RUN} acts in each of ${RUNS} runs from seed ${seed}`, async () => {
    for (let run = seed; run < seed + RUNS; run++) {
      const random = createRandom(run);
      const world = await worldForTest();
      const done: string[] = [];
      let home = world.relays[0]!;
      for (let n = 0; n < ACTS_PER_RUN; n++) {
        if (random.int(3) === 0 && world.people.length < 6)
          world.people.push(await joinedPerson(`Device ${n}`, home, world.code));
        const person = random.pick(world.people);
        const act = random.pick(acts);
        done.push(`${person.name} ${act}`);
        await ACTS[act](world, person);
        home = await expectOwnerAndCode(world, `seed ${run}: ${done.join('; ')}`);
      }
    }
  }, 600_000);
});

/** The network is gone right after the relay got a request to this path; gives a function that brings it back. */
const loseNetworkAfter = (path: string): (() => void) => {
  const original = fetch;
  let isGone = false;
  vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
    const answer = isGone ? null : await original(...request);
    isGone ||= String(request[0]).endsWith(path);
    if (!answer || isGone) throw new TypeError('the network is gone');
    return answer;
  });
  return () => vi.stubGlobal('fetch', original);
};

describe('an owner and a recovery code that works remain when two people act at the same time', () => {
  /** Every request takes a random time, before the relay hears of it and after. Gives what ends that. */
  const slowDown = (random: ReturnType<typeof createRandom>): (() => void) => {
    const original = fetch;
    const wait = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, random.int(6)));
    vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
      await wait();
      const answer = await original(...request);
      await wait();
      return answer;
    });
    return () => vi.stubGlobal('fetch', original);
  };
  const AT_ONCE: readonly Act[] = [
    'makes a new recovery code',
    'hands the campaign over',
    'revokes every other device',
    'revokes itself',
  ];
  const count = RUNS * 4;

  it(`any of ${AT_ONCE.length} acts by two of four devices, in ${count} runs from seed ${seed}`, async () => {
    for (let run = seed; run < seed + count; run++) {
      const random = createRandom(run);
      const world = await worldForTest();
      for (const door of ['an owner by recovery code', 'an owner by link'] as const) await enter(world, door);
      const owners = world.people.filter(isOwner);
      const one = random.pick(owners);
      const other = random.pick(world.people.filter((each) => each !== one));
      const acts = [random.pick(AT_ONCE), random.pick(AT_ONCE)] as const;
      // Each keeps the code that it was shown.
      const worlds = [{ ...world }, { ...world }] as const;
      const endSlowness = slowDown(random);
      await Promise.all([ACTS[acts[0]](worlds[0], one), ACTS[acts[1]](worlds[1], other)]);
      endSlowness();
      await catchUp(world);
      const what = `seed ${run}: ${one.name} ${acts[0]}, ${other.name} ${acts[1]}`;
      const letIn: Person[] = [];
      for (const person of world.people) if ((await grantOf(person))?.role === 'owner') letIn.push(person);
      expect(letIn.length, what).toBeGreaterThan(0);
      const working: string[] = [];
      for (const code of new Set([world.code, worlds[0].code, worlds[1].code, ...letIn.map(codeOf)]))
        if (await codeWorks(code, letIn[0]!)) working.push(code);
      expect(working.length, what).toBeGreaterThan(0);
      // Nobody who is still an owner was shown a new code that works nowhere.
      for (const [person, { code }] of [[one, worlds[0]] as const, [other, worlds[1]] as const])
        if (letIn.includes(person) && code === codeOf(person)) expect(working, what).toContain(code);
    }
  }, 600_000);
});

describe('a new recovery code', () => {
  it('whose request is only slow is found when the relay has taken it in', async () => {
    const world = await worldForTest();
    const [owner] = world.people as [Person];
    const original = fetch;
    let arrive = (): void => undefined;
    let arrived: Promise<unknown> = Promise.resolve();
    vi.stubGlobal('fetch', (...request: Parameters<typeof fetch>) => {
      if (!String(request[0]).endsWith('/rotate')) return original(...request);
      arrived = new Promise<void>((resolve) => (arrive = resolve)).then(() => original(...request));
      return Promise.reject(new TypeError('the network has changed'));
    });
    await owner.access.rotateRecoveryCode();
    expect([owner.access.message === '', owner.access.recoveryCode]).toEqual([false, '']);
    expect(await adoptPendingSecret(owner.device, owner.membership)).toBe(false);
    expect((await grantOf(owner))?.role).toBe('owner');
    arrive();
    await arrived;
    vi.stubGlobal('fetch', original);
    expect(await grantOf(owner)).toBeNull();
    expect(await adoptPendingSecret(owner.device, owner.membership)).toBe(true);
    expect((await grantOf(owner))?.role).toBe('owner');
    await ACTS['makes a new recovery code'](world, owner);
    await expectOwnerAndCode(world, 'after a slow request');
  });

  it('made on a device restored from a backup revokes the first device, which is told that and not that the relay lost the campaign', async () => {
    const world = await worldForTest();
    const [first] = world.people as [Person];
    const second = await enter(world, 'an owner by backup');
    await ACTS['makes a new recovery code'](world, second);
    const me = await relayAt(first.membership.relay).me(CAMPAIGN, first.membership.entry.token!);
    expect(me).toMatchObject({ ok: false, error: { type: 'Revoked' } });
    expect(await findWayBack(first.device, first.membership)).toEqual({ type: 'none' });
    world.people.shift();
    world.people.push(await joinedPerson('The first, again', world.relays[0]!, world.code));
    await expectOwnerAndCode(world, 'after the first device joined again');
  });

  it('is made by a second tap where the answer to the first was lost', async () => {
    const world = await worldForTest();
    const { access } = world.people[0]!;
    const reconnect = loseNetworkAfter('/rotate');
    await access.rotateRecoveryCode();
    reconnect();
    expect([access.message === '', access.recoveryCode]).toEqual([false, '']);
    await access.rotateRecoveryCode();
    expect(access.message).toBe('');
    world.code = access.recoveryCode;
    await expectOwnerAndCode(world, 'after the second tap');
  });

  it('whose answer was lost is found once the old one is refused, and the person is told to make one', async () => {
    const world = await worldForTest();
    const { access, device, membership } = world.people[0]!;
    const reconnect = loseNetworkAfter('/rotate');
    await access.rotateRecoveryCode();
    expect(await adoptPendingSecret(device, membership)).toBe(false);
    reconnect();
    expect(await grantOf(world.people[0]!)).toBeNull();
    expect(await adoptPendingSecret(device, membership)).toBe(true);
    expect(membership.entry.recoveryShown).toBe(false);
    await ACTS['makes a new recovery code'](world, world.people[0]!);
    await expectOwnerAndCode(world, 'after a code of its own');
  });

  it.each([
    [503, 'Away'],
    [500, 'Internal'],
    [429, 'TooMany'],
  ])('is not forgotten while the relay is only in trouble (%i)', async (status, error) => {
    const world = await worldForTest();
    const { access, device, membership } = world.people[0]!;
    const original = fetch;
    vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
      await original(...request);
      return Response.json({ error }, { status });
    });
    await access.rotateRecoveryCode();
    expect(await adoptPendingSecret(device, membership)).toBe(false);
    vi.stubGlobal('fetch', original);
    expect(await grantOf(world.people[0]!)).toBeNull();
    expect(await adoptPendingSecret(device, membership)).toBe(true);
    expect(await grantOf(world.people[0]!)).not.toBeNull();
  });

  it('that the relay refuses leaves the device its own secret: nothing says that the relay lost the campaign', async () => {
    const world = await worldForTest();
    const [first] = world.people as [Person];
    const { access, device, membership } = first;
    const { token } = membership.entry;
    await ACTS['makes a new recovery code'](world, await enter(world, 'an owner by recovery code'));
    await access.rotateRecoveryCode();
    expect(access.message).not.toBe('');
    expect(await adoptPendingSecret(device, membership)).toBe(false);
    expect(membership.entry.token).toBe(token);
    expect(await findWayBack(device, membership)).toEqual({ type: 'none' });
    // As a former version left it.
    await device.settings.set(`rotating:${CAMPAIGN}`, newSecret());
    expect(await adoptPendingSecret(device, membership)).toBe(false);
    expect(membership.entry.token).toBe(token);
    await expectOwnerAndCode(world, 'after a refused code');
  });
});

describe('a relay that lost its data', () => {
  it('has everyone’s access again after one tap of an owner, whose key and code are the same', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    await catchUp(world);
    await world.relays[0]!.wipe();
    expect(await grantOf(ben)).toBeNull();
    expect(await findWayBack(owner.device, owner.membership)).toEqual({ type: 'putBack' });
    valueOf(await putBack(owner.device, owner.membership));
    expect((await grantOf(owner))?.role).toBe('owner');
    expect((await grantOf(ben))?.role).toBe('co_gm');
    expect(await codeWorks(world.code, owner)).toBe(true);
  });

  it('is not filled by an owner’s device that was revoked and knows it', async () => {
    const world = await worldForTest();
    const second = await enter(world, 'an owner by recovery code');
    await ACTS['revokes every other device'](world, world.people[0]!);
    expect(await findWayBack(second.device, second.membership)).toEqual({ type: 'none' });
    await world.relays[0]!.wipe();
    expect(await findWayBack(second.device, second.membership)).toEqual({ type: 'askOwner' });
  });

  it('is filled by a co-GM only if the owner allowed it, and then the owner owns it still', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    await owner.access.letGmsRefill(false);
    await catchUp(world);
    await world.relays[0]!.wipe();
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'askOwner' });
    valueOf(await putBack(owner.device, owner.membership));
    await owner.access.letGmsRefill(true);
    await catchUp(world);
    await world.relays[0]!.wipe();
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'putBack' });
    valueOf(await putBack(ben.device, ben.membership));
    expect((await grantOf(ben))?.role).toBe('co_gm');
    expect((await grantOf(owner))?.role).toBe('owner');
    expect(await codeWorks(world.code, owner)).toBe(true);
  });

  it('accepts only the owner’s new code, even after a co-GM put back an older roster', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    await catchUp(world);
    const old = world.code;
    await ACTS['makes a new recovery code'](world, owner);
    await world.relays[0]!.wipe();
    valueOf(await putBack(ben.device, ben.membership));
    expect(await grantOf(owner)).toBeNull();
    expect(await findWayBack(owner.device, owner.membership)).toEqual({ type: 'putBack' });
    valueOf(await putBack(owner.device, owner.membership));
    expect((await grantOf(owner))?.role).toBe('owner');
    expect((await grantOf(ben))?.role).toBe('co_gm');
    expect(await codeWorks(world.code, owner)).toBe(true);
    expect(await codeWorks(old, owner)).toBe(false);
  });

  it('is put back by several at the same time, and refuses none of them', async () => {
    const world = await worldForTest();
    const people = [...world.people, await enter(world, 'an owner by recovery code')];
    await catchUp(world);
    await world.relays[0]!.wipe();
    const put = await Promise.all(people.map(({ device, membership }) => putBack(device, membership)));
    expect(put).toEqual(people.map(() => ({ ok: true, value: undefined })));
    for (const person of people) expect((await grantOf(person))?.role).toBe(person.membership.entry.role);
    await expectOwnerAndCode(world, 'after three put it back');
  });

  it('does not give back access that was revoked', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const grant = await grantOf(ben);
    await owner.access.revoke(owner.access.activeGrants.find(({ id }) => id === grant?.id)!);
    await world.relays[0]!.wipe();
    valueOf(await putBack(owner.device, owner.membership));
    expect(await grantOf(ben)).toBeNull();
  });

  it('gives nothing to a stranger who claimed it first: the owner is told, and nothing is sent', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    await catchUp(world);
    await world.relays[0]!.wipe();
    const stranger = 'a-stranger-who-knows-the-id-of-the-campaign';
    valueOf(await relayAt(world.relays[0]!.address).claim(CAMPAIGN, stranger));
    for (const { device, membership } of [owner, ben])
      expect(await putBack(device, membership)).toEqual({ ok: false, error: { type: 'OwnedByOther' } });
    expect(await grantOf(owner)).toBeNull();
  });

  it('is changed by no roster while somebody owns it, whoever sends which hashes', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const kept = (await keepRoster(ben.device, ben.membership))!;
    const stranger = 'a-stranger-who-has-seen-an-older-roster-once';
    const ownEntry = { ...kept.grants[0]!, kind: 'member' as const, secretHash: await hashSecret(stranger) };
    const crafted = [
      { ...kept.grants[0]!, secretHash: await hashSecret('an-owner-that-the-stranger-made-up') },
      ownEntry,
      ...kept.grants.map((entry) => ({ ...entry, revokedAt: 1 })),
    ];
    await owner.access.letGmsRefill(false);
    expect(
      await relayAt(world.relays[0]!.address).refill(CAMPAIGN, stranger, { grants: crafted, gmsMayRefill: true }),
    ).toEqual({ ok: false, error: { type: 'NotLetIn' } });
    expect((await grantOf(owner))?.role).toBe('owner');
    expect((await grantOf(ben))?.role).toBe('co_gm');
    expect(await keepRoster(ben.device, ben.membership)).toBeNull();
    // Not even an owner revokes the last recovery code this way.
    valueOf(
      await relayAt(world.relays[0]!.address).restoreRoster(CAMPAIGN, owner.membership.entry.token!, {
        grants: kept.grants.map((entry) => ({ ...entry, revokedAt: 1 })),
      }),
    );
    expect(await codeWorks(world.code, owner)).toBe(true);
  });

  it('is not claimed by a roster without the caller or without an owner, nor where somebody owns it', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const { grants } = (await keepRoster(ben.device, ben.membership))!;
    const refill = (secret: string, entries: typeof grants) =>
      relayAt(world.relays[0]!.address).refill(CAMPAIGN, secret, { grants: entries, gmsMayRefill: true });
    const refused = { ok: false, error: { type: 'NotLetIn' } };
    const stranger = 'a-stranger-who-knows-the-id-of-the-campaign';
    expect(await refill(stranger, grants)).toEqual(refused);
    await world.relays[0]!.wipe();
    expect(await refill(stranger, grants)).toEqual(refused);
    expect(
      await refill(
        ben.membership.entry.token!,
        grants.filter(({ kind }) => kind !== 'owner'),
      ),
    ).toEqual(refused);
    expect((await refill(ben.membership.entry.token!, grants)).ok).toBe(true);
    expect((await grantOf(owner))?.role).toBe('owner');
  });
});

describe('a relay that the campaign moved away from', () => {
  it('names the new address to those with a key, and one tap moves them with a new key', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const one = world.relays[0]!;
    const two = await otherRelay(world, owner);
    const oldToken = ben.membership.entry.token;
    valueOf(await attachTo(owner.device, owner.membership, two.address));
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'moved', to: two.address });
    expect(ben.membership.relay).toBe(one.address);
    valueOf(await moveAlong(ben.device, ben.membership, two.address));
    expect(ben.membership.entry).toMatchObject({ relay: two.address, role: 'co_gm', refused: null });
    expect(ben.membership.entry.token).not.toBe(oldToken);
    expect((await grantOf(ben))?.role).toBe('co_gm');
    // The old relay has seen the old key: it opens nothing at the new one.
    expect((await relayAt(two.address).me(CAMPAIGN, oldToken!)).ok).toBe(false);
  });

  it('says so also after the owner deleted its copy', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const one = world.relays[0]!;
    const two = await otherRelay(world, owner);
    const oldToken = owner.membership.entry.token!;
    valueOf(await attachTo(owner.device, owner.membership, two.address));
    valueOf(await relayAt(one.address).deleteCampaign(CAMPAIGN, oldToken));
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'moved', to: two.address });
    valueOf(await moveAlong(ben.device, ben.membership, two.address));
    expect((await grantOf(ben))?.role).toBe('co_gm');
  });

  it('is marked again where it lost its data and a co-GM who was away put the campaign back there', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    await catchUp(world);
    const one = world.relays[0]!;
    const two = await otherRelay(world, owner);
    valueOf(await attachTo(owner.device, owner.membership, two.address));
    await one.wipe();
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'putBack' });
    valueOf(await putBack(ben.device, ben.membership));
    expect((await grantOf(ben))?.role).toBe('co_gm');
    // The owner's device starts to sync.
    await finishMove(owner.device, owner.membership);
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'moved', to: two.address });
    valueOf(await moveAlong(ben.device, ben.membership, two.address));
    expect((await grantOf(ben))?.role).toBe('co_gm');
  });

  it('takes a mark from an owner only, and only an address', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const mark = (person: Person, to: string) =>
      relayAt(person.membership.relay).markMoved(CAMPAIGN, person.membership.entry.token!, to);
    expect(await mark(ben, 'https://elsewhere.example')).toEqual({ ok: false, error: { type: 'NotOwner' } });
    for (const to of ['ftp://elsewhere.example', 'elsewhere', 'https://elsewhere.example/path', ''])
      expect(await mark(owner, to)).toEqual({ ok: false, error: { type: 'BadRequest' } });
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'none' });
  });

  it('changes no access and lets nobody join: it would not hold at the new one', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const second = await enter(world, 'an owner by recovery code');
    await owner.access.invite('co_gm', 0);
    const { link } = owner.access.invitation!;
    const benHere = (await grantOf(ben))!;
    const to = (await otherRelay(world, owner)).address;
    const code = valueOf(await attachTo(owner.device, owner.membership, to));

    const { access, membership } = second;
    const moved = { ok: false, error: { type: 'Moved', movedTo: to } };
    const here = relayAt(membership.relay);
    const token = membership.entry.token!;
    const input = { secret: newSecret(), role: 'co_gm', label: 'Link' } as const;
    expect(await here.rotate(CAMPAIGN, token, newSecret())).toEqual(moved);
    expect(await here.revoke(CAMPAIGN, token, benHere.id)).toEqual(moved);
    expect(await here.transferOwnership(CAMPAIGN, token, benHere.id)).toEqual(moved);
    expect(await here.invite(CAMPAIGN, token, input)).toEqual(moved);
    expect(await here.code(CAMPAIGN, token, 'co_gm')).toEqual(moved);
    expect(await here.rename(CAMPAIGN, token, benHere.id, 'Benedict')).toEqual(moved);
    expect(await here.restoreRoster(CAMPAIGN, token, { gmsMayRefill: false })).toEqual(moved);
    for (const text of [link, world.code])
      expect(await here.join(readInvite(text)!.secret, newSecret(), 'Late')).toEqual(moved);

    // The app shows no code that works nowhere, and its way to the new one stays open.
    await access.rotateRecoveryCode();
    expect([access.message === '', access.recoveryCode]).toEqual([false, '']);
    for (const { device, membership: left } of [second, ben]) valueOf(await moveAlong(device, left, to));
    expect((await grantOf(second))?.role).toBe('owner');
    expect((await grantOf(ben))?.role).toBe('co_gm');
    expect(await codeWorks(code, owner)).toBe(true);
  });

  it('leads on where the owner moved twice while a co-GM was away', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const [two, three] = [await otherRelay(world, owner), await startTestRelay()];
    valueOf(await attachTo(owner.device, owner.membership, two.address));
    valueOf(await attachTo(owner.device, owner.membership, three.address));
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'moved', to: two.address });
    expect(await moveAlong(ben.device, ben.membership, two.address)).toEqual({
      ok: false,
      error: { type: 'Moved', movedTo: three.address },
    });
    valueOf(await moveAlong(ben.device, ben.membership, three.address));
    expect((await grantOf(ben))?.role).toBe('co_gm');
    expect(ben.membership.relay).toBe(three.address);
  });

  it('keeps a co-GM who follows the campaign after the owner has moved it back', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const one = world.relays[0]!.address;
    const two = (await otherRelay(world, owner)).address;
    valueOf(await attachTo(owner.device, owner.membership, two));
    valueOf(await attachTo(owner.device, owner.membership, one));
    valueOf(await moveAlong(ben.device, ben.membership, two));
    expect(ben.membership.relay).toBe(one);
    expect((await grantOf(ben))?.role).toBe('co_gm');
  });

  it('is not moved elsewhere by another owner, not even at the same time: two copies would not hear of each other', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const second = await enter(world, 'an owner by recovery code');
    const [two, three] = [await otherRelay(world, owner), await startTestRelay()];
    await Promise.all([
      attachTo(owner.device, owner.membership, two.address),
      attachTo(second.device, second.membership, three.address),
    ]);
    const [first, late] = owner.membership.relay === two.address ? [owner, second] : [second, owner];
    const home = first.membership.relay;
    for (const { device, membership } of [late, ben]) {
      expect(await findWayBack(device, membership)).toEqual({ type: 'moved', to: home });
      expect((await attachTo(device, membership, (await startTestRelay()).address)).ok).toBe(false);
      valueOf(await moveAlong(device, membership, home));
    }
    expect((await grantOf(late))?.role).toBe('owner');
    // Who came to the server that the late one had chosen is led on, too.
    const chosen = (await movedFrom(late.device, CAMPAIGN))!;
    expect([two.address, three.address]).toContain(chosen.relay);
    await finishMove(late.device, late.membership);
    const there = await relayAt(chosen.relay).me(CAMPAIGN, chosen.token);
    expect(there.ok && there.value.movedTo).toBe(home);
  });

  it('is not left for another one by an owner who stopped syncing before it moved', async () => {
    const world = await worldForTest();
    const [owner] = world.people as [Person, Person];
    const second = await enter(world, 'an owner by recovery code');
    await detach(second.device, second.membership);
    const to = (await otherRelay(world, owner)).address;
    valueOf(await attachTo(owner.device, owner.membership, to));
    expect(await attachTo(second.device, second.membership, (await startTestRelay()).address)).toEqual({
      ok: false,
      error: { type: 'Moved', movedTo: to },
    });
    expect(second.membership.entry.token).toBeNull();
  });

  it('takes the owner back, and then the other one is marked', async () => {
    const world = await worldForTest();
    const [owner, ben] = world.people as [Person, Person];
    const one = world.relays[0]!;
    const two = await otherRelay(world, owner);
    valueOf(await attachTo(owner.device, owner.membership, two.address));
    valueOf(await moveAlong(ben.device, ben.membership, two.address));
    valueOf(await attachTo(owner.device, owner.membership, one.address));
    expect(await findWayBack(owner.device, owner.membership)).toEqual({ type: 'none' });
    expect(await findWayBack(ben.device, ben.membership)).toEqual({ type: 'moved', to: one.address });
    valueOf(await moveAlong(ben.device, ben.membership, one.address));
    expect((await grantOf(ben))?.role).toBe('co_gm');
  });
});
