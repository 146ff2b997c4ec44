// Owns backups of a campaign: made, restored as a merge or as a copy, and tried out without touching anything.
import { ok, RECORDS, readRoom, roomOf, type Result, type StoredRecord } from '@emberkeep/domain';
import { readBackup, writeBackup, type BackupError, type CampaignBackup } from '@emberkeep/files';
import { campaignJson } from '@emberkeep/files/save';
import { renameCampaign, type StorageError } from '@emberkeep/store';
import type { App } from '#lib/app/app.svelte.ts';
import { fileNameOf, saveFile } from '#lib/ui/download.ts';
import { backupAtKey } from '#lib/device/kept-keys.ts';
import { openDocs } from '#lib/app/open-campaign.svelte.ts';
import { newId } from '#lib/device/new-id.ts';
import { campaignBytes, imagesOf, keepImages, mergeDocuments, recordsInBytes } from './campaign-bytes.ts';
import { isAhead, stateOf } from './document-state.ts';

/** Everything of a campaign as a backup file's text. Works while the disk does not. */
export const makeBackup = async (app: App, campaignId: string): Promise<{ fileName: string; text: string }> => {
  const entry =
    (await app.db.campaigns.get(campaignId).catch(() => undefined)) ?? app.campaigns.find((c) => c.id === campaignId);
  const documents = await campaignBytes(app, campaignId);
  const open = app.current?.id === campaignId ? app.current : null;
  const name = open?.live.campaign?.name ?? entry?.name ?? 'Campaign';
  const recovery = entry?.role === 'owner' && entry.token ? `${campaignId}.${entry.token}` : null;
  // What cannot be read as records is in the documents all the same.
  const readable = await recordsInBytes(documents).then(
    ({ records }) => JSON.parse(campaignJson(records, campaignId, Date.now())) as unknown,
    () => undefined,
  );
  const text = writeBackup({
    campaignId,
    name,
    savedAt: Date.now(),
    recovery,
    documents,
    images: await imagesOf(app, campaignId, documents),
    readable,
  });
  return { fileName: `${fileNameOf(name, 'campaign')} ${new Date().toISOString().slice(0, 10)}.emberkeep.json`, text };
};

/** Makes one and hands it to the person; true once it left, and then this device remembers when. */
export const downloadBackup = async (app: App, campaignId: string): Promise<boolean> => {
  const { fileName, text } = await makeBackup(app, campaignId);
  if (!(await saveFile(fileName, text))) return false;
  await app.remember(backupAtKey(campaignId), Date.now());
  return true;
};

type Whole = Pick<CampaignBackup, 'campaignId' | 'name' | 'recovery' | 'documents' | 'images'>;

/** Puts documents, however they came, into a campaign of this device: see {@link restoreBackup}. Gives what could not be read. */
export const restoreDocuments = async (
  app: App,
  { campaignId, name: called, recovery, documents: from, images }: Whole,
  as: 'merge' | 'copy',
  copyName = `${called} (copy)`,
): Promise<Result<{ id: string; damaged: string[] }, StorageError>> => {
  const id = as === 'copy' ? newId() : campaignId;
  const documents = from.flatMap(({ room, bytes }) => {
    const ref = readRoom(room);
    return ref ? [{ room: roomOf({ ...ref, campaignId: id }), bytes }] : [];
  });
  const merged = await mergeDocuments(app, id, documents, 'restore');
  if (!merged.ok) return merged;
  await keepImages(app, images ?? []);
  const name = as === 'copy' ? copyName : called;
  if (as === 'copy') {
    const docs = await openDocs(app.db, id, app.identity.deviceId);
    if (!docs.ok) return docs;
    renameCampaign(docs.value, name);
    await docs.value.close();
  }
  const [, secret] = recovery?.split('.') ?? [];
  const known = await app.db.campaigns.get(id);
  if (!known) await app.addCampaign({ id, name, role: 'owner', token: as === 'copy' ? null : (secret ?? null) });
  await app.refresh();
  return ok({ id, damaged: merged.value.unreadable });
};

/**
 * Restores a backup. `merge`: into the campaign if it is on this device, added otherwise; nothing is overwritten. `copy`: a
 * campaign of its own beside it, which nobody shares.
 */
export const restoreBackup = async (
  app: App,
  text: string,
  as: 'merge' | 'copy' = 'merge',
): Promise<Result<{ id: string; damaged: string[] }, BackupError | StorageError>> => {
  const read = readBackup(text);
  if (!read.ok) return read;
  const restored = await restoreDocuments(app, read.value.backup, as);
  return restored.ok
    ? ok({ ...restored.value, damaged: [...read.value.damaged, ...restored.value.damaged] })
    : restored;
};

/** What a backup holds, from opening all of it in memory. */
export interface BackupCheck {
  backup: Pick<CampaignBackup, 'campaignId' | 'name' | 'savedAt'>;
  /** Records by the word for their kind. */
  counts: { label: string; count: number }[];
  images: number;
  damaged: string[];
  /** Documents here that have something which is not in the backup; null where the campaign is not on this device. */
  behind: number | null;
}

/** How many of each kind, the most first, by the word for it. */
export const countRecords = (records: readonly StoredRecord[]): BackupCheck['counts'] => {
  const counts = new Map<StoredRecord['kind'], number>();
  for (const { kind } of records) if (kind !== 'campaign') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const wordFor = (kind: StoredRecord['kind'], count: number): string =>
    kind === 'note'
      ? `evening${count === 1 ? '' : 's'} with notes`
      : (count === 1 ? RECORDS[kind].label : RECORDS[kind].plural).toLowerCase();
  return [...counts].map(([kind, count]) => ({ label: wordFor(kind, count), count })).sort((a, b) => b.count - a.count);
};

/** A restore drill: everything is read as a restore would, in memory; nothing of the campaign is touched. */
export const checkBackup = async (app: App, text: string): Promise<Result<BackupCheck, BackupError>> => {
  const read = readBackup(text);
  if (!read.ok) return read;
  const { backup, damaged } = read.value;
  const { records, unreadable } = await recordsInBytes(backup.documents);
  const isHere = app.campaigns.some((c) => c.id === backup.campaignId);
  const then = new Map(backup.documents.map((d) => [d.room, stateOf(d.bytes)]));
  const now = isHere ? await campaignBytes(app, backup.campaignId) : [];
  return ok({
    backup,
    counts: countRecords(records),
    images: backup.images?.length ?? 0,
    damaged: [...damaged, ...unreadable],
    behind: isHere ? now.filter((d) => isAhead(stateOf(d.bytes), then.get(d.room))).length : null,
  });
};
