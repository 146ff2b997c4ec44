// Chooses what a misspelt word was meant to be, among the campaign's own words.

/** A word of the campaign that may be meant. */
export interface Candidate {
  word: string;
  passageCount: number;
  /** Equal by double metaphone. */
  soundsAlike: boolean;
  /** Part of an entity's name or alias. */
  isName: boolean;
}

/** Edits between two words: insertions, deletions, substitutions and swapped neighbours (optimal string alignment). */
export const editDistance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
};

/** The share of a word that may be wrong, by its length; tuned on the development set. */
const tolerance = (length: number): number => {
  if (length <= 3) return 0.34;
  return length <= 5 ? 0.41 : 0.4;
};

/** How much more of a word may be wrong where it sounds the same (Kwil, Quill). */
const SOUND_TOLERANCE = 0.2;

/**
 * What is taken off a candidate's cost: for sounding alike, for being a name, for the same first letter, for
 * frequency.
 */
const SOUND_BONUS = 0.2;
const NAME_BONUS = 0.1;
const FIRST_LETTER_BONUS = 0.04;
const MOST_FREQUENCY_BONUS = 0.03;

/** Candidates this close to the best one are kept too. */
const NEAR_BEST = 0.02;
const MOST_REPAIRS = 2;

/** The best candidates, best first and at most two; none where all differ too much. */
export const repairs = (word: string, candidates: readonly Candidate[]): string[] => {
  const scored = candidates.flatMap((candidate) => {
    const longest = Math.max(word.length, candidate.word.length);
    const share = editDistance(word, candidate.word) / longest;
    if (share > tolerance(longest) + (candidate.soundsAlike ? SOUND_TOLERANCE : 0)) return [];
    const cost =
      share -
      (candidate.soundsAlike ? SOUND_BONUS : 0) -
      (candidate.isName ? NAME_BONUS : 0) -
      (candidate.word[0] === word[0] ? FIRST_LETTER_BONUS : 0) -
      Math.min(MOST_FREQUENCY_BONUS, Math.log2(1 + candidate.passageCount) / 200);
    return [{ word: candidate.word, cost }];
  });
  scored.sort((a, b) => a.cost - b.cost || (a.word < b.word ? -1 : 1));
  const best = scored[0];
  if (!best) return [];
  return scored
    .filter((each) => each.cost <= best.cost + NEAR_BEST)
    .slice(0, MOST_REPAIRS)
    .map((each) => each.word);
};
