// A copy of the list of campaigns outside the database. A browser that needs space may clear the database of a site: then
// the app still knows which campaigns were here, and gets those that sync from their relay again.
import type { DeviceCampaign } from '@emberkeep/store';
import type { Identity } from './identity.ts';

// Never rename them: they are stored on devices.
const CAMPAIGNS = 'emberkeep-campaigns';
const REMOVED = 'emberkeep-removed-campaigns';
const PERSON = 'emberkeep-person';

/** What is kept of a campaign's row. */
export type RegisteredCampaign = Pick<DeviceCampaign, 'id' | 'name' | 'role' | 'token' | 'relay' | 'recoveryShown'>;

const read = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null; // reason: without access to localStorage, or with a damaged value, only the database knows
  }
};
const write = (key: string, value: unknown): void => {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // reason: as above
  }
};

const isRegistered = (value: unknown): value is RegisteredCampaign => {
  const { id, name, role, token, relay } = (value ?? {}) as Partial<Record<keyof RegisteredCampaign, unknown>>;
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    (role === 'owner' || role === 'co_gm') &&
    (token === null || typeof token === 'string') &&
    (relay === undefined || typeof relay === 'string')
  );
};

export const registeredCampaigns = (): RegisteredCampaign[] => {
  const stored = read(CAMPAIGNS);
  return Array.isArray(stored) ? stored.filter(isRegistered) : [];
};

/** Ids of campaigns that a person removed: another tab may have read them just before, and would keep them again. */
const removedIds = (): string[] => {
  const stored = read(REMOVED);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
};

/** Keeps these as they are now, and all others that were kept. */
export const registerCampaigns = (campaigns: readonly RegisteredCampaign[]): void => {
  const ids = new Set(campaigns.map(({ id }) => id));
  const removed = new Set(removedIds());
  const here = campaigns.filter(({ id }) => !removed.has(id));
  const kept = here.map(({ id, name, role, token, relay, recoveryShown }) => ({
    id,
    name,
    role,
    token,
    relay,
    recoveryShown,
  }));
  write(CAMPAIGNS, [...registeredCampaigns().filter(({ id }) => !ids.has(id)), ...kept]);
};

/** Call when a person removes a campaign from this device. */
export const unregisterCampaign = (campaignId: string): void => {
  write(REMOVED, [...removedIds(), campaignId]);
  write(
    CAMPAIGNS,
    registeredCampaigns().filter(({ id }) => id !== campaignId),
  );
};

/** Call when a campaign is added to this device, which may be one that was removed before. */
export const allowInRegister = (campaignId: string): void => {
  const removed = removedIds();
  if (removed.includes(campaignId))
    write(
      REMOVED,
      removed.filter((id) => id !== campaignId),
    );
};

/** Who the GM is to the others. Not the device's id: after a loss it is another device, which has to catch up first. */
export type RegisteredPerson = Pick<Identity, 'name' | 'color'>;

export const registerPerson = ({ name, color }: RegisteredPerson): void => write(PERSON, { name, color });

export const registeredPerson = (): RegisteredPerson | null => {
  const { name, color } = (read(PERSON) ?? {}) as Partial<Record<keyof RegisteredPerson, unknown>>;
  return typeof name === 'string' && typeof color === 'string' && /^#[0-9a-f]{6}$/.test(color) ? { name, color } : null;
};
