// The instruction that keeps a group's lines out of an answer. The instructions for chatting, rephrasing and retelling
// include it; those for reading a note (read-note.ts) word their own.

/** Tells a model not to bring up these lines; empty where there are none. */
export const linesInstruction = (lines: readonly string[]): string[] =>
  lines.length > 0 ? [`Never bring up: ${lines.join(', ')}.`] : [];
