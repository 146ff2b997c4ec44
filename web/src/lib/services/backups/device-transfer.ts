// Sync without a network: makes a change-set for another tablet and merges one from it, as sync does. A change-set that
// builds on changes which are not here is refused before anything is written.
import { diffUpdate } from 'yjs';
import { err, ok, type Result } from '@emberkeep/domain';
import { framesOf, writeChangeSet, type ChangeSet } from '@emberkeep/files';
import type { StorageError } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { handedOverKey } from '#lib/device/last-backup-settings.ts';
import { addHashedPictures } from '#lib/device/pictures.ts';
import { fileNameOf } from '#lib/ui/download.ts';
import { m } from '#messages';
import { campaignBytes, mergeDocuments, removeUnlisted, picturesIn, type DocumentBytes } from './campaign-bytes.ts';
import { isAhead, stateOf, type DocumentState } from './document-state.ts';
import {
  createBackupOpener,
  type BackupOpener,
  type ChangesError,
  type OpenedChanges,
  type OpenerDeps,
  type OpeningProgress,
  type TriedDocuments,
} from './open-in-worker.ts';
import { runRestore } from './unfinished-restores.ts';

/** The last transfer from this device: when, and the state of every document then. */
interface LastTransfer {
  /** Unix ms. */
  at: number;
  states: Record<string, DocumentState>;
}

/** Unix ms of the last transfer; undefined when there was none. */
export const transferredAt = async (device: Device, campaignId: string): Promise<number | undefined> =>
  (await device.settings.get<LastTransfer>(handedOverKey(campaignId)))?.at;

export interface OutgoingTransfer {
  fileName: string;
  bytes: Uint8Array;
  /** The texts of QR codes; null when the change-set is too large for them. */
  frames: string[] | null;
  /** The number of documents with changes; 0 when nothing changed. */
  documents: number;
  /** Remembers that it was transferred, so that the next change-set has only later changes. */
  done(): Promise<void>;
}

/** `all`: everything, for a tablet that has nothing yet; else what changed since the last transfer. */
export const makeTransfer = async (device: Device, campaignId: string, all: boolean): Promise<OutgoingTransfer> => {
  const last = all ? undefined : await device.settings.get<LastTransfer>(handedOverKey(campaignId));
  const now = await campaignBytes(device, campaignId);
  const states = Object.fromEntries(now.map(({ room, bytes }) => [room, stateOf(bytes)]));
  const documents = now.flatMap((document) => changesOf(document, states[document.room]!, last?.states[document.room]));
  // Only the name of the file depends on it.
  const name =
    (await device.campaigns.find(campaignId).catch(() => undefined))?.name ??
    m.services_backups_deviceTransfer_campaign();
  const from = device.identity.name || m.services_backups_deviceTransfer_a_gm();
  const write = (images: ChangeSet['images']): Uint8Array =>
    writeChangeSet({ campaignId, name, madeAt: Date.now(), from, documents, images });
  return {
    bytes: write(await picturesIn(device, campaignId, now)),
    documents: documents.length,
    // Pictures are in the file only: QR codes have room for text alone.
    frames: documents.length === 0 ? null : framesOf(write([])),
    fileName: `${fileNameOf(name, 'campaign')}.emberkeep-changes`,
    done: () => device.settings.set(handedOverKey(campaignId), { at: Date.now(), states } satisfies LastTransfer),
  };
};

const changesOf = (
  { room, bytes }: DocumentBytes,
  state: DocumentState,
  base: DocumentState | undefined,
): ChangeSet['documents'] => {
  if (!base) return [{ room, base: null, bytes }];
  return isAhead(state, base) ? [{ room, base: base.vector, bytes: diffUpdate(bytes, base.vector) }] : [];
};

/**
 * `NeedsEarlier`: it builds on changes that are not on this device. `PartlyMerged`: a document in it could not be read,
 * `PartlyTooSlow`: one takes too long to merge on this device; the others are merged. Else nothing is.
 */
export type TransferInError =
  ChangesError | StorageError | { type: 'NeedsEarlier' } | { type: 'PartlyMerged' } | { type: 'PartlyTooSlow' };

