// Owns what it takes to open a campaign: documents, verbs, sync. Loaded after the start page is drawn, because that page
// needs a list from the disk and no document; every campaign route loads it beside itself.
import { applyUpdate, Doc } from 'yjs';

export { applyIncoming, createCampaign, deriveRow } from '@emberkeep/store';
export { mergeUpdates, encodeStateAsUpdate } from 'yjs';
/** Hashes of the pictures that a ledger's entities name. */
export const portraitsIn = (ledger: Uint8Array): string[] => {
  const doc = new Doc();
  applyUpdate(doc, ledger);
  const found = [...doc.getMap<unknown>('entities')].flatMap(([key, value]) => (key.endsWith('/portrait') && typeof value === 'string' && value !== '' ? [value] : []));
  doc.destroy();
  return [...new Set(found)];
};

export { OpenCampaign, openDocs } from './open-campaign.svelte.ts';
