// Reads pasted random tables, with the code for it, which is loaded on demand.
import type { ReadTables } from '@emberkeep/files/random-tables';
import type { Draft } from '#lib/device/drafts.svelte.ts';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';

type TableReader = (text: string, options?: { fileName?: string; most?: number }) => ReadTables;

const loadReader = async (): Promise<TableReader> => (await import('@emberkeep/files/random-tables')).readTableTexts;

/** The tables in a text; a sentence where there is none. */
export const readPasted = async (text: string, fileName = ''): Promise<ReadTables | string> => {
  try {
    const read = (await loadReader())(text, { fileName });
    return read.tables.length > 0 ? read : m.randomTables_readPasted_nothing();
  } catch (error) {
    return reasonOf(error, m.randomTables_readPasted_nothing());
  }
};

/** What is done with the tables of a draft; gives the text that stays in it, or null where nothing was done. */
export type TakeTables = (read: ReadTables) => string | null;

/**
 * Reads the tables in a draft, hands them to `take`, and removes from the draft what was taken, in one go after the code
 * is loaded: a tab that is killed before loses no word, a second tap finds nothing, and words that are typed meanwhile
 * stay. Gives a sentence where nothing was read, else an empty one.
 */
export const takeDraft = async (
  draft: Pick<Draft, 'text' | 'clear'>,
  take: TakeTables,
  { most, load = loadReader }: { most?: number; load?: () => Promise<TableReader> } = {},
): Promise<string> => {
  const sent = draft.text;
  try {
    const reader = await load();
    const now = draft.text;
    if (now === '' && sent !== '') return '';
    const text = now.startsWith(sent) ? sent : now;
    const read = reader(text, most === undefined ? {} : { most });
    if (read.tables.length === 0) return m.randomTables_readPasted_nothing();
    const left = take(read);
    if (left === null) return '';
    draft.clear();
    const stays = [left, now.slice(text.length)].filter((each) => each.trim() !== '').join('\n');
    if (stays !== '') draft.text = stays;
    return '';
  } catch (error) {
    return reasonOf(error, m.randomTables_readPasted_nothing());
  }
};
