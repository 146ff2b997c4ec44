// The formats in which a campaign is exported for other tools and people, and writing one of them. Each writer is
// loaded when its format is chosen.
import { sessionTitle } from '@emberkeep/domain';
import type { Device } from '#lib/device/device.svelte.ts';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { fileNameOf, saveFile } from '#lib/ui/download.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';

export const EXPORT_FORMATS = [
  {
    id: 'vault',
    label: m.transfer_exportCampaign_markdown_folder_obsidian(),
    about: [
      m.transfer_exportCampaign_a_zip_of_markdown_notes(),
      m.transfer_exportCampaign_import_it_again_to_bring(),
      m.transfer_exportCampaign_leaves_out_vault(),
    ].join(' '),
  },
  {
    id: 'foundry',
    label: m.transfer_exportCampaign_foundry_journals(),
    about: [
      m.transfer_exportCampaign_a_zip_with_a_journal(),
      m.transfer_exportCampaign_gm_only_text_is_in(),
      m.transfer_exportCampaign_leaves_out_foundry(),
    ].join(' '),
  },
  {
    id: 'json',
    label: m.transfer_exportCampaign_json(),
    about: [m.transfer_exportCampaign_one_file_in_a_documented(), m.transfer_exportCampaign_leaves_out_json()].join(
      ' ',
    ),
  },
  {
    id: 'sql',
    label: m.transfer_exportCampaign_sql_dump(),
    about: [
      m.transfer_exportCampaign_report_tables_for_postgresql_cant(),
      m.transfer_exportCampaign_leaves_out_sql(),
    ].join(' '),
  },
  {
    id: 'calendar',
    label: m.transfer_exportCampaign_planned_sessions(),
    about: [
      m.transfer_exportCampaign_an_ics_file_for_calendars(),
      m.transfer_exportCampaign_leaves_out_calendar(),
    ].join(' '),
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
  else toasts.show(m.transfer_exportCampaign_the_search_index_isnt_ready());
};

const exportCalendar = async ({ live, docs }: OpenCampaign): Promise<void> => {
  const { writeIcs } = await import('@emberkeep/files');
  const name = live.campaign?.name ?? '';
  const planned = live.sessions.filter(({ status }) => status === 'planned');
  const sessions = planned.map((session) => ({ ...session, title: sessionTitle(session) }));
  const { text, count, leftOut } = writeIcs(name, sessions, docs.nowMs());
  if (count === 0) return toasts.show(m.transfer_exportCampaign_no_session_is_planned());
  if (!(await saveFile(`${fileNameOf(name, 'campaign')}.ics`, text, 'text/calendar'))) return;
  const left = leftOut.length > 0 ? [m.transfer_exportCampaign_without_a_date({ titles: leftOut.join(', ') })] : [];
  toasts.show([m.transfer_exportCampaign_sessions_written({ count }), ...left].join(' '));
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
    toasts.show(
      format === 'vault'
        ? m.transfer_exportCampaign_notes_written({ count: zip.count })
        : m.transfer_exportCampaign_journal_entries_written({ count: zip.count }),
    );
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
    else if (format === 'calendar') await exportCalendar(campaign);
    else await exportZip(device, campaign, format, onProgress);
  } catch (error) {
    // Else a disk that cannot be read; an export changes nothing, so the sentence is all that there is to do.
    toasts.show(reasonOf(error, m.transfer_exportCampaign_this_devices_storage_cant_be()));
  }
};
