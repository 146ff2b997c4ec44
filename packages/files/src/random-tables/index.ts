// Random tables in and out of text, as a part that is loaded when one is pasted or copied.
export { readTableText, readTableTexts } from './read-table-text.ts';
export type { ReadTables, TextEntry, TextTable } from './table-text.ts';
export { writeTableText } from './write-table-text.ts';
