// Sync without a network: makes a change-set for another tablet and merges one from it, as sync does. A change-set that
// builds on changes which are not here is refused before anything is written.
import { decodeStateVector, diffUpdate, encodeStateVectorFromUpdate } from 'yjs';
import { err, ok, type Result } from '@emberkeep/domain';
import { framesOf, readChangeSet, writeChangeSet, type ChangeSet, type ChangeSetError } from '@emberkeep/files';
import type { StorageError } from '@emberkeep/store';
import type { Device } from '#lib/device/device.svelte.ts';
import { handedOverKey } from '#lib/device/last-backup-settings.ts';
import { addHashedPictures } from '#lib/device/pictures.ts';
import { fileNameOf } from '#lib/ui/download.ts';
import { m } from '#messages';
import { campaignBytes, mergeDocuments, removeUnlisted, picturesIn, type DocumentBytes } from './campaign-bytes.ts';
import { isAhead, stateOf, type DocumentState } from './document-state.ts';
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
 * the others are merged.
 */
export type TransferInError = ChangeSetError | StorageError | { type: 'NeedsEarlier' } | { type: 'PartlyMerged' };

export interface IncomingTransfer {
  campaignId: string;
  name: string;
  from: string;
  isNew: boolean;
}

/**
 * Merges a change-set into the campaign of this device, or makes the campaign where the change-set is whole. Goes on
 * when the page that asked for it is left.
 */
export const takeTransfer = async (
  device: Device,
  bytes: Uint8Array,
): Promise<Result<IncomingTransfer, TransferInError>> => {
  const read = readChangeSet(bytes);
  if (!read.ok) return read;
  const { campaignId } = read.value;
  return device.writes.run(campaignId, () => runRestore(device, campaignId, () => mergeChangeSet(device, read.value)));
};

const mergeChangeSet = async (
  device: Device,
  { campaignId, name, from, documents, images }: ChangeSet,
): Promise<Result<IncomingTransfer, TransferInError>> => {
  const isNew = !(await device.campaigns.find(campaignId));
  try {
    if (!hasBases(documents, await campaignBytes(device, campaignId))) return err({ type: 'NeedsEarlier' });
  } catch {
    return err({ type: 'DamagedChangeSet' }); // A state vector of the file cannot be decoded.
  }
  if (isNew && !documents.some(({ room }) => room === `campaign/${campaignId}`)) return err({ type: 'NeedsEarlier' });
  const merged = await mergeDocuments(device, campaignId, documents, 'hand-over');
  if (!merged.ok) return merged;
  const { unreadable } = merged.value;
  if (isNew && unreadable.includes(`campaign/${campaignId}`)) {
    await removeUnlisted(device, campaignId); // Without its ledger no document of it can be opened.
    return err({ type: 'DamagedChangeSet' });
  }
  await addHashedPictures(device.db, images);
  if (isNew) await device.campaigns.add({ id: campaignId, name, role: 'co_gm', token: null });
  return unreadable.length > 0 ? err({ type: 'PartlyMerged' }) : ok({ campaignId, name, from, isNew });
};

/** True when this device has everything that the changes build on. Throws when a base cannot be decoded. */
const hasBases = (documents: ChangeSet['documents'], here: readonly DocumentBytes[]): boolean => {
  const bytesHere = new Map(here.map(({ room, bytes }) => [room, bytes]));
  return documents.every(({ room, base }) => {
    if (base === null) return true;
    const own = bytesHere.get(room);
    const state = own ? decodeStateVector(encodeStateVectorFromUpdate(own)) : new Map<number, number>();
    return [...decodeStateVector(base)].every(([client, clock]) => (state.get(client) ?? 0) >= clock);
  });
};
