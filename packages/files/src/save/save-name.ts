// Names of campaign files (M-153, T-6): the campaign's name made safe for every file system, and numbered if a file
// of that name belongs to another campaign.
import { isReservedName } from '../transfer/file-names.ts';
import { readCampaignFile } from './read-save.ts';

/** Longest name without extension, UTF-8 bytes: file systems allow 255 including the extension. */
const MAX_BYTES = 180;
/** The start of a file that holds its settings, and with them its campaign's id; UTF-16 units. */
const HEAD_LENGTH = 300_000;

/** `[campaign-name].md`: never empty, never a path. `copy` above 1 numbers the name. */
export const campaignFileName = (campaign: string, copy = 1): string => {
  let name = campaign
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (c) => (c === '\u200D' ? c : ' '))
    .replace(/[/\\:*?"<>|]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  while (new TextEncoder().encode(name).length > MAX_BYTES) name = [...name].slice(0, -1).join('').trimEnd();
  if (name === '' || /^-+$/.test(name) || isReservedName(name)) name = `campaign ${name}`.trim();
  return `${name}${copy > 1 ? ` (${copy})` : ''}.md`;
};

/** True if the file is this campaign's, so it may be overwritten. */
const isOwnSave = (text: string, campaignId: string): boolean =>
  readCampaignFile(text.slice(0, HEAD_LENGTH)).save.campaignId === campaignId;

/** The first name that is free or this campaign's own. `read` gives a file's text; null if there is no such file. */
export const freeSaveName = async (
  campaign: string,
  campaignId: string,
  read: (fileName: string) => Promise<string | null>,
): Promise<string> => {
  for (let copy = 1; ; copy += 1) {
    const name = campaignFileName(campaign, copy);
    const text = await read(name);
    if (text === null || isOwnSave(text, campaignId)) return name;
  }
};
