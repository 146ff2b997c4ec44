// Random tables that come with the app, in our own words (CC BY 4.0): some for each game system, and some for any campaign.
// Each is a section of a Markdown file, read as a pasted one is.
import { readTableText, type TextTable } from '@emberkeep/files/random-tables';

/** By the id of the game system. */
const FILES: Readonly<Record<string, () => Promise<{ default: string }>>> = {
  'coc-7e': () => import('./ready/coc-7e.md?raw'),
  'dnd-5e': () => import('./ready/dnd-5e.md?raw'),
  fitd: () => import('./ready/fitd.md?raw'),
  'gurps-4e': () => import('./ready/gurps-4e.md?raw'),
};

/** The tables of a file. What stands above its first heading is about the file. */
export const readReadyTables = (markdown: string): TextTable[] =>
  markdown
    .split(/^(?=# )/m)
    .slice(1)
    .flatMap((section) => readTableText(section) ?? []);

/** The tables of a game system, then those for any campaign. Rejects where they cannot be fetched. */
export const loadReadyTables = async (system: string): Promise<TextTable[]> => {
  const [own, any] = await Promise.all([FILES[system]?.(), import('./ready/any.md?raw')]);
  return [...(own ? readReadyTables(own.default) : []), ...readReadyTables(any.default)];
};
