// Recaps one session's notes: what happened, scene by scene, short enough to be read aloud, with the source of each
// sentence. It tells nothing that the notes do not say, and leaves out dice, book-keeping and the people at the table.
import type { AnalysisInput } from '@emberkeep/domain';
import { lowerFirst } from '../chat/letter-case.ts';
import { countWords } from '../text.ts';
import { HAS_TIME, LOWERED_AFTER_OPENER } from './note-phrases.ts';
import { candidatesOf, type Candidate } from './told-candidates.ts';

/** A sentence of a recap with the parts of the notes it comes from, UTF-16 offsets. */
export interface RecapSentence {
  text: string;
  sources: readonly { start: number; end: number }[];
}

export interface NotesRecap {
  paragraphs: readonly (readonly RecapSentence[])[];
}

/** A recap is read aloud in about a minute, words. */
const WORDS_MAX = 152;
/** A recap below this gets an opening and a closing sentence, words. */
const WORDS_MIN = 92;
/** A recap below this is too short to be framed, words. */
const FRAMED_WORDS_MIN = 40;
const OPENING = 'Here is what happened when we last met.';
const CLOSING = 'And that is where we left them.';
const OPENERS = ['Then', 'After that', 'Later'] as const;

/** The sentence without its last clauses, so that it fits in `wordsMax`; null where nothing worth telling is left. */
const shortened = (candidate: Candidate, wordsMax: number): Candidate | null => {
  const clauses = candidate.text
    .replace(/[.!?]$/, '')
    .split(/(?:,\s+(?=(?:and|but|so|because|which|who|where|since|as)\b)|;\s+)/);
  while (clauses.length > 1) {
    clauses.pop();
    const text = `${clauses.join(', ')}.`;
    const words = countWords(text);
    if (words <= wordsMax) return words >= 4 ? { ...candidate, text, words } : null;
  }
  return null;
};

/** The best candidate of each scene. */
const bestOfScenes = (
  candidates: readonly Candidate[],
  worth: (candidate: Candidate) => number,
): Set<Candidate | undefined> =>
  new Set(
    [...new Set(candidates.map(({ scene }) => scene))].map(
      (scene) => candidates.filter((each) => each.scene === scene).sort((a, b) => worth(b) - worth(a))[0],
    ),
  );

/**
 * The best candidates that fit, in the order of the notes. Where most of them fit, they are chosen by score per word
 * and every scene is told at least once if possible; where less than half fits, by score. The last sentence, how the
 * session ended, is chosen first.
 */
const chosenFrom = (candidates: readonly Candidate[], wordsMax: number): Candidate[] => {
  const total = candidates.reduce((sum, { words }) => sum + words, 0);
  if (total <= wordsMax) return [...candidates];
  const isTight = total > 2 * wordsMax;
  const lengthFactor = (words: number): number => (words < 6 ? 0.5 : words > 40 ? 0.6 : 1);
  const worth = ({ score, words }: Candidate): number =>
    isTight ? score * lengthFactor(words) : score / Math.sqrt(words);
  const preferred = isTight ? new Set<Candidate | undefined>() : bestOfScenes(candidates, worth);
  const last = candidates.at(-1);
  const byImportance = [...candidates].sort(
    (a, b) =>
      Number(b === last) - Number(a === last) ||
      Number(preferred.has(b)) - Number(preferred.has(a)) ||
      worth(b) - worth(a),
  );
  const kept: Candidate[] = [];
  let words = 0;
  for (const candidate of byImportance) {
    const left = wordsMax - words;
    const fitting = candidate.words <= left ? candidate : isTight ? null : shortened(candidate, left);
    if (!fitting) continue;
    kept.push(fitting);
    words += fitting.words;
  }
  return kept.sort((a, b) => a.start - b.start);
};

/** One to three paragraphs of about the same length, split between scenes where possible. */
const paragraphsOf = (chosen: readonly Candidate[]): Candidate[][] => {
  const count = chosen.length >= 9 ? 3 : chosen.length >= 4 ? 2 : 1;
  const share = chosen.reduce((sum, { words }) => sum + words, 0) / count;
  const paragraphs: Candidate[][] = [[]];
  let words = 0;
  for (const [n, candidate] of chosen.entries()) {
    const target = share * paragraphs.length;
    const isNewScene = n > 0 && candidate.scene !== chosen[n - 1]!.scene;
    const isFull = words >= target - 12 && (isNewScene || words >= target + 15);
    if (n > 0 && paragraphs.length < count && isFull) paragraphs.push([]);
    paragraphs.at(-1)!.push(candidate);
    words += candidate.words;
  }
  return paragraphs.filter((paragraph) => paragraph.length > 0);
};

/** The first sentence of a later paragraph, with "Then" or "After that" before it unless it gives a time itself. */
const withOpener = ({ text, words }: Candidate, paragraph: number): string => {
  const takesOpener =
    words > 3 &&
    !HAS_TIME.test(text) &&
    /^(?:The|They|A|An|\p{Lu}\p{L}+ (?:\p{L}+ed|found|took|went|got|came)\b)/u.test(text);
  if (!takesOpener) return text;
  const rest = LOWERED_AFTER_OPENER.test(text) ? lowerFirst(text) : text;
  return `${OPENERS[(paragraph - 1) % OPENERS.length]}${paragraph > 1 ? ',' : ''} ${rest}`;
};

/** Adds a closing sentence to a short recap, and an opening sentence where there is room for it. */
const framed = (paragraphs: readonly RecapSentence[][], words: number): RecapSentence[][] => {
  const hasOpening = words < WORDS_MIN - CLOSING.split(' ').length;
  return paragraphs.map((paragraph, n) => [
    ...(n === 0 && hasOpening ? [{ text: OPENING, sources: [] }] : []),
    ...paragraph,
    ...(n === paragraphs.length - 1 ? [{ text: CLOSING, sources: [] }] : []),
  ]);
};

/** Recaps a session's notes in about 150 words, or in at most `wordsMax`. */
export const recapNotes = (input: AnalysisInput, wordsMax = WORDS_MAX): NotesRecap => {
  const chosen = chosenFrom(candidatesOf(input), wordsMax);
  if (chosen.length === 0) return { paragraphs: [] };
  const told = paragraphsOf(chosen).map((paragraph, p) =>
    paragraph.map((candidate, n): RecapSentence => ({
      text: p > 0 && n === 0 ? withOpener(candidate, p) : candidate.text,
      sources: [{ start: candidate.start, end: candidate.end }],
    })),
  );
  const words = chosen.reduce((sum, candidate) => sum + candidate.words, 0);
  const isShort = words >= FRAMED_WORDS_MIN && words < WORDS_MIN && wordsMax === WORDS_MAX;
  return { paragraphs: isShort ? framed(told, words) : told };
};

/** The recap as text, with an empty line between paragraphs. */
export const recapText = (recap: NotesRecap): string =>
  recap.paragraphs.map((paragraph) => paragraph.map(({ text }) => text).join(' ')).join('\n\n');
