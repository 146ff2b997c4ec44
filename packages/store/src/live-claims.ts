// Reads which device made which session live. The claims are stored beside the campaign's record, one key per device.
import type { LiveClaim } from '@emberkeep/domain';
import type { RawRecord } from './record-table.ts';

/** The id of the claims in the campaign's root map. */
export const LIVE_ID = 'live';

/** Reads the `live/<device>` keys; a claim that a peer wrote wrong is skipped. */
export const readLiveClaims = (raw: RawRecord | undefined): LiveClaim[] => {
  const claims: LiveClaim[] = [];
  for (const [deviceId, value] of raw?.fields ?? []) {
    if (typeof value !== 'object' || value === null) continue;
    const { sessionId, sequence } = value as { sessionId?: unknown; sequence?: unknown };
    if ((sessionId === null || typeof sessionId === 'string') && typeof sequence === 'number')
      claims.push({ deviceId, sessionId, sequence });
  }
  return claims;
};
