// Reads the options of a command.

/** Every value of an option that may be given several times: `--notes a --notes b`. */
export const optionsNamed = (name: string, args: readonly string[]): string[] =>
  args.flatMap((arg, i) => (arg === `--${name}` && args[i + 1] !== undefined ? [args[i + 1]!] : []));
