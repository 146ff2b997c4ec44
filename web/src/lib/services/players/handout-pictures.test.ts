// The pictures of handouts on a player's phone: of hostile bytes none is drawn, from the relay or from the device.
import { afterEach, expect, it, vi } from 'vitest';
import type { PlayerHandout } from '@emberkeep/domain';
import { hashOf } from '#lib/device/hash-of.ts';
import { pngHead } from '#lib/testing/png-head.ts';
import { HandoutPictures, type PictureStore } from './handout-pictures.svelte.ts';

const handout = (hash: string): PlayerHandout =>
  ({ id: hash, title: '', caption: '', words: [], picture: { small: hash, full: hash } }) as unknown as PlayerHandout; // reason: only the picture is read

const createStore = (kept = new Map<string, Uint8Array>()): PictureStore & { kept: Map<string, Uint8Array> } => ({
  kept,
  picture: async (hash) => {
    const bytes = kept.get(hash);
    return bytes && { bytes, type: 'image/png' };
  },
  keepPicture: async (hash, { bytes }) => void kept.set(hash, bytes),
  keepOnlyPictures: async (hashes) => {
    for (const hash of kept.keys()) if (!hashes.includes(hash)) kept.delete(hash);
  },
});

/** They are tried again only when a test asks for it. */
const picturesIn = (store: PictureStore): HandoutPictures =>
  new HandoutPictures({ campaignId: 'c', secret: 's', relay: '', store: () => store, later: () => () => undefined });

afterEach(() => vi.unstubAllGlobals());

/** A relay with these pictures; `asked` are the hashes that were asked for. */
const serve = async (pictures: readonly Uint8Array[]): Promise<{ hashes: string[]; asked: string[] }> => {
  const byHash = new Map(await Promise.all(pictures.map(async (bytes) => [await hashOf(bytes), bytes] as const)));
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    const hash = url.split('/').at(-1)!;
    asked.push(hash);
    const bytes = byHash.get(hash);
    return bytes
      ? new Response(bytes as BodyInit, { headers: { 'content-type': 'image/png' } })
      : new Response(null, { status: 404 });
  });
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }));
  return { hashes: [...byHash.keys()], asked };
};

it('a picture is fetched, shown and kept; one that claims 400 megapixels is asked for once and neither shown nor kept', async () => {
  const { hashes, asked } = await serve([pngHead(30, 20), pngHead(20_000, 20_000)]);
  const [good, bomb] = hashes as [string, string];
  const store = createStore();
  const pictures = picturesIn(store);
  await pictures.show([handout(bomb), handout(good)]);
  await vi.waitFor(() => expect([...pictures.urls.keys()]).toEqual([good]));
  pictures.again();
  await vi.waitFor(() => expect(asked.sort()).toEqual([bomb, good].sort()));
  expect([...store.kept.keys()]).toEqual([good]);
  pictures.stop();
});

it('one that an earlier version kept is not shown from the device either', async () => {
  const bomb = pngHead(16_777_217, 1);
  const hash = await hashOf(bomb);
  const { asked } = await serve([]);
  const store = createStore(new Map([[hash, bomb]]));
  const pictures = picturesIn(store);
  await pictures.show([handout(hash)]);
  const other = pngHead(3, 2);
  const otherHash = await hashOf(other);
  store.kept.set(otherHash, other);
  await pictures.show([handout(hash), handout(otherHash)]);
  await vi.waitFor(() => expect([...pictures.urls.keys()]).toEqual([otherHash]));
  expect(asked).toEqual([]);
  pictures.stop();
});
