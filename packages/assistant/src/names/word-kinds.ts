// Whether a single word can be a name or part of one.
import { NOT_NAMES } from '../vocabulary/not-names/not-names.ts';
import { ROLE_SET } from '../vocabulary/roles.ts';

/** An ordinary word or a role, which is not a name by itself. */
export const isCommon = (word: string): boolean =>
  NOT_NAMES.has(word.toLowerCase()) || ROLE_SET.has(word.toLowerCase());
