// The instruction that keeps a group's lines out of an answer. Every other set of instructions includes it.

/** Tells a model not to bring up these lines; empty where there are none. */
export const linesInstruction = (lines: readonly string[]): string[] =>
  lines.length > 0 ? [`Never bring up: ${lines.join(', ')}.`] : [];
