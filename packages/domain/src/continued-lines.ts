// Text data in source files, wrapped for reading.

/** Joins lines that were wrapped in a source file: an indented line continues the one before it. */
export const joinContinuedLines = (text: string): string => text.replace(/\n +/g, ' ');
