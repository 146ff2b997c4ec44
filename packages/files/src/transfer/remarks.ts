// Wording helpers for the remarks that readers make to the GM.

/** "1 link", "3 links". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The form that agrees with a count. */
export const agreeing = (count: number, one: string, many: string): string => (count === 1 ? one : many);
