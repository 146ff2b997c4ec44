// Names of files in an export: unique whatever the file system makes of upper and lower case.

/** Names that Windows reserves for devices, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** True for a name that Windows takes for a device. */
export const isReservedName = (name: string): boolean => RESERVED.test(name);

/** Gives `name`, or "name (2)" and so on if it is taken. */
export const createUniqueNames = () => {
  const taken = new Set<string>();
  return {
    claim: (name: string): string => {
      let unique = name;
      for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${name} (${n})`;
      taken.add(unique.toLowerCase());
      return unique;
    },
  };
};
