// Copies pictures between this device and the relay: those that the campaign's entities and notes name, each under the hash of
// its bytes.
import { isPictureHash, META_ID, pictureHashes } from '@emberkeep/domain';
import type { CampaignDocs, DeviceDatabase } from '@emberkeep/store';
import {
  REFUSAL_STATUS,
  type BlobPieceResponse,
  type BlobsResponse,
  type KeepBlobsRequest,
} from '@emberkeep/sync/wire';
import { hashOf } from '#lib/device/hash-of.ts';

/** Bytes sent at once: a lost connection costs no more than this. */
const PIECE_BYTES = 512 * 1024;

export interface PictureSyncDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  token: string;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  isOwner: boolean;
  isStopped(): boolean;
  /** Called when a picture arrived that was not here. */
  onPicture(): void;
}

const PICTURE_TYPE = /^image\/(?:png|jpeg|webp|gif|avif)$/;

/**
 * The cover and the pictures of handouts, maps, entities and notes, the small ones first; those of what was deleted, too: it
 * can be restored on any device.
 */
const picturesNamedIn = ({ ledger }: CampaignDocs): string[] => {
  const entities = ledger.table('entity');
  const raw = [...entities.ids()].map((id) => entities.get(id));
  const portraits = raw.map((entity) => entity?.fields.get('portrait'));
  const campaign = ledger.table('campaign').get(META_ID);
  const cover = campaign?.fields.get('cover');
  const groups = [campaign?.groups.get('notePictures'), ...raw.map((entity) => entity?.groups.get('pictures'))];
  const shown = [ledger.table('handout'), ledger.table('map')].flatMap((table) =>
    [...table.ids()].map((id) => table.get(id)?.fields.get('picture')),
  );
  const attached = [...shown, ...groups.flatMap((group) => [...(group?.values() ?? [])])].map(pictureHashes);
  const [full, small] = [attached.map(([hash]) => hash), attached.map((hashes) => hashes.at(-1))];
  return [...new Set([cover, ...portraits, ...small, ...full].filter(isPictureHash))];
};

/** One picture of the relay's API. */
interface BlobUrl {
  url: string;
  headers: Record<string, string>;
}

/** The relay may answer otherwise another time. */
const isPassing = (status: number): boolean => status >= 500 || status === REFUSAL_STATUS.TooMany;

/** Sends a picture in pieces, going on where an earlier try stopped. False if it is to be tried again. */
const send = async ({ url, headers }: BlobUrl, bytes: Uint8Array): Promise<boolean> => {
  for (let from = 0; from < bytes.byteLength;) {
    const piece = bytes.subarray(from, from + PIECE_BYTES);
    const range = `bytes ${from}-${from + piece.byteLength - 1}/${bytes.byteLength}`;
    const response = await fetch(url, {
      method: 'PUT',
      headers: { ...headers, 'content-range': range },
      body: piece as BodyInit,
    });
    // An answer that is not JSON comes from a proxy, and is as final as a refusal.
    const answer = (await response.json().catch(() => null)) as Partial<BlobPieceResponse> | null;
    if (answer?.isWhole) return true;
    // Any other answer is final: the picture is too large, or no picture.
    const hasBegun = response.ok || response.status === REFUSAL_STATUS.WrongPlace;
    if (!hasBegun || typeof answer?.have !== 'number' || answer.have === from) return !isPassing(response.status);
    from = answer.have;
  }
  return true;
};

/** Fetches a picture; true when it arrived and has the hash of its name. */
const receive = async ({ url, headers }: BlobUrl, hash: string, db: DeviceDatabase): Promise<boolean> => {
  const response = await fetch(url, { headers });
  if (!response.ok) return false;
  const bytes = new Uint8Array(await response.arrayBuffer());
  if ((await hashOf(bytes)) !== hash) return false;
  // The type that the relay gives is used only if it is a picture's.
  const type = PICTURE_TYPE.exec(response.headers.get('content-type') ?? '')?.[0] ?? 'image/webp';
  await db.images.put({ hash, bytes, type });
  return true;
};

/**
 * One round. Rejects when the relay cannot be reached; false when it refused, or when a picture that is named is on
 * neither side.
 */
export const syncPictures = async (deps: PictureSyncDeps): Promise<boolean> => {
  const { docs, db, token, relay, isOwner, isStopped, onPicture } = deps;
  const base = `${relay}/api/campaigns/${docs.campaignId}/blobs`;
  const headers = { authorization: `Bearer ${token}` };
  const named = picturesNamedIn(docs);
  if (named.length === 0) return true;
  const listed = await fetch(base, { headers, cache: 'no-store' });
  if (listed.status === REFUSAL_STATUS.NotFound) return true; // An older relay, which does not store pictures.
  if (!listed.ok) return false;
  const onRelay = new Set(((await listed.json()) as BlobsResponse).blobs.map((blob) => blob.hash));
  let isWhole = true;
  for (const hash of named) {
    if (isStopped()) return true;
    const blob = { url: `${base}/${hash}`, headers };
    // One that cannot be read counts as not here: the relay’s copy is fetched.
    const here = await db.images.get(hash).catch(() => undefined);
    if (here && !onRelay.has(hash) && !(await send(blob, here.bytes))) isWhole = false;
    if (here) continue;
    const isReceived = onRelay.has(hash) && (await receive(blob, hash, db));
    if (isReceived) onPicture();
    else isWhole = false;
  }
  if (isOwner && !isStopped()) await keepOnly(base, headers, named);
  return isWhole;
};

/** Tells the relay which pictures the campaign no longer names, so that it deletes them. */
const keepOnly = async (base: string, headers: BlobUrl['headers'], hashes: string[]): Promise<void> => {
  const body = JSON.stringify({ hashes } satisfies KeepBlobsRequest);
  await fetch(`${base}/keep`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
};
