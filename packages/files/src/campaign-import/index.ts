// Campaign JSON of the source documents and older tools, read into plain data.
export * from './imported-campaign.ts';
export { readCampaignJson, type CampaignImportError } from './read-campaign-json.ts';
