// Texts that are written into a campaign or a file. They are the same in every language, because devices in several
// languages share them; what only the reader of this device sees is in the catalogue.

/** Where notes come from, as the line above them says: "Imported from a quick note". */
export const QUICK_NOTE = 'a quick note';
export const PASTED_TEXT = 'pasted text';

/** File names for text that came without one. */
export const PASTED_NOTES_FILE = 'Pasted text.md';
export const PASTED_DATA_FILE = 'pasted.json';
export const SHARED_TEXT_FILE = 'Shared text.md';

/** The name of a campaign whose file has lost it. */
export const RECOVERED_CAMPAIGN = 'Recovered campaign';

/** The heading of the open hooks in a new prep note. */
export const HOOKS_HEADING = 'Hooks';
