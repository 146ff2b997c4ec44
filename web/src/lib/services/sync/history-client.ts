// Reads the relay's history of a campaign: the moments that it kept, and every document of one moment in pieces.
import { err, ok, type Result } from '@emberkeep/domain';
import { decodePullResponse, type HistoryResponse } from '@emberkeep/sync/wire';
import { call, errorOf, type RelayError } from './relay-client.ts';

/** For owners only. */
export const momentsOf = (
  address: string,
  campaignId: string,
  secret: string,
): Promise<Result<HistoryResponse, RelayError>> =>
  call({ address, method: 'GET', path: `/campaigns/${campaignId}/history`, secret });

/**
 * Every document of the campaign as it was at `at`, a moment in Unix ms. `onProgress` is given how many have arrived.
 */
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
      if (!response.ok) return err(await errorOf(response));
      const more = decodePullResponse(new Uint8Array(await response.arrayBuffer()));
      if (more.length === 0) return ok(documents);
      documents.push(...more.map(({ room, update }) => ({ room, bytes: update })));
      onProgress(documents.length);
    }
  } catch {
    return err({ type: 'RelayUnreachable' });
  }
};
