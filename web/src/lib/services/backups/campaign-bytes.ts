// A campaign on this device as bytes: reads every document from memory and disk, and merges bytes from elsewhere into
// them. Backups, restores and device transfers all use it.
import { applyUpdate, Doc, encodeSnapshot, encodeStateAsUpdate, snapshot } from 'yjs';
import { appendAll, ok, readRoom, roomOf, type Result, type StoredRecord } from '@emberkeep/domain';
import {
  applyIncoming,
  boundConflicts,
  createDexiePersistence,
  createMemoryPersistence,
  listSessions,
  loadReadOnly,
  mergeReadable,
  readStored,
  type CampaignDocs,
  type DeviceImage,
  type ReadableDocument,
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
  const persistence = createDexiePersistence(device.db);
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

/** The fields of a ledger that name pictures, as the ends of the keys of their root types. */
const PICTURE_FIELDS = [
  ['entities', '/portrait'],
  ['campaign', '/cover'],
] as const;

/** What the picture fields of a ledger hold: hashes, or a cover that is drawn. */
const picturesNamedIn = (ledger: Uint8Array): string[] => {
  const doc = new Doc();
  boundConflicts(doc);
  try {
    applyUpdate(doc, ledger);
    return PICTURE_FIELDS.flatMap(([root, field]) =>
      [...doc.getMap<unknown>(root)].flatMap(([key, value]) =>
        key.endsWith(field) && typeof value === 'string' && value !== '' ? [value] : [],
      ),
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
 * read.
 */
export const mergeDocuments = async (
  device: Device,
  campaignId: string,
  documents: readonly DocumentBytes[],
  label: string,
): Promise<Result<{ unreadable: string[] }, StorageError>> => {
  const merged = await withDocs(device, campaignId, async (docs) => {
    const unreadable: string[] = [];
    for (const document of documents)
      if (!(await mergeDocument(device, docs, document, label))) unreadable.push(document.room);
    return { unreadable };
  });
  if (merged.ok) return ok(merged.value);
  // A part of a campaign that no list shows would only take the space that is missing.
  const isListed = await device.campaigns.find(campaignId).then(
    (entry) => entry !== undefined,
    () => true, // reason: in doubt everything stays
  );
  if (!isListed) await createDexiePersistence(device.db).remove(`campaign/${campaignId}`);
  return merged;
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

/** A document's state; undefined where the bytes are missing or damaged. */
const snapshotOf = (bytes: Uint8Array | undefined): Uint8Array | undefined => {
  if (!bytes) return undefined;
  const doc = new Doc();
  boundConflicts(doc);
  try {
    applyUpdate(doc, bytes);
    return encodeSnapshot(snapshot(doc));
  } catch {
    return undefined; // reason: the caller of the documents names the room
  } finally {
    doc.destroy();
  }
};

/** Ids of the sessions that are not deleted, or were written in after they were. */
const sessionsHere = (ledger: ReadableDocument, documents: readonly DocumentBytes[]): string[] => {
  const { campaignId } = ledger.ref;
  // The first one counts where a room is there twice.
  const byRoom = new Map([...documents].reverse().map(({ room, bytes }) => [room, bytes]));
  const bytesOf = (sessionId: string): Uint8Array | undefined =>
    byRoom.get(roomOf({ kind: 'session', campaignId, sessionId }));
  return listSessions({ campaignId, ledger, peek: () => undefined }, (sessionId) => snapshotOf(bytesOf(sessionId)))
    .filter(({ deleted }) => !deleted)
    .map(({ id }) => id);
};

/** Every record in these documents, read in memory without touching the disk. Gives the rooms that cannot be opened. */
export const recordsInBytes = async (
  documents: readonly DocumentBytes[],
): Promise<{ records: StoredRecord[]; unreadable: string[] }> => {
  const persistence = createMemoryPersistence();
  const records: StoredRecord[] = [];
  const unreadable: string[] = [];
  const sessionIds = new Set<string>();
  // The ledger has the shortest room: it comes first, because it says which sessions are deleted.
  const ledgerFirst = [...documents].sort((a, b) => a.room.length - b.room.length);
  for (const { room, bytes } of ledgerFirst) {
    const ref = readRoom(room);
    try {
      await persistence.append([{ room, bytes, sent: true }]);
      if (!ref) throw new Error('not a room');
      const document = await loadReadOnly(persistence, ref);
      if (!document.ok || !document.value) throw new Error('not a document');
      if (ref.kind === 'ledger') for (const id of sessionsHere(document.value, documents)) sessionIds.add(id);
      if (ref.kind !== 'session' || sessionIds.has(ref.sessionId))
        appendAll(
          records,
          readStored(document.value, (id) => sessionIds.has(id)),
        );
      document.value.doc.destroy();
    } catch {
      unreadable.push(room);
    }
  }
  return { records, unreadable };
};
