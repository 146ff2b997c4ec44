// The pictures of the handouts that a player is shown: fetched from the relay, kept on the device while they are shown,
// and deleted from it once they are taken back.
import type { PlayerHandout } from '@emberkeep/domain';
import { hashOf } from '#lib/device/hash-of.ts';
import { mayBeShown } from '#lib/device/picture-size.ts';
import { later as browserLater, type Later } from '#lib/device/timers.ts';
import type { StoredPicture } from './view-storage.ts';

/** Where the pictures are kept; a store that cannot be used rejects. */
export interface PictureStore {
  picture(hash: string): Promise<StoredPicture | undefined>;
  keepPicture(hash: string, picture: StoredPicture): Promise<void>;
  /** Deletes every other picture. */
  keepOnlyPictures(hashes: readonly string[]): Promise<void>;
}

/** Waits before a picture is tried again, ms: the GM's tablet may still be sending it. The last one repeats. */
const AGAIN_MS = [300, 700, 1500, 3000, 8000, 20_000];

/** A picture comes within this time, ms, or is asked for again. */
const FETCH_MS = 60_000;

const PICTURE_TYPE = /^image\/(?:png|jpeg|webp|gif|avif)$/;

const hashesOf = (handouts: readonly PlayerHandout[]): string[] => {
  const pictures = handouts.flatMap(({ picture }) => picture ?? []);
  // Small ones first: they are on screen sooner.
  return [...new Set([...pictures.map(({ small }) => small), ...pictures.map(({ full }) => full)])];
};

export interface HandoutPicturesDeps {
  campaignId: string;
  /** The player's key. */
  secret: string;
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  /** The store in use now. */
  store(): PictureStore | null;
  later?: Later;
}

export class HandoutPictures {
  /** The addresses of those that are here, by hash, for an `<img>`. */
  urls: ReadonlyMap<string, string> = $state.raw(new Map());
  #wanted: readonly string[] = [];
  /** Those that claim to be larger than the app stores: drawing one could stop the phone for minutes. */
  readonly #refused = new Set<string>();
  #isRunning = false;
  #tries = 0;
  #cancel: (() => void) | null = null;
  #isStopped = false;
  readonly #later: Later;

  constructor(private readonly deps: HandoutPicturesDeps) {
    this.#later = deps.later ?? browserLater;
  }

  /** Has the pictures of these handouts, and no other, on this device. Resolves once the others are deleted from it. */
  async show(handouts: readonly PlayerHandout[]): Promise<void> {
    const wanted = hashesOf(handouts);
    const isSame = wanted.length === this.#wanted.length && wanted.every((hash) => this.#wanted.includes(hash));
    this.#wanted = wanted;
    this.#forgetOthers();
    if (!isSame) this.#tries = 0;
    this.again();
    await this.deps
      .store()
      ?.keepOnlyPictures(wanted)
      .catch(() => undefined); // reason: without access to storage nothing is kept
  }

  /** Tries now what is not here yet: the relay can be reached again. */
  again(): void {
    this.#cancel?.();
    this.#cancel = null;
    void this.#run();
  }

  #forgetOthers(): void {
    const others = [...this.urls].filter(([hash]) => !this.#wanted.includes(hash));
    if (others.length === 0) return;
    for (const [, url] of others) URL.revokeObjectURL(url);
    this.urls = new Map([...this.urls].filter(([hash]) => this.#wanted.includes(hash)));
  }

  async #run(): Promise<void> {
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    const missed = new Set<string>();
    // What is asked for meanwhile is in the same round.
    for (let hash = this.#next(missed); hash !== undefined; hash = this.#next(missed)) {
      const isHere = await this.#bring(hash).catch(() => false); // reason: it is tried again
      if (!isHere) missed.add(hash);
    }
    this.#isRunning = false;
    if (missed.size > 0 && !this.#isStopped) this.#tryLater();
  }

  #next(missed: ReadonlySet<string>): string | undefined {
    return this.#isStopped
      ? undefined
      : this.#wanted.find((hash) => !this.urls.has(hash) && !this.#refused.has(hash) && !missed.has(hash));
  }

  #tryLater(): void {
    const wait = AGAIN_MS[this.#tries] ?? AGAIN_MS.at(-1)!;
    this.#tries += 1;
    this.#cancel = this.#later(wait, () => this.again());
  }

  /** True when the picture is on screen, or is not wanted any more, or must not be drawn. */
  async #bring(hash: string): Promise<boolean> {
    const store = this.deps.store();
    const kept = await store?.picture(hash).catch(() => undefined); // reason: then it is fetched
    const picture = kept ?? (await this.#fetch(hash));
    if (!picture) return false;
    if (!mayBeShown(picture.bytes)) {
      this.#refused.add(hash);
      return true;
    }
    if (!this.#wanted.includes(hash) || this.#isStopped) return true;
    if (!kept) await store?.keepPicture(hash, picture).catch(() => undefined); // reason: then it is shown from memory
    // It may have been taken back while it was stored.
    if (!this.#wanted.includes(hash))
      await store?.keepOnlyPictures(this.#wanted).catch(() => undefined); // reason: as above
    else if (!this.#isStopped)
      this.urls = new Map([
        ...this.urls,
        [hash, URL.createObjectURL(new Blob([picture.bytes as BlobPart], { type: picture.type }))],
      ]);
    return true;
  }

  async #fetch(hash: string): Promise<StoredPicture | null> {
    const { relay, campaignId, secret } = this.deps;
    const answer = await fetch(`${relay}/api/campaigns/${campaignId}/blobs/${hash}`, {
      headers: { authorization: `Bearer ${secret}` },
      cache: 'no-store',
      signal: AbortSignal.timeout(FETCH_MS),
    });
    if (!answer.ok) return null;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if ((await hashOf(bytes)) !== hash) return null;
    return { bytes, type: PICTURE_TYPE.exec(answer.headers.get('content-type') ?? '')?.[0] ?? 'image/webp' };
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
  }
}
