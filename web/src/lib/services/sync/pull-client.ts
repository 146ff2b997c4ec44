// Pulls many documents from the relay over HTTP: what this device lacks of each, as much as fits one answer.
import { err, ok, type Result } from '@emberkeep/domain';
import { decodePullResponse, encodePullRequest, type PulledRoom, type PullRequest } from '@emberkeep/sync/wire';
import { errorOf, type RelayError } from './relay-client.ts';

/** The secret goes in the Authorization header only. */
export const pullFrom = async (
  address: string,
  campaignId: string,
  secret: string,
  rooms: readonly PullRequest[],
): Promise<Result<PulledRoom[], RelayError>> => {
  try {
    const response = await fetch(`${address}/api/campaigns/${campaignId}/pull`, {
      method: 'POST',
      cache: 'no-store',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/octet-stream' },
      body: encodePullRequest(rooms) as BodyInit,
    });
    if (!response.ok) return err(await errorOf(response));
    return ok(decodePullResponse(new Uint8Array(await response.arrayBuffer())));
  } catch {
    return err({ type: 'RelayUnreachable' });
  }
};
