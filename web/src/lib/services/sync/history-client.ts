// Owns asking the relay how a campaign was: the moments that it keeps, and every document of one, piece by piece.
import { err, ok, type Result } from '@emberkeep/domain';
import { decodePulled } from '@emberkeep/sync/wire';
import { call, type RelayError } from './relay-client.ts';

/** Moments that the relay keeps of the campaign, the newest first; `at` in unix ms; `days`: how far back it keeps them, 0 where it keeps none. Owners only. */
export const momentsOf = (
  address: string,
  campaignId: string,
  secret: string,
): Promise<Result<{ moments: { at: number }[]; days: number }, RelayError>> =>
  call(address, 'GET', `/campaigns/${campaignId}/history`, secret);

/** Every document of the campaign as the relay kept it then. `onProgress`: how many came so far. */
export const documentsAt = async (
  address: string,
  campaignId: string,
  secret: string,
  at: number,
  onProgress: (count: number) => void,
): Promise<Result<{ room: string; bytes: Uint8Array }[], RelayError>> => {
  const documents: { room: string; bytes: Uint8Array }[] = [];
  try {
    for (;;) {
      const after = encodeURIComponent(documents.at(-1)?.room ?? '');
      const response = await fetch(`${address}/api/campaigns/${campaignId}/history/${at}?after=${after}`, {
        cache: 'no-store',
        headers: { authorization: `Bearer ${secret}` },
      });
      if (!response.ok) return err({ type: 'RelayUnreachable' });
      const more = decodePulled(new Uint8Array(await response.arrayBuffer()));
      if (more.length === 0) return ok(documents);
      documents.push(...more.map(({ room, update }) => ({ room, bytes: update })));
      onProgress(documents.length);
    }
  } catch {
    return err({ type: 'RelayUnreachable' });
  }
};
