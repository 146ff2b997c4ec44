// Owns reading what is stored beside records: which device made which evening live.
import type { LiveClaim } from '@emberkeep/domain';
import type { RawRecord } from './record-table.ts';

/** The id under which the campaign's root map holds the claims. */
export const LIVE_ID = 'live';

/** `live/<device>` keys: which evening each device last made live. */
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
