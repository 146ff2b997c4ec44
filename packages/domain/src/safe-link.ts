// The addresses that a note links to. Any other stays text, and so does one that is too long: a note keeps its links as
// plain values, and the relay refuses a plain value of more than 128 kB.

/** Longest address of a link, UTF-16 units: four times what browsers and servers agree on. */
export const MAX_ADDRESS = 8192;

const SAFE = /^(?:https?:\/\/|mailto:)/i;

/** True for an address of the web or of mail. */
export const isSafeLink = (address: unknown): address is string =>
  typeof address === 'string' && address.length <= MAX_ADDRESS && SAFE.test(address);
