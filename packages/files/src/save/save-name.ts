// Owns what a campaign's save file is called (M-153, T-6): its name made safe for every file system, and another one where a
// file of that name belongs to another campaign.
import { readSave } from './read-save.ts';

/** Longest name, UTF-8 bytes, without its ending: file systems stop at 255. */
const LONGEST = 180;
/** The settings stand at the head of a file, UTF-16 units: whose it is is known without reading all of it. */
const HEAD = 300_000;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** `[campaign-name].md`; never empty, never a path. `copy` from 2 on makes it another name. */
export const saveFileName = (campaign: string, copy = 1): string => {
  let name = campaign
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (c) => (c === '\u200D' ? c : ' '))
    .replace(/[/\\:*?"<>|]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  while (new TextEncoder().encode(name).length > LONGEST) name = [...name].slice(0, -1).join('').trimEnd();
  if (name === '' || /^-+$/.test(name) || RESERVED.test(name)) name = `campaign ${name}`.trim();
  return `${name}${copy > 1 ? ` (${copy})` : ''}.md`;
};

/** Whether a file may be written over: it is this campaign's own save, and no other's. */
const isOwnSave = (text: string, campaignId: string): boolean =>
  readSave(text.slice(0, HEAD)).save.campaignId === campaignId;

/** The first name that is free or this campaign's own. `read` gives a file's text, or null where there is none. */
export const freeSaveName = async (
  campaign: string,
  campaignId: string,
  read: (fileName: string) => Promise<string | null>,
): Promise<string> => {
  for (let copy = 1; ; copy += 1) {
    const name = saveFileName(campaign, copy);
    const there = await read(name);
    if (there === null || isOwnSave(there, campaignId)) return name;
  }
};