export interface IncomingTransfer {
  campaignId: string;
  name: string;
  from: string;
  isNew: boolean;
}

/** What the transfer worker does for a transfer. */
export interface RunningTransfer<T, E extends { type: string }> {
  /** Null when it was stopped. Rejects when the worker cannot be started, or fails. */
  end: Promise<Result<T, E> | null>;
  stop(): void;
}

/** Reads a file of changes, or the codes that it was shown as, in a worker. */
export const startOpening = (bytes: Uint8Array, deps?: OpenerDeps): RunningTransfer<OpenedChanges, ChangesError> => {
  const opener = createBackupOpener(deps);
  return { end: opener.openChanges(bytes).finally(() => opener.stop()), stop: () => opener.stop() };
};

/**
 * Merges a change-set into the campaign of this device, or makes the campaign where the change-set is whole. Each
 * document is tried in a worker before anything is written. Goes on when the page that asked for it is left.
 * `onTrial` is given how many documents were tried, and null once it can no longer be stopped.
 */
export const startMerge = (
  device: Device,
  opened: OpenedChanges,
  onTrial: (progress: OpeningProgress | null) => void = () => undefined,
  deps?: OpenerDeps,
): RunningTransfer<IncomingTransfer, TransferInError> => {
  const opener = createBackupOpener(deps);
  const { campaignId } = opened.changes;
  const merge = (): Promise<Result<IncomingTransfer, TransferInError> | null> =>
    runRestore(device, campaignId, () => tryAndMerge(device, opened, opener, onTrial));
  return { end: device.writes.run(campaignId, merge).finally(() => opener.stop()), stop: () => opener.stop() };
};

const tryAndMerge = async (
  device: Device,
  opened: OpenedChanges,
  opener: BackupOpener,
  onTrial: (progress: OpeningProgress | null) => void,
): Promise<Result<IncomingTransfer, TransferInError> | null> => {
  const { campaignId } = opened.changes;
  const tried = await opener.tryChanges(opened, await campaignBytes(device, campaignId), onTrial);
  if (!tried) return null;
  onTrial(null);
  const isNew = !(await device.campaigns.find(campaignId));
  const refusal = refusalOf(tried, isNew ? `campaign/${campaignId}` : null);
  return refusal ? err(refusal) : mergeTried(device, opened.changes, tried, isNew);
};

/** Why nothing of a change-set is merged; null where something is. `needed`: the room without which there is nothing. */
const refusalOf = (
  { sound, damaged, slow, lackBase }: TriedDocuments,
  needed: string | null,
): TransferInError | null => {
  if (lackBase.length > 0) return { type: 'NeedsEarlier' };
  if (needed !== null && !sound.has(needed)) {
    if (damaged.includes(needed)) return { type: 'DamagedChangeSet' };
    return slow.includes(needed) ? { type: 'ChangesTookTooLong' } : { type: 'NeedsEarlier' };
  }
  if (sound.size > 0) return null;
  return damaged.length > 0 ? { type: 'DamagedChangeSet' } : { type: 'ChangesTookTooLong' };
};

const mergeTried = async (
  device: Device,
  { campaignId, name, from, documents, images }: ChangeSet,
  { sound, damaged, slow }: TriedDocuments,
  isNew: boolean,
): Promise<Result<IncomingTransfer, TransferInError>> => {
  const tried = documents.filter(({ room }) => sound.has(room));
  const merged = await mergeDocuments(device, campaignId, tried, 'hand-over');
  if (!merged.ok) return merged;
  const unreadable = [...damaged, ...merged.value.unreadable];
  if (isNew && unreadable.includes(`campaign/${campaignId}`)) {
    await removeUnlisted(device, campaignId); // Without its ledger no document of it can be opened.
    return err({ type: 'DamagedChangeSet' });
  }
  await addHashedPictures(device.db, images);
  if (isNew) await device.campaigns.add({ id: campaignId, name, role: 'co_gm', token: null });
  if (unreadable.length > 0) return err({ type: 'PartlyMerged' });
  return slow.length > 0 ? err({ type: 'PartlyTooSlow' }) : ok({ campaignId, name, from, isNew });
};
