// Tells the relay which pictures players may fetch: those of the handouts that are shown to them, and no other.
import type { PlayerHandout } from '@emberkeep/domain';
import { REFUSAL_STATUS, SHOWN_BLOBS_MAX, type ShownBlobsRequest } from '@emberkeep/sync/wire';

export interface PictureGateDeps {
  /** The relay's origin; empty: where this app came from. */
  relay: string;
  campaignId: string;
  token: string;
  fetch?: typeof fetch;
}

/** The relay answers within this time, ms, or has not heard it. */
const ANSWER_MS = 10_000;

/** Sends each list once, and one after the other: a list that overtook a later one would stay. */
export class PictureGate {
  /** What the relay was told last, as JSON; null before that, and where it may not have heard it. */
  #told: string | null = null;
  #telling: Promise<boolean> = Promise.resolve(true);
  #wanted = '';

  constructor(private readonly deps: PictureGateDeps) {}

  /** True once the relay knows the pictures of these handouts, or of those that were asked for meanwhile. Never rejects. */
  allow(handouts: readonly PlayerHandout[]): Promise<boolean> {
    const hashes = [...new Set(handouts.flatMap(({ picture }) => (picture ? [picture.small, picture.full] : [])))];
    this.#wanted = JSON.stringify({ hashes: hashes.slice(0, SHOWN_BLOBS_MAX) } satisfies ShownBlobsRequest);
    return (this.#telling = this.#telling.then(() => this.#tell()));
  }

  /** The relay may be another one, or as it was earlier: it is told anew. */
  forget(): void {
    this.#told = null;
  }

  async #tell(): Promise<boolean> {
    const body = this.#wanted;
    if (body === this.#told) return true;
    this.#told = null;
    const { relay, campaignId, token, fetch: send = fetch } = this.deps;
    try {
      const answer = await send(`${relay}/api/campaigns/${campaignId}/blobs/shown`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      // An older relay shows players no pictures: it has no such route, and takes the name for a picture's.
      const isOlder = [REFUSAL_STATUS.NotFound, REFUSAL_STATUS.BadRequest].some((status) => status === answer.status);
      if (!answer.ok && !isOlder) throw new Error(`The relay answered ${answer.status}.`);
    } catch (error) {
      console.warn('the relay was not told which pictures players may see', error);
      return false;
    }
    this.#told = body;
    return true;
  }
}
