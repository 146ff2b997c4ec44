/** Blocks at the top level from which on a note is long: several screens. */
const LONG_NOTE_BLOCKS = 150;

export const isLongNote = (blocks: number): boolean => blocks >= LONG_NOTE_BLOCKS;
