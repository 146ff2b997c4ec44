// The code that opens and writes campaigns, as one chunk. The start page is drawn before it is loaded, because that page
// needs a list from the disk and no document; every campaign route loads it beside itself.
export { createCampaignHere, createSampleHere } from '#lib/services/campaigns/create-campaign.ts';
export { putQuickNote } from '#lib/services/campaigns/put-quick-note.ts';
export { OpenCampaign } from './open-campaign.svelte.ts';
