// Owns the names under which this device remembers when a campaign last left it. Append-only: they are on disks.

export const backupAtKey = (campaignId: string): string => `backupAt:${campaignId}`;
export const savedAtKey = (campaignId: string): string => `savedFileAt:${campaignId}`;
export const handedOverKey = (campaignId: string): string => `handedOver:${campaignId}`;
