// Owns what it takes to open a campaign: documents, verbs, sync. Loaded after the start page is drawn, because that page
// needs a list from the disk and no document; every campaign route loads it beside itself.
export { applyIncoming, createCampaign, deriveRow } from '@emberkeep/store';
export { mergeUpdates, encodeStateAsUpdate } from 'yjs';
export { OpenCampaign, openDocs } from './open-campaign.svelte.ts';
