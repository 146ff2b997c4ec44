// Owns syncing without any network: a change-set made for a co-GM's tablet, and one taken from it. Taking it is the same merge as
// any sync; one that builds on changes which are not here is refused before anything is written.
import { decodeStateVector, diffUpdate, encodeStateVectorFromUpdate } from 'yjs';
import { err, ok, type Result } from '@emberkeep/domain';
import { framesOf, readChangeSet, writeChangeSet, type ChangeSet, type ChangeSetError } from '@emberkeep/files';
import type { StorageError } from '@emberkeep/store';
import { fileNameOf } from '#lib/ui/download.ts';
import type { App } from '#lib/app/app.svelte.ts';
import { handedOverKey } from '#lib/device/kept-keys.ts';
import { campaignBytes, imagesOf, keepImages, mergeDocuments } from './campaign-bytes.ts';
import { isAhead, stateOf, type DocumentState } from './document-state.ts';

/** What was handed over last: when, and the state of every document then. */
interface HandedOver {
  at: number;
  states: Record<string, DocumentState>;
}

/** When this device last handed over; undefined where it never did. */
export const handedOverAt = async (app: App, campaignId: string): Promise<number | undefined> =>
  (await app.setting<HandedOver>(handedOverKey(campaignId)))?.at;

export interface Handout {
  fileName: string;
  bytes: Uint8Array;
  /** Texts of QR codes; null where it is too large for them. */
  frames: string[] | null;
  /** Documents with something in them; none where nothing changed. */
  documents: number;
  /** Remembers that it was handed over, so that the next one holds what came after. */
  done(): Promise<void>;
}

/** `all`: everything, for a tablet that has nothing; else what came since the last time. */
export const makeHandout = async (app: App, campaignId: string, all: boolean): Promise<Handout> => {
  const before = all ? undefined : await app.setting<HandedOver>(handedOverKey(campaignId));
  const now = await campaignBytes(app, campaignId);
  const states = Object.fromEntries(now.map((d) => [d.room, stateOf(d.bytes)]));
  const documents = now.flatMap(({ room, bytes }): ChangeSet['documents'] => {
    const base = before?.states[room];
    if (!base) return [{ room, base: null, bytes }];
    return isAhead(states[room]!, base) ? [{ room, base: base.vector, bytes: diffUpdate(bytes, base.vector) }] : [];
  });
  const name = (await app.db.campaigns.get(campaignId).catch(() => undefined))?.name ?? 'Campaign';
  const set = (images: ChangeSet['images']): Uint8Array =>
    writeChangeSet({ campaignId, name, madeAt: Date.now(), from: app.identity.name || 'a GM', documents, images });
  const bytes = set(await imagesOf(app, campaignId, now));
  return {
    // Pictures travel in the file only: a code holds no more than words.
    bytes,
    documents: documents.length,
    frames: documents.length === 0 ? null : framesOf(set([])),
    fileName: `${fileNameOf(name, 'campaign')}.emberkeep-changes`,
    done: () => app.remember(handedOverKey(campaignId), { at: Date.now(), states } satisfies HandedOver),
  };
};

/** `NeedsEarlier`: it builds on changes that are not on this device. */
export type TakeError = ChangeSetError | StorageError | { type: 'NeedsEarlier' } | { type: 'DamagedChangeSet' };

export interface Taken {
  campaignId: string;
  name: string;
  from: string;
  isNew: boolean;
}

/** Merges a change-set into the campaign of this device, or makes the campaign where it is whole. */
export const takeHandout = async (app: App, bytes: Uint8Array): Promise<Result<Taken, TakeError>> => {
  const read = readChangeSet(bytes);
  if (!read.ok) return read;
  const { campaignId, name, from, documents, images } = read.value;
  const isNew = !(await app.db.campaigns.get(campaignId));
  const here = new Map((await campaignBytes(app, campaignId)).map((d) => [d.room, d.bytes]));
  try {
    for (const { room, base } of documents) {
      if (base === null) continue;
      const own = here.get(room);
      const state = own ? decodeStateVector(encodeStateVectorFromUpdate(own)) : new Map<number, number>();
      if ([...decodeStateVector(base)].some(([client, clock]) => (state.get(client) ?? 0) < clock))
        return err({ type: 'NeedsEarlier' });
    }
  } catch {
    return err({ type: 'DamagedChangeSet' });
  }
  if (isNew && !documents.some((d) => d.room === `campaign/${campaignId}`)) return err({ type: 'NeedsEarlier' });
  const merged = await mergeDocuments(app, campaignId, documents, 'hand-over');
  if (!merged.ok) return merged;
  if (merged.value.unreadable.length > 0) return err({ type: 'DamagedChangeSet' });
  await keepImages(app, images);
  if (isNew) await app.addCampaign({ id: campaignId, name, role: 'co_gm', token: null });
  return ok({ campaignId, name, from, isNew });
};
