// Secrets and short codes. The relay stores only the SHA-256 of a secret.
import { createHash, randomInt } from 'node:crypto';

/** Crockford's base 32: no two characters look alike. */
const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: at 10,000 guesses a second, one code in a hundred million is found within its 15 minutes. */
const CODE_LENGTH = 10;

/** SHA-256 as hex. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join('');

/** A typed code in the form in which it was made: case, dashes, spaces and look-alike letters do not matter. */
export const normalizeCode = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
