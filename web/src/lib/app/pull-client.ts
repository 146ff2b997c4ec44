// Owns asking the relay for many documents at once, over HTTP: what this device lacks of each, as far as one answer goes; and all
// of them as they were at an earlier moment.
import { err, ok, type Result } from '@emberkeep/domain';
import { decodePulled, encodePullRequest, type Pulled, type PullRequest } from '@emberkeep/sync/wire';
import type { RelayError } from './relay-client.ts';

/** The secret goes in the Authorization header only. */
export const pullFrom = async (campaignId: string, secret: string, rooms: readonly PullRequest[]): Promise<Result<Pulled[], RelayError>> => {
  try {
    const response = await fetch(`/api/campaigns/${campaignId}/pull`, { method: 'POST', cache: 'no-store', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream' }, body: encodePullRequest(rooms) as BodyInit });
    return response.ok ? ok(decodePulled(new Uint8Array(await response.arrayBuffer()))) : err({ type: 'RelayUnreachable' });
  } catch {
    return err({ type: 'RelayUnreachable' });
  }
};

/** Every document of the campaign as the relay kept it then. `onProgress`: how many came so far. */
export const documentsAt = async (campaignId: string, secret: string, at: number, onProgress: (count: number) => void): Promise<Result<{ room: string; bytes: Uint8Array }[], RelayError>> => {
  const documents: { room: string; bytes: Uint8Array }[] = [];
  try {
    for (;;) {
      const after = encodeURIComponent(documents.at(-1)?.room ?? '');
      const response = await fetch(`/api/campaigns/${campaignId}/history/${at}?after=${after}`, { cache: 'no-store', headers: { authorization: `Bearer ${secret}` } });
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
