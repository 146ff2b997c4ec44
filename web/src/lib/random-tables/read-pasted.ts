// Reads a pasted random table, with the code for it, which is loaded on demand.
import type { TextTable } from '@emberkeep/files/random-tables';
import { reasonOf } from '#lib/ui/load-part.ts';
import { m } from '#messages';

/** The table in a text; a sentence where there is none. */
export const readPasted = async (text: string, fileName = ''): Promise<TextTable | string> => {
  try {
    const { readTableText } = await import('@emberkeep/files/random-tables');
    return readTableText(text, fileName) ?? m.randomTables_readPasted_nothing();
  } catch (error) {
    return reasonOf(error, m.randomTables_readPasted_nothing());
  }
};
