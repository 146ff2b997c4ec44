// Backups of a campaign: made, downloaded and restored.
import { localDay, ok, readRoom, roomOf, SESSION, type Result, type StoredRecord } from '@emberkeep/domain';
import { writeBackup, type CampaignBackup } from '@emberkeep/files';
import { campaignJson } from '@emberkeep/files/save';
import {
  campaignOf,
  createCampaign,
  createSession,
  editRecord,
  enterStage,
  getSession,
  putRecords,
  renameCampaign,
  type CampaignDocs,
  type NotWritable,
  type StorageError,
} from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { backupAtKey } from '#lib/device/last-backup-settings.ts';
import { newId } from '#lib/device/new-id.ts';
import { openDocs } from '#lib/device/open-documents.ts';
import { addHashedPictures } from '#lib/device/pictures.ts';
import { readAddress } from '#lib/services/sync/relay-client.ts';
import { fileNameOf, saveFile } from '#lib/ui/download.ts';
import { m } from '#messages';
import { campaignBytes, mergeDocuments, picturesIn, removeUnlisted, type DocumentBytes } from './campaign-bytes.ts';
import { openDocumentsOnce } from './open-in-worker.ts';
import { runRestore } from './unfinished-restores.ts';

/** The text of a backup file with everything of a campaign. Works even when the disk cannot be read. */
export const makeBackup = async (device: Device, campaignId: string): Promise<{ fileName: string; text: string }> => {
  // On a disk that cannot be read the list in memory has the entry.
  const entry =
    (await device.campaigns.find(campaignId).catch(() => undefined)) ??
    device.campaigns.all.find((campaign) => campaign.id === campaignId);
  const documents = await campaignBytes(device, campaignId);
  const docs = device.openCampaigns.get(campaignId);
  const name = (docs && campaignOf(docs)?.name) ?? entry?.name ?? m.services_backups_backup_campaign();
  const text = writeBackup({
    campaignId,
    name,
    savedAt: Date.now(),
    recovery: entry?.role === 'owner' && entry.token ? `${campaignId}.${entry.token}` : null,
    ...(entry?.token ? { relay: entry.relay || location.origin } : {}),
    documents,
    images: await picturesIn(device, campaignId, documents),
    readable: await readableRecords(campaignId, documents),
  });
  return { fileName: `${fileNameOf(name, 'campaign')} ${localDay(Date.now())}.emberkeep.json`, text };
};

/** A backup does not wait longer for its readable copy, seconds: its documents hold everything. */
const READABLE_LIMIT_S = 60;

/**
 * The records as readable JSON, without those of documents that take too long to open; undefined when they cannot be
 * read. The documents contain them in any case.
 */
const readableRecords = async (campaignId: string, documents: readonly DocumentBytes[]): Promise<unknown> => {
  try {
    const opened = await openDocumentsOnce(documents, READABLE_LIMIT_S);
    return opened ? JSON.parse(campaignJson(opened.records, campaignId, Date.now())) : undefined;
  } catch {
    return undefined;
  }
};

/** Makes a backup and lets the person save it. True once the file was saved or shared; the device remembers when. */
export const downloadBackup = async (device: Device, campaignId: string): Promise<boolean> => {
  const { fileName, text } = await makeBackup(device, campaignId);
  if (!(await saveFile(fileName, text))) return false;
  await device.settings.set(backupAtKey(campaignId), Date.now());
  return true;
};

type BackupContents = Pick<CampaignBackup, 'campaignId' | 'name' | 'recovery' | 'relay' | 'documents' | 'images'>;

/** `merge`: into the campaign of the same id on this device. `copy`: into a new campaign that is not shared. */
export type RestoreAs = 'merge' | 'copy';

export interface Restored {
  /** The campaign that the documents went into. */
  id: string;
  /** Rooms that could not be read. */
  damaged: string[];
}

export interface RestoreOptions {
  as: RestoreAs;
  /** The name of a copy. */
  copyName?: string;
  /**
   * Records of the readable copy, for a copy only: written into the campaign itself, they would compete with newer words
   * of other devices.
   */
  fromReadable?: readonly StoredRecord[] | undefined;
  /** Given how many documents are done. */
  onProgress?(done: number): void;
}

/**
 * Merges documents into a campaign of this device, which is added if it is missing. Nothing is overwritten. Where it
 * fails, a campaign that would have been added leaves nothing behind.
 */
