// What a word by itself says about being a name.
import { NOT_NAMES } from '../vocabulary/not-names/not-names.ts';
import { ROLE_SET } from '../vocabulary/roles.ts';
import { TITLES } from '../vocabulary/titles.ts';

export const isTitle = (word: string): boolean => TITLES.has(word.toLowerCase());

/** An ordinary word or a role, which names nobody by itself. */
export const isCommon = (word: string): boolean =>
  NOT_NAMES.has(word.toLowerCase()) || ROLE_SET.has(word.toLowerCase());
