// Reads the internal state of the campaign file: gauges and settings as `key: value` pairs, on lines of their own or
// run together.
import { plainText } from './escape.ts';
import type { Repairs } from './repairs.ts';
import { GAUGE_RANGES, type CampaignFileData } from './save-document.ts';

const VALUES = [
  String.raw`\d{4}-\d\d-\d\d(?:T\S{1,30}|\s\d{1,2}:\d\d(?::\d\d)?)?`, // a date, with its time
  '[0-9a-f]{8}-[0-9a-f-]{27}', // an id
  String.raw`N\/A`,
  String.raw`[-+−]?\d{1,12}(?:\.\d+)?`,
  'true',
  'false',
  'enabled',
  'disabled',
];
const KEY = String.raw`([^\s:][^:\n]{0,80}?)`;
const PAIR = new RegExp(String.raw`${KEY}\s{0,4}:\s{0,8}(${VALUES.join('|')})(?=\s|$)`, 'giu');

/** The day a file was saved, in words that no rule knows: no gauge is in it. */
const SAVED_IN_WORDS = /^last.saved\s*:(?!\s*(?:\d{4}-\d\d-\d\d|$))/i;

const GROUP_NAMES = /\b(?:GAUGES|SETTINGS)\s?:/gu;
/** A key that has lost its value. */
const BARE_KEY = /^[\w ]{1,40}:\s*$/;

const readAdultMode = (value: string, save: CampaignFileData, repairs: Repairs): void => {
  const isOn = /^(?:true|enabled)$/i.test(value);
  if (save.adultMode !== null && save.adultMode !== isOn)
    repairs.remark('The file gave two values for adult mode, so the setting was kept.');
  save.adultMode = isOn;
};

const readGauge = (name: string, value: string, save: CampaignFileData, repairs: Repairs): void => {
  const [low, high] = GAUGE_RANGES[name.toLowerCase()] ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const isOff = /^n/i.test(value);
  save.gauges.push({ name, level: isOff ? null : repairs.number(name, value, low, high) });
};

/** False if the line has no pair. */
export const readState = (body: string, save: CampaignFileData, repairs: Repairs): boolean => {
  const text = body.replace(GROUP_NAMES, ' ');
  if (text.trim() === '') return true;
  if (SAVED_IN_WORDS.test(text.trim())) return false;
  let hasPair = false;
  for (const [, key = '', value = ''] of text.matchAll(PAIR)) {
    const name = plainText(key);
    hasPair = true;
    if (/^last.saved$/i.test(name)) save.lastSaved = value;
    else if (/^campaign.id$/i.test(name)) save.campaignId = value;
    else if (/^adult.mode$/i.test(name)) readAdultMode(value, save, repairs);
    // The count of records is read by read-save.ts.
    else if (!/^emberkeep.records$/i.test(name)) readGauge(name, value, save, repairs);
  }
  return hasPair || BARE_KEY.test(text.trim());
};
