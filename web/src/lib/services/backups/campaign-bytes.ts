// A campaign on this device as bytes: reads every document from memory and disk, and merges bytes from elsewhere into
// them. Backups, restores and device transfers all use it.
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { ok, pictureHashes, readRoom, type Result } from '@emberkeep/domain';
import {
  applyIncoming,
  boundConflicts,
  createBrowserPersistence,
  mergeReadable,
  type CampaignDocs,
  type DeviceImage,
  type StorageError,
} from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { withDocs } from '#lib/device/open-documents.ts';
import { picturesOf } from '#lib/device/pictures.ts';
import { writeDerived } from '#lib/services/derived/write-derived.ts';

export interface DocumentBytes {
  room: string;
  /** A Yjs v1 update. */
  bytes: Uint8Array;
}

/** Every document of a campaign. Reads memory too, so that it works when the disk does not. */
export const campaignBytes = async (device: Device, campaignId: string): Promise<DocumentBytes[]> => {
  const updates = await updatesOnDisk(device, campaignId);
  for (const { room, doc } of device.openCampaigns.get(campaignId)?.openDocuments() ?? [])
    updates.set(room, [...(updates.get(room) ?? []), encodeStateAsUpdate(doc)]);
  return [...updates]
    .filter(([, rows]) => rows.length > 0)
    .map(([room, rows]) => ({ room, bytes: mergeReadable(rows) }));
};

/** Updates by room. What cannot be read from the disk is left out: it may be in memory. */
const updatesOnDisk = async (device: Device, campaignId: string): Promise<Map<string, Uint8Array[]>> => {
  const updates = new Map<string, Uint8Array[]>();
  const persistence = createBrowserPersistence(device.db);
  const rooms = await persistence.rooms(`campaign/${campaignId}`);
  for (const { room } of rooms.ok ? rooms.value : []) {
    const rows = await persistence.load(room);
    if (!rows.ok) continue;
    updates.set(
      room,
      rows.value.map(({ bytes }) => bytes),
    );
  }
  return updates;
};

/** The fields of a ledger that name pictures, as they are in the keys of their root types. */
const PICTURE_FIELDS = [
  ['entities', /\/(?:portrait$|pictures\/)/],
  ['handouts', /\/picture$/],
  ['maps', /\/picture$/],
  ['campaign', /\/(?:cover$|notePictures\/)/],
] as const;

/** The hashes of the pictures that a ledger names. */
const picturesNamedIn = (ledger: Uint8Array): string[] => {
  const doc = new Doc();
  boundConflicts(doc);
  try {
    applyUpdate(doc, ledger);
    return PICTURE_FIELDS.flatMap(([root, field]) =>
      [...doc.getMap<unknown>(root)].flatMap(([key, value]) => (field.test(key) ? pictureHashes(value) : [])),
    );
  } catch {
    return []; // reason: a damaged ledger names none; what can be read of the documents is in the backup
  } finally {
    doc.destroy();
  }
};

/** The pictures that these documents name and this device has. */
export const picturesIn = (
  device: Device,
  campaignId: string,
  documents: readonly DocumentBytes[],
): Promise<DeviceImage[]> => {
  const ledger = documents.find(({ room }) => room === `campaign/${campaignId}`);
  return picturesOf(device.db, ledger ? picturesNamedIn(ledger.bytes) : []);
};

/**
 * Merges documents into a campaign of this device, open or not, or creates it. Gives the rooms that could not be
 * read. `onProgress` is given how many documents are done.
 */
export const mergeDocuments = async (
  device: Device,
  campaignId: string,
  documents: readonly DocumentBytes[],
  label: string,
  onProgress: (done: number) => void = () => undefined,
): Promise<Result<{ unreadable: string[] }, StorageError>> => {
  const merged = await withDocs(device, campaignId, async (docs) => {
    const unreadable: string[] = [];
    for (const [done, document] of documents.entries()) {
      onProgress(done);
      if (!(await mergeDocument(device, docs, document, label))) unreadable.push(document.room);
    }
    return { unreadable };
  });
  if (merged.ok) return ok(merged.value);
  await removeUnlisted(device, campaignId);
  return merged;
};

/** Removes documents of a campaign that no list shows: they would only take the space that is missing. */
export const removeUnlisted = async (device: Device, campaignId: string): Promise<void> => {
  const isListed = await device.campaigns.find(campaignId).then(
    (entry) => entry !== undefined,
    () => true, // reason: in doubt everything stays
  );
  if (!isListed) await createBrowserPersistence(device.db).remove(`campaign/${campaignId}`);
};

/** False where the room or its bytes cannot be read. */
const mergeDocument = async (
  device: Device,
  docs: CampaignDocs,
  { room, bytes }: DocumentBytes,
  label: string,
): Promise<boolean> => {
  const ref = readRoom(room);
  const opened = ref ? await docs.open(ref) : null;
  if (!opened?.ok) return false;
  try {
    applyIncoming(opened.value.doc, bytes, { source: 'local', label });
    await writeDerived(device.db, { room, doc: opened.value.doc });
    return true;
  } catch {
    return false; // Damaged bytes: the caller names the room.
  } finally {
    await opened.value.release();
  }
};
