// The formats in which a campaign is exported for other tools and people, and writing one of them. Each writer is
// loaded when its format is chosen.
import type { Device } from '#lib/device/device.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { saveFile } from '#lib/ui/download.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';

export const EXPORT_FORMATS = [
  {
    id: 'vault',
    label: 'Folder of notes',
    about: [
      'A ZIP of Markdown notes, one for each record, for Obsidian or any editor.',
      'Brought in again, your edits come along; unchanged, it changes nothing.',
    ].join(' '),
  },
  {
    id: 'foundry',
    label: 'Foundry journals',
    about: [
      'A ZIP with a journal entry for each entity, chapter and session.',
      'What only you may read is in secret sections.',
    ].join(' '),
  },
  { id: 'json', label: 'Everything as JSON', about: 'One file in a documented shape, for other programs.' },
  {
    id: 'sql',
    label: 'SQL dump',
    about: 'The tables that questions ask, for PostgreSQL. For asking, not for coming back.',
  },
] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number]['id'];

const exportJson = async (device: Device, campaign: OpenCampaign): Promise<void> => {
  const { campaignAsJson } = await import('#lib/services/campaign-file/campaign-save.ts');
  const { fileName, text } = await campaignAsJson(campaign.docs, device.db);
  await saveFile(fileName, text);
};

const exportSql = async (campaign: OpenCampaign): Promise<void> => {
  const { indexAsSql } = await import('#lib/services/transfer/index-sql.ts');
  const dump = await indexAsSql(await campaign.search.open());
  if (dump) await saveFile(dump.fileName, dump.text, 'application/sql');
  else
    toasts.show(
      'The search index is not ready on this device, so there is nothing to dump yet. Try again in a moment.',
    );
};

const exportZip = async (
  device: Device,
  campaign: OpenCampaign,
  format: 'vault' | 'foundry',
  onProgress: (share: number) => void,
): Promise<void> => {
  const { exportFiles } = await import('#lib/services/transfer/export-files.ts');
  const zip = await exportFiles(device, campaign.docs, format, onProgress);
  if (zip && (await saveFile(zip.fileName, zip.bytes, 'application/zip')))
    toasts.show(`${zip.count} ${format === 'vault' ? 'notes' : 'journal entries'} written.`);
};

/** Writes the campaign in one format and passes the file to the person. `onProgress`: 0 to 1, ZIP formats only. */
export const exportCampaign = async (
  device: Device,
  campaign: OpenCampaign,
  format: ExportFormat,
  onProgress: (share: number) => void,
): Promise<void> => {
  try {
    if (format === 'json') await exportJson(device, campaign);
    else if (format === 'sql') await exportSql(campaign);
    else await exportZip(device, campaign, format, onProgress);
  } catch {
    // A disk that cannot be read; an export changes nothing, so the sentence is all that there is to do.
    toasts.show(
      'This device’s storage cannot be read right now, so no file was written. Nothing is lost; please try again.',
    );
  }
};
