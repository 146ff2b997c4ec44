// Owns a campaign of this device as bytes: every document as it is in memory and on the disk, and bytes of another device merged
// into what is here. Backups, restores and hand-overs all go through it.
import { applyUpdate, Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs';
import { ok, readRoom, type Result, type StoredRecord } from '@emberkeep/domain';
import {
  applyIncoming,
  createDexiePersistence,
  createMemoryPersistence,
  deriveRow,
  loadReadOnly,
  readStored,
  type DeviceImage,
  type StorageError,
} from '@emberkeep/store';
import type { App } from '#lib/app/app.svelte.ts';
import { hashOf } from '#lib/device/hash-of.ts';
import { openDocs } from '#lib/app/open-campaign.svelte.ts';

export interface DocumentBytes {
  room: string;
  /** A Yjs v1 update. */
  bytes: Uint8Array;
}

/** Every document of a campaign. Reads memory too, so that it works when the disk does not. */
export const campaignBytes = async (app: App, campaignId: string): Promise<DocumentBytes[]> => {
  const rooms = new Map<string, Uint8Array[]>();
  const persistence = createDexiePersistence(app.db);
  const onDisk = await persistence.rooms(`campaign/${campaignId}`);
  if (onDisk.ok) {
    for (const { room } of onDisk.value) {
      const rows = await persistence.load(room);
      if (rows.ok)
        rooms.set(
          room,
          rows.value.map((r) => r.bytes),
        );
    }
  }
  const open = app.current?.id === campaignId ? app.current : null;
  for (const { room, doc } of open?.docs.openDocuments() ?? [])
    rooms.set(room, [...(rooms.get(room) ?? []), encodeStateAsUpdate(doc)]);
  return [...rooms]
    .filter(([, updates]) => updates.length > 0)
    .map(([room, updates]) => ({ room, bytes: mergeUpdates(updates) }));
};

/** Hashes of the pictures that a ledger's entities name. */
const portraitsIn = (ledger: Uint8Array): string[] => {
  const doc = new Doc();
  applyUpdate(doc, ledger);
  const found = [...doc.getMap<unknown>('entities')].flatMap(([key, value]) =>
    key.endsWith('/portrait') && typeof value === 'string' && value !== '' ? [value] : [],
  );
  doc.destroy();
  return [...new Set(found)];
};

/** The pictures that these documents name and this device has. */
export const imagesOf = async (
  app: App,
  campaignId: string,
  documents: readonly DocumentBytes[],
): Promise<DeviceImage[]> => {
  const ledger = documents.find((d) => d.room === `campaign/${campaignId}`);
  const images = await Promise.all(
    (ledger ? portraitsIn(ledger.bytes) : []).map((hash) => app.db.images.get(hash).catch(() => undefined)),
  );
  return images.filter((i) => i !== undefined);
};

/** Keeps pictures, each only under the hash that its bytes have: a file cannot put another in its place. */
export const keepImages = async (app: App, images: readonly DeviceImage[]): Promise<void> => {
  for (const image of images)
    if ((await hashOf(image.bytes)) === image.hash) await app.db.images.put(image).catch(() => undefined);
};

/** Merges documents into a campaign of this device, open or not, or makes it. Rooms that could not be read are named. */
export const mergeDocuments = async (
  app: App,
  campaignId: string,
  documents: readonly DocumentBytes[],
  label: string,
): Promise<Result<{ unreadable: string[] }, StorageError>> => {
  // Into the open campaign as any sync would; else it is opened for the moment.
  const open = app.current?.id === campaignId ? app.current.docs : null;
  const docs = open ? ok(open) : await openDocs(app.db, campaignId, app.identity.deviceId);
  if (!docs.ok) return docs;
  const unreadable: string[] = [];
  for (const { room, bytes } of documents) {
    const ref = readRoom(room);
    const opened = ref ? await docs.value.open(ref) : null;
    if (!opened?.ok) {
      unreadable.push(room);
      continue;
    }
    try {
      applyIncoming(opened.value.doc, bytes, { source: 'local', label });
      await app.db.derived.put(deriveRow(room, opened.value.doc)).catch(() => undefined);
    } catch {
      unreadable.push(room);
    }
    await opened.value.release();
  }
  const saved = await docs.value.queue.whenSaved();
  if (!open) await docs.value.close();
  return saved.ok ? ok({ unreadable }) : saved;
};

/** Every record in these documents, read in memory: nothing on the disk is touched. Rooms that cannot be opened are named. */
export const recordsInBytes = async (
  documents: readonly DocumentBytes[],
): Promise<{ records: StoredRecord[]; unreadable: string[] }> => {
  const persistence = createMemoryPersistence();
  const records: StoredRecord[] = [];
  const unreadable: string[] = [];
  // Which evenings are deleted is told by the ledger.
  const here = new Set<string>();
  const ordered = [...documents].sort((a, b) => a.room.length - b.room.length);
  for (const { room, bytes } of ordered) {
    const ref = readRoom(room);
    try {
      await persistence.append([{ room, bytes, sent: true }]);
      if (!ref) throw new Error('not a room');
      const document = await loadReadOnly(persistence, ref);
      if (!document.ok || !document.value) throw new Error('not a document');
      if (ref.kind === 'ledger') {
        const sessions = document.value.table('session');
        for (const id of sessions.ids()) if (!sessions.get(id)?.fields.has('deleted')) here.add(id);
      }
      if (ref.kind !== 'session' || here.has(ref.sessionId))
        records.push(...readStored(document.value, (id) => here.has(id)));
      document.value.doc.destroy();
    } catch {
      unreadable.push(room);
    }
  }
  return { records, unreadable };
};
