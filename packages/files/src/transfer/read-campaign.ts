// Imports the formats that are not made of items: campaign JSON and Fantasy-Calendar.
import { readCampaignJson } from '../campaign-import/index.ts';
import { readFantasyCalendar } from '../fantasy-calendar.ts';
import { emptyContent, type ImportedContent } from './imported-content.ts';

/** Null if the text is not campaign JSON. */
export const importCampaignJson = (text: string): ImportedContent | null => {
  const read = readCampaignJson(text);
  if (!read.ok) return null;
  return { ...emptyContent('Campaign JSON', 'json'), older: read.value, remarks: read.value.remarks };
};

/** Null if the text is not a Fantasy-Calendar export. */
export const importCalendar = (text: string): ImportedContent | null => {
  const read = readFantasyCalendar(text);
  return read.ok ? { ...emptyContent('Fantasy-Calendar', 'json'), calendar: read.value.calendar } : null;
};
