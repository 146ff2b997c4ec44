// Foundry's RollTable, as its "Export data" writes it. Versions up to 12 have the words in `text`, later ones in `name`
// and `description`.
import { isObject, list, str } from '../json.ts';
import { emptyTable, MAX_TEXT_ENTRIES, type ReadTables, type TextEntry, type TextTable } from './table-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Words without tags; Foundry's links and inline rolls as a random table has them. */
const plainWords = (html: string): string =>
  html
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h\d)>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, '')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/@[A-Za-z]+\[[^\]]{0,300}\]\{([^{}]{1,200})\}/g, '[[$1]]')
    .replace(/\[\[\/(?:r|roll)\s{1,9}([^[\]]{1,200})\]\](?:\{[^{}]{0,200}\})?/gi, '[[$1]]')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');

const rangeText = (value: unknown): string => {
  const [from, to] = list(value);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) return '';
  return from === to ? String(from) : `${String(from)}–${String(to)}`;
};

const readResult = (value: unknown): TextEntry[] => {
  if (!isObject(value)) return [];
  const { type, weight } = value;
  const [name, description] = [str(value['name']), str(value['description'])];
  const isDocument = type === 'document' || type === 'pack' || type === 1 || type === 2;
  const words = str(value['text']) || [name, description].filter(Boolean).join('\n');
  const text = isDocument ? `[[${plainWords(str(value['text']) || name)}]]` : plainWords(words);
  return [{ texts: [text], weight: typeof weight === 'number' ? weight : null, range: rangeText(value['range']) }];
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null; // reason: text that is no JSON is read as another form
  }
};

type RollTable = Readonly<Record<string, unknown>> & { results: readonly unknown[] };

const isRollTable = (value: unknown): value is RollTable => isObject(value) && Array.isArray(value['results']);

const tableOf = (data: RollTable): TextTable => {
  const dice = str(data['formula']);
  const entries = data.results.slice(0, MAX_TEXT_ENTRIES).flatMap(readResult);
  return {
    ...emptyTable(),
    name: str(data['name']),
    about: plainWords(str(data['description'])),
    dice,
    noRepeats: data['replacement'] === false,
    entries: dice === '' ? entries.map((entry) => ({ ...entry, range: '' })) : entries,
  };
};

/** Longest JSON that is read, UTF-16 units. */
const MAX_JSON = 20_000_000;

/**
 * The RollTables of a JSON text: one, or an array of them. Null for text that is no JSON; JSON of anything else has no
 * tables, rather than one of its lines.
 */
export const readFoundryTables = (text: string, most: number): ReadTables | null => {
  if (!/^\s*[{[]/.test(text) || text.length > MAX_JSON) return null;
  const data = readJson(text);
  if (!isObject(data) && !Array.isArray(data)) return null;
  const all = list(Array.isArray(data) ? data : [data]);
  const read = all.filter(isRollTable).slice(0, most);
  const isRead = new Set<unknown>(read);
  const left = all.flatMap((each): unknown[] => {
    if (!isRead.has(each)) return [each];
    const { results } = each as RollTable; // reason: only RollTables were read
    const more = results.slice(MAX_TEXT_ENTRIES);
    return more.length > 0 ? [{ ...(each as RollTable), results: more }] : [];
  });
  const leftText = left.length === 0 ? '' : JSON.stringify(left.length === 1 ? left[0] : left, null, 2);
  return { tables: read.map(tableOf), left: leftText, isWhole: true };
};
