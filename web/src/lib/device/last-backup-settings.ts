// The settings in which this device remembers when a campaign was last backed up, saved as a file, or transferred.
// Never rename them: they are stored on devices.

export const backupAtKey = (campaignId: string): string => `backupAt:${campaignId}`;
export const savedAtKey = (campaignId: string): string => `savedFileAt:${campaignId}`;
export const handedOverKey = (campaignId: string): string => `handedOver:${campaignId}`;
