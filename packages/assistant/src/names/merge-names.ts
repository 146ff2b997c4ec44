// Recognises that two candidates are one name.
import { isTitle, titlesDiffer } from '@emberkeep/domain';
import type { Candidate } from './candidates.ts';
import { isFirm } from './name-type.ts';
import { LINKED } from './linked-names.ts';
import { isCommon } from './word-kinds.ts';

const wordCount = (text: string): number => text.split(' ').length;

/** The words of a name without titles and articles. */
const coreOf = (key: string): string[] => key.split(' ').filter((w) => !isTitle(w) && w !== 'the');

const titlesOf = (key: string): string[] => key.split(' ').filter(isTitle);

const isSameName = (key: string, longer: string): boolean => {
  const own = coreOf(key);
  const others = coreOf(longer);
  if (own.length === 0 || others.length === 0 || titlesDiffer(titlesOf(key), titlesOf(longer))) return false;
  if (own.join(' ') === others.join(' ')) return longer.length > key.length;
  // "Mr. Blackwater" is not the firm of Blackwater & Sons.
  if (isFirm(longer) && titlesOf(key).length > 0) return false;
  const [word] = own;
  return own.length === 1 && others.length > 1 && (others[0] === word || others.at(-1) === word) && !isCommon(word!);
};

/**
 * Merges candidates that are part of a longer name, or that have a title elsewhere in the note: "Callum" goes into
 * "Brother Callum". They go into accepted names only. Changes the map; returns the merged keys, each with the key it went into.
 */
export const mergeNames = (
  candidates: Map<string, Candidate>,
  accepted: ReadonlySet<string>,
): ReadonlyMap<string, string> => {
  const keys = [...candidates.keys()].sort((a, b) => wordCount(b) - wordCount(a) || b.length - a.length);
  const merged = new Map<string, string>();
  for (const key of keys) {
    // A linked name is whole as it is.
    if (candidates.get(key)!.cue === LINKED) continue;
    const words = wordCount(candidates.get(key)!.name);
    const into = keys.find(
      (other) =>
        other !== key &&
        accepted.has(other) &&
        !merged.has(other) &&
        wordCount(candidates.get(other)!.name) >= words &&
        isSameName(key, other),
    );
    if (into) merged.set(key, into);
  }
  for (const [key, into] of merged) {
    const part = candidates.get(key)!;
    const whole = candidates.get(into);
    if (!whole) continue;
    whole.occurrences.push(...part.occurrences);
    whole.cue ??= part.cue;
    candidates.delete(key);
  }
  return merged;
};
