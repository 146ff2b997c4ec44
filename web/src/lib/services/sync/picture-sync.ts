// Owns bringing pictures to the relay and from it: those that the campaign's entities name. In: this device's pictures and the
// relay's list. Out: each on both sides, under the hash of its bytes and never under another.
import { ENTITY } from '@emberkeep/domain';
import { listRecords, type CampaignDocs, type DeviceDatabase } from '@emberkeep/store';
import { hashOf } from '#lib/device/hash-of.ts';

/** Bytes sent at once: a bad network loses no more than this. */
const PIECE = 512 * 1024;

export interface PictureSyncDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  token: string;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  isOwner: boolean;
  isStopped(): boolean;
  /** A picture came that was not here. */
  onPicture(): void;
}

const namedIn = (docs: CampaignDocs): string[] => [
  ...new Set(
    listRecords(docs.ledger, ENTITY)
      .map((e) => e.portrait)
      .filter((hash) => /^[0-9a-f]{64}$/.test(hash)),
  ),
];

const send = async (url: string, headers: Record<string, string>, bytes: Uint8Array): Promise<void> => {
  for (let from = 0; from < bytes.byteLength;) {
    const piece = bytes.subarray(from, from + PIECE);
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { ...headers, 'content-range': `bytes ${from}-${from + piece.byteLength - 1}/${bytes.byteLength}` },
      body: piece as BodyInit,
    });
    const said = (await answer.json().catch(() => null)) as { have?: number; isWhole?: boolean } | null;
    if (said?.isWhole) return;
    // Begun before and broken off: on from there. Anything else is refused for good: too large, or no picture.
    if ((answer.ok || answer.status === 409) && typeof said?.have === 'number' && said.have !== from) from = said.have;
    else return;
  }
};

/** One round; rejects where the relay cannot be reached. False where a picture that is named is neither here nor there. */
export const syncPictures = async (deps: PictureSyncDeps): Promise<boolean> => {
  const base = `${deps.relay}/api/campaigns/${deps.docs.campaignId}/blobs`;
  const headers = { authorization: `Bearer ${deps.token}` };
  const named = namedIn(deps.docs);
  if (named.length === 0) return true;
  let isWhole = true;
  const answer = await fetch(base, { headers, cache: 'no-store' });
  if (!answer.ok) return true; // a relay of before
  const there = new Set(((await answer.json()) as { blobs: { hash: string }[] }).blobs.map((b) => b.hash));
  for (const hash of named) {
    if (deps.isStopped()) return true;
    const mine = await deps.db.images.get(hash).catch(() => undefined);
    if (mine && !there.has(hash)) await send(`${base}/${hash}`, headers, mine.bytes);
    if (!mine && !there.has(hash)) isWhole = false;
    if (mine || !there.has(hash)) continue;
    const got = await fetch(`${base}/${hash}`, { headers });
    if (!got.ok) continue;
    const bytes = new Uint8Array(await got.arrayBuffer());
    // Under the hash that its bytes have, as a picture and as nothing else.
    if ((await hashOf(bytes)) !== hash) continue;
    await deps.db.images.put({
      hash,
      bytes,
      type: /^image\/(?:png|jpeg|webp|gif|avif)$/.exec(got.headers.get('content-type') ?? '')?.[0] ?? 'image/webp',
    });
    deps.onPicture();
  }
  if (deps.isOwner && !deps.isStopped())
    await fetch(`${base}/keep`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ hashes: named }),
    });
  return isWhole;
};
