// Creates campaigns on this device: an empty one, or the sample.
import { cleanName, err, ok, type Result } from '@emberkeep/domain';
import { createCampaign, createSession, getSession, type CampaignDocs, type StorageError } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { newId } from '#lib/device/new-id.ts';
import { openDocs, withDocs } from '#lib/device/open-documents.ts';

/** A campaign that was created just now. */
export interface NewCampaign {
  id: string;
  /** Its first session, with an empty note to write on. */
  sessionId: string;
}

/** The setting that holds the campaign with the first hints. They are shown once per device, not once per campaign. */
const HINTS_SETTING = 'hints';

const giveFirstHints = async (device: Device, campaignId: string): Promise<void> => {
  if ((await device.settings.get(HINTS_SETTING)) === undefined) await device.settings.set(HINTS_SETTING, campaignId);
};

/** `fill` writes what the campaign begins with. */
const createCampaignWith = async <T>(
  device: Device,
  { name, system }: { name: string; system: string },
  fill: (docs: CampaignDocs) => Result<T, { type: string }>,
): Promise<Result<{ id: string; filled: T }, StorageError | { type: string }>> => {
  const clean = cleanName(name);
  if (!clean) return err({ type: 'NameMissing' });
  const id = newId();
  const docs = await openDocs(device, id);
  if (!docs.ok) return docs;
  const created = createCampaign(docs.value, { name: clean, system });
  const filled = fill(docs.value);
  const saved = await docs.value.queue.whenSaved();
  // A campaign that no list shows must not reach the disk later.
  if (!saved.ok) await docs.value.queue.discard();
  await docs.value.close();
  if (!created.ok) return created;
  if (!filled.ok) return filled;
  if (!saved.ok) return saved;
  await device.campaigns.add({ id, name: clean, role: 'owner', token: null });
  await giveFirstHints(device, id);
  return ok({ id, filled: filled.value });
};

/** Creates a campaign with its first session. */
export const createCampaignHere = async (
  device: Device,
  name: string,
  system = '',
): Promise<Result<NewCampaign, StorageError | { type: string }>> => {
  const created = await createCampaignWith(device, { name, system }, createSession);
  return created.ok ? ok({ id: created.value.id, sessionId: created.value.filled }) : created;
};

/** Creates a campaign for what is to be imported: a session of its own would take the number of an imported one. */
export const createEmptyCampaignHere = async (
  device: Device,
  name: string,
  system = '',
): Promise<Result<{ id: string }, StorageError | { type: string }>> =>
  createCampaignWith(device, { name, system }, () => ok(null));

/** Where the sample is opened. */
export interface Sample {
  id: string;
  /** Null once that session was deleted. */
  sessionId: string | null;
}

/** The setting that holds the sample of this device: it is opened again, not made again. */
const SAMPLE_SETTING = 'sample';

/** The sample, while it is on this device and nobody made a campaign of their own of it. */
const sampleHere = async (device: Device): Promise<Sample | null> => {
  const known = await device.settings.get<Sample>(SAMPLE_SETTING);
  if (!known || !(await device.campaigns.find(known.id))) return null;
  const session = await withDocs(device, known.id, (docs) => Promise.resolve(getSession(docs, known.sessionId ?? '')));
  const isGone = session.ok && (session.value === null || session.value.deleted);
  return isGone ? { ...known, sessionId: null } : known;
};

/** The sample is the GM's own campaign from now on: opening the sample makes a new one. */
export const keepSample = (device: Device): Promise<void> => device.settings.set(SAMPLE_SETTING, null);

/** Opens the sample campaign, made where it is not here yet; gives its id and that of the session to play. */
export const openSampleHere = async (device: Device): Promise<Result<Sample, StorageError | { type: string }>> => {
  const known = await sampleHere(device);
  return known ? ok(known) : createSampleHere(device);
};

const createSampleHere = async (device: Device): Promise<Result<Sample, StorageError | { type: string }>> => {
  const { writeSample } = await import('./write-sample.ts');
  const id = newId();
  const docs = await openDocs(device, id);
  if (!docs.ok) return docs;
  const { name, derived, sessionId, drawerId } = await writeSample(docs.value);
  const saved = await docs.value.queue.whenSaved();
  // A campaign that no list shows must not reach the disk later.
  if (!saved.ok) await docs.value.queue.discard();
  await docs.value.close();
  if (!saved.ok) return saved;
  // Derived rows are a cache: what cannot be written is derived when a document is opened.
  await device.db.derived.putMany(derived).catch(() => undefined);
  await device.campaigns.add({ id, name, role: 'owner', token: null });
  await device.settings.set(`play:${sessionId}`, { drawer: [drawerId] });
  await giveFirstHints(device, id);
  await device.settings.set(SAMPLE_SETTING, { id, sessionId });
  return ok({ id, sessionId });
};
