// Owns choosing what a misspelt word was meant to be, among the campaign's own words.

/** A word of the campaign that may be meant; `soundsAlike` by the double metaphone. */
export interface Candidate {
  word: string;
  passageCount: number;
  soundsAlike: boolean;
  /** Part of a name or title. */
  isName: boolean;
}

/** Edits between two words: insertion, deletion, substitution, and swapping of neighbours (optimal string alignment). */
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

/** Share of a word that may be wrong: short ones hardly at all, because everything is near them. */
const tolerance = (length: number): number => (length <= 3 ? 0.34 : length <= 5 ? 0.41 : 0.4);

/** How much more may be wrong of a word that sounds the same (Kwil, Quill), and how much nearer it counts. */
const SOUND_TOLERANCE = 0.2;
const SOUND = 0.2;

/** The best candidates, at most two; none where all are too far. */
export const repairs = (word: string, candidates: readonly Candidate[]): string[] => {
  const scored = candidates.flatMap((candidate) => {
    const edits = editDistance(word, candidate.word);
    const share = edits / Math.max(word.length, candidate.word.length);
    const allowed =
      tolerance(Math.max(word.length, candidate.word.length)) + (candidate.soundsAlike ? SOUND_TOLERANCE : 0);
    if (share > allowed) return [];
    const cost =
      share -
      (candidate.soundsAlike ? SOUND : 0) -
      (candidate.isName ? 0.1 : 0) -
      (candidate.word[0] === word[0] ? 0.04 : 0) -
      Math.min(0.03, Math.log2(1 + candidate.passageCount) / 200);
    return [{ word: candidate.word, cost }];
  });
  scored.sort((a, b) => a.cost - b.cost || (a.word < b.word ? -1 : 1));
  const best = scored[0];
  return best
    ? scored
        .filter((s) => s.cost <= best.cost + 0.02)
        .slice(0, 2)
        .map((s) => s.word)
    : [];
};