export const restoreDocuments = (
  device: Device,
  contents: BackupContents,
  { as, copyName = `${contents.name} (copy)`, fromReadable = [], onProgress = () => undefined }: RestoreOptions,
): Promise<Result<Restored, StorageError | NotWritable>> => {
  const id = as === 'copy' ? newId() : contents.campaignId;
  const copy = as === 'copy' ? { name: copyName, fromReadable } : null;
  const target = { id, copy, onProgress };
  const restore = async (): Promise<Result<Restored, StorageError | NotWritable>> => {
    try {
      const restored = await writeContents(device, contents, target);
      if (!restored.ok) await removeUnlisted(device, id);
      return restored;
    } catch (error) {
      await removeUnlisted(device, id);
      throw error;
    }
  };
  return device.writes.run(id, () => runRestore(device, id, restore));
};

/** What a copy gets besides the documents. */
interface CopyParts {
  name: string;
  fromReadable: readonly StoredRecord[];
}

/** `copy`: null where the campaign keeps its name. */
const writeContents = async (
  device: Device,
  contents: BackupContents,
  { id, copy, onProgress }: { id: string; copy: CopyParts | null; onProgress(done: number): void },
): Promise<Result<Restored, StorageError | NotWritable>> => {
  const documents = contents.documents.flatMap(({ room, bytes }) => {
    const ref = readRoom(room);
    return ref ? [{ room: roomOf({ ...ref, campaignId: id }), bytes }] : [];
  });
  const merged = await mergeDocuments(device, id, documents, 'restore', onProgress);
  if (!merged.ok) return merged;
  await addHashedPictures(device.db, contents.images ?? []);
  if (copy) {
    const completed = await completeCopy(device, id, copy, documents);
    if (!completed.ok) return completed;
  }
  if (!(await device.campaigns.find(id))) {
    const [, secret = null] = contents.recovery?.split('.') ?? [];
    const token = copy ? null : secret;
    // The code opens nothing at another relay, and must not be shown to one.
    const relay = (token && readAddress(contents.relay ?? '')) ?? '';
    await device.campaigns.add({ id, name: copy?.name ?? contents.name, role: 'owner', token, relay });
  }
  await device.campaigns.refresh();
  return ok({ id, damaged: merged.value.unreadable });
};

/**
 * Writes records of the readable copy beside what the documents hold. Nothing is overwritten. A completed session takes
 * no words, so one whose notes are lost is open while they are written.
 */
const putReadable = async (
  docs: CampaignDocs,
  records: readonly StoredRecord[],
): Promise<Result<unknown, StorageError | NotWritable>> => {
  const sessionIds = new Set(records.flatMap(({ sessionId }) => sessionId ?? []));
  const { campaignId } = docs;
  for (const kind of ['ledger', 'table'] as const) await docs.create({ kind, campaignId }).release();
  const completed: string[] = [];
  for (const sessionId of sessionIds) {
    await docs.create({ kind: 'session', campaignId, sessionId }).release();
    if (getSession(docs, sessionId)?.stage === 'completed' && enterStage(docs, sessionId, 'wrap_up').ok)
      completed.push(sessionId);
  }
  const put = await putRecords(docs, records, { from: m.services_backups_backup_readable_copy() });
  for (const id of completed) editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields: { stage: 'completed' } });
  return put;
};

/**
 * Names a copy, and lists the sessions that a damaged ledger does not list. Only a copy may list them: in the campaign
 * itself the new entry would compete with the real one on other devices.
 */
const completeCopy = async (
  device: Device,
  campaignId: string,
  { name, fromReadable }: CopyParts,
  documents: readonly DocumentBytes[],
): Promise<Result<void, StorageError | NotWritable>> => {
  const docs = await openDocs(device, campaignId);
  if (!docs.ok) return docs;
  if (fromReadable.length > 0) {
    const put = await putReadable(docs.value, fromReadable);
    if (!put.ok) {
      await docs.value.close();
      return put;
    }
  }
  if (campaignOf(docs.value)) renameCampaign(docs.value, name);
  else createCampaign(docs.value, { name });
  for (const { room } of documents) {
    const ref = readRoom(room);
    if (ref?.kind !== 'session' || getSession(docs.value, ref.sessionId)) continue;
    const body = await docs.value.open(ref);
    createSession(docs.value, { id: ref.sessionId, title: m.services_backups_backup_restored_session() });
    if (body.ok) await body.value.release();
  }
  await docs.value.close();
  return ok(undefined);
};
