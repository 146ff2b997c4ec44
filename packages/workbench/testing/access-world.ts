// People's devices with the app's own services for access, and relays on folders that can be wiped. Import
// `fake-indexeddb/auto` first, and set `location`.
import type { Result } from '@emberkeep/domain';
import type { DeviceDatabase } from '@emberkeep/store';
import { folder, start } from '../../../sync-server/testing/relay.ts';
import { CampaignList } from '../../../web/src/lib/device/campaign-list.svelte.ts';
import type { Device } from '../../../web/src/lib/device/device.svelte.ts';
import { DeviceSettings } from '../../../web/src/lib/device/device-settings.ts';
import { Membership } from '../../../web/src/lib/device/membership.svelte.ts';
import type { OpenCampaign } from '../../../web/src/lib/app/open-campaign.svelte.ts';
import { attachTo } from '../../../web/src/lib/services/sync/attach-relay.ts';
import { joinCampaign } from '../../../web/src/lib/services/sync/join-campaign.ts';
import { readInvite } from '../../../web/src/lib/services/sync/invite-link.ts';
import { newSecret, relayAt } from '../../../web/src/lib/services/sync/relay-client.ts';
import { CampaignAccess } from '../../../web/src/lib/sharing/campaign-access.svelte.ts';
import { CAMPAIGN, createDatabase } from '../../../web/src/lib/testing/fakes.ts';

const BEHIND_PROXY = { TRUST_PROXY: '1' };

/** A `fetch` whose every request comes from another address: relays refuse one that is refused too often. */
export const createManyAddresses = (): typeof fetch => {
  const original = fetch;
  let requests = 0;
  return (input, init = {}) => {
    requests += 1;
    const address = `10.0.${(requests >> 8) % 256}.${requests % 256}`;
    return original(input, { ...init, headers: { ...init.headers, 'x-forwarded-for': address } });
  };
};

/** A relay that keeps its port when its folder is lost. */
export interface TestRelay {
  readonly address: string;
  wipe(): Promise<void>;
}

export const startTestRelay = async (): Promise<TestRelay> => {
  let relay = await start({ env: BEHIND_PROXY });
  const { port } = relay;
  return {
    address: `http://127.0.0.1:${port}`,
    wipe: async () => {
      await relay.stop();
      relay = await start({ dataDir: folder(), env: { ...BEHIND_PROXY, PORT: String(port) } });
    },
  };
};

/** One person's device with the campaign. */
export interface Person {
  name: string;
  device: Device;
  membership: Membership;
  access: CampaignAccess;
  db: DeviceDatabase;
}

export const valueOf = <T>(result: Result<T, { type: string }>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const createDevice = (name: string): Device => {
  const db = createDatabase();
  const device = {
    db,
    settings: new DeviceSettings(db),
    campaigns: new CampaignList(db),
    identity: { deviceId: name, name, color: '#112233' },
    setIdentity: async () => undefined,
  };
  return device as unknown as Device; // reason: the rest of a device needs a page
};

const createPerson = async (device: Device): Promise<Person> => {
  const entry = await device.campaigns.find(CAMPAIGN);
  if (!entry) throw new Error('the device has no campaign');
  const membership = new Membership(device.db, entry);
  const campaign = {
    id: CAMPAIGN,
    membership,
    live: { campaign: { name: 'Ash' } },
    get entry() {
      return membership.entry;
    },
  } as unknown as OpenCampaign; // reason: access reads nothing else of a campaign
  const access = new CampaignAccess(device, campaign);
  return { name: device.identity.name, device, membership, access, db: device.db };
};

/** A device on which the campaign was made, and that turned sync on. `code`: the recovery code that it showed. */
export const attachedPerson = async (name: string, relay: TestRelay): Promise<{ person: Person; code: string }> => {
  const device = createDevice(name);
  await device.campaigns.add({ id: CAMPAIGN, name: 'Ash', role: 'owner', token: null });
  const person = await createPerson(device);
  const code = valueOf(await attachTo(device, person.membership, relay.address));
  await person.access.refresh();
  return { person, code };
};

/** A new device that joins by a link, a recovery code or a typed code of this relay. */
export const joinedPerson = async (name: string, relay: TestRelay, text: string): Promise<Person> => {
  const device = createDevice(name);
  const invite = readInvite(text);
  if (!invite) throw new Error(`no invite: ${text}`);
  valueOf(await joinCampaign(device, { ...invite, relay: relay.address }, name));
  const person = await createPerson(device);
  await person.access.refresh();
  return person;
};

/** A new device that was set up from an owner's backup: it has the secret of the device that made the backup. */
export const restoredPerson = async (name: string, relay: TestRelay, code: string): Promise<Person> => {
  const device = createDevice(name);
  const token = readInvite(code)?.secret ?? null;
  await device.campaigns.add({ id: CAMPAIGN, name: 'Ash', role: 'owner', token, relay: relay.address });
  return createPerson(device);
};

/** The id of this person's grant at the relay that they sync with; null if it refuses them. */
export const grantOf = async ({ membership }: Person): Promise<{ id: string; role: string } | null> => {
  const me = await relayAt(membership.relay).me(CAMPAIGN, membership.entry.token ?? 'none-none');
  return me.ok ? { id: me.value.grantId, role: me.value.role } : null;
};

/** Whether this recovery code makes a new device an owner there. The device is revoked again by the owner who asks. */
export const codeWorks = async (code: string, owner: Person): Promise<boolean> => {
  const { relay } = owner.membership;
  const joined = await relayAt(relay).join(readInvite(code)?.secret ?? '', newSecret(), 'Probe');
  if (!joined.ok || joined.value.role !== 'owner') return false;
  await relayAt(relay).revoke(CAMPAIGN, owner.membership.entry.token ?? '', joined.value.grantId);
  return true;
};
