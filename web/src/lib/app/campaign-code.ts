// The code that opens and writes campaigns, as one chunk. The start page is drawn before it is loaded, because that
// page needs only a list from the disk; campaign routes load it in parallel with their own code.
export {
  createCampaignHere,
  createEmptyCampaignHere,
  keepSample,
  openSampleHere,
} from '#lib/services/campaigns/create-campaign.ts';
export { relistCampaigns } from '#lib/services/campaigns/relist-campaigns.ts';
export { putQuickNote } from '#lib/services/campaigns/put-quick-note.ts';
export { OpenCampaign } from './open-campaign.svelte.ts';
