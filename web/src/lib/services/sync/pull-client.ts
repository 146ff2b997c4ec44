// Pulls many documents from the relay over HTTP: what this device lacks of each, as far as one answer goes.
import { err, ok, type Result } from '@emberkeep/domain';
import { decodePulled, encodePullRequest, type Pulled, type PullRequest } from '@emberkeep/sync/wire';
import type { RelayError } from './relay-client.ts';

/** The secret goes in the Authorization header only. */
export const pullFrom = async (
  address: string,
  campaignId: string,
  secret: string,
  rooms: readonly PullRequest[],
): Promise<Result<Pulled[], RelayError>> => {
  try {
    const response = await fetch(`${address}/api/campaigns/${campaignId}/pull`, {
      method: 'POST',
      cache: 'no-store',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream' },
      body: encodePullRequest(rooms) as BodyInit,
    });
    return response.ok
      ? ok(decodePulled(new Uint8Array(await response.arrayBuffer())))
      : err({ type: 'RelayUnreachable' });
  } catch {
    return err({ type: 'RelayUnreachable' });
  }
};
