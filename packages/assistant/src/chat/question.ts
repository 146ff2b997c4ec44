// Answers a question with the best sentence of the passages that search found, quoted with the title of its passage.
// Returns null where none fits, so that nothing is made up.
import { cutSentences, foldText } from '@emberkeep/domain';
import { stem } from '../stem.ts';
import { wordsOf } from './likeness.ts';
import { bareRequest } from './phrasing.ts';
import { ABOUT_CONVERSATION, ABOUT_RELATIONSHIPS, ANSWER_KINDS, ASKS_DAY } from './vocabulary/question-phrases.ts';
import { QUESTION_STOP_WORDS } from './vocabulary/stop-words.ts';

export interface FoundPassage {
  id: string;
  title: string;
  text: string;
}

/** An answer and the ids of the passages it comes from. */
export interface Answer {
  text: string;
  citations: string[];
}

/** How many of the passages found are read. */
const PASSAGES_READ = 8;
const CITATIONS_MAX = 3;
/** Share of the question's words that an answer must cover. */
const COVER_MIN = 0.34;
/** Passages that score this close to the best are cited too. */
const CITED_WITHIN = 0.25;
/** A word in the title counts a little less than one in the sentence. */
const TITLE_WEIGHT = 0.8;

/** Stems of the words that carry the meaning of a text, without accents: people ask for “Eowyn”. */
export const contentWords = (text: string): string[] =>
  wordsOf(foldText(text).replace(/'s\b/gi, ''))
    .filter((word) => !QUESTION_STOP_WORDS.has(word))
    .map(stem);

export const sentencesOf = (text: string): string[] =>
  cutSentences(text)
    .map((sentence) => sentence.text)
    .filter((sentence) => sentence.length > 2);

interface ScoredSentence {
  passage: FoundPassage;
  sentence: string;
  cover: number;
  score: number;
}

/** Scores every sentence of a passage. `rank`: its position in the search results. */
const scoreSentences = (
  passage: FoundPassage,
  rank: number,
  asked: ReadonlySet<string>,
  kind: RegExp | undefined,
): ScoredSentence[] => {
  const title = new Set(contentWords(passage.title));
  // The passage about the entity that is asked about is the best source on it.
  const isAboutTitle = title.size > 0 && [...asked].every((word) => title.has(word));
  return sentencesOf(passage.text).map((sentence) => {
    const words = new Set(contentWords(sentence));
    const inSentence = [...asked].filter((word) => words.has(word)).length;
    const inTitle = [...asked].filter((word) => !words.has(word) && title.has(word)).length;
    const cover = (inSentence + inTitle * TITLE_WEIGHT) / asked.size;
    return {
      passage,
      sentence,
      cover,
      score:
        cover +
        (kind?.test(sentence) && inSentence > 0 ? 0.15 : 0) +
        (inSentence > 0 ? 0.1 : 0) +
        (isAboutTitle ? 0.5 : 0) -
        rank * 0.05,
    };
  });
};

/** Longest sentence that is quoted whole, UTF-16 units. */
const SENTENCE_MAX = 400;

/** A sentence that is too long, from shortly before the first word that was asked for; cut between words. */
const quotable = (sentence: string, asked: ReadonlySet<string>): string => {
  if (sentence.length <= SENTENCE_MAX) return sentence;
  const words = [...sentence.matchAll(/\S+/g)];
  const hit = words.find(([word]) => contentWords(word).some((each) => asked.has(each)));
  const from = words.find(({ index }) => index >= (hit?.index ?? 0) - SENTENCE_MAX / 4)?.index ?? 0;
  const to = words.findLast(({ index, 0: word }) => index + word.length <= from + SENTENCE_MAX);
  // One endless word has no end to cut at.
  const end = to && to.index >= from ? to.index + to[0].length : from + SENTENCE_MAX;
  return `${from > 0 ? '… ' : ''}${sentence.slice(from, end)}${end < sentence.length ? ' …' : ''}`;
};

/**
 * The sentence that has most of `asked`, stems of words, or null. `kind`: what the answer to such a question looks like.
 * `passages`: best first, as search found them.
 */
export const bestSentence = (
  asked: ReadonlySet<string>,
  passages: readonly FoundPassage[],
  kind?: RegExp,
): Answer | null => {
  const scored = passages
    .slice(0, PASSAGES_READ)
    .flatMap((passage, rank) => scoreSentences(passage, rank, asked, kind))
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  if (!best || best.cover < COVER_MIN) return null;
  const cited = [best, ...scored.filter((each) => each.score > best.score - CITED_WITHIN)];
  return {
    text: `“${quotable(best.sentence, asked)}” (${best.passage.title})`,
    citations: [...new Set(cited.map((each) => each.passage.id))].slice(0, CITATIONS_MAX),
  };
};

/** The sentence that fits best, or null. `passages`: best first, as search found them. */
export const answerFrom = (question: string, passages: readonly FoundPassage[]): Answer | null => {
  const asked = new Set(contentWords(question));
  const kind = ANSWER_KINDS.find(({ asks }) => asks.test(question.trim()))?.answers;
  return asked.size === 0 ? null : bestSentence(asked, passages, kind);
};

/** True where the question is about the conversation itself: what did I ask, what did you answer. */
export const isAboutConversation = (text: string): boolean => ABOUT_CONVERSATION.test(text);

/** True where the question is what day or hour it is in the game. */
export const isAboutDay = (text: string): boolean => ASKS_DAY.test(bareRequest(text));

/** True where the question is about an entity's relationships. */
export const isAboutRelationships = (text: string): boolean => ABOUT_RELATIONSHIPS.test(text);

const MESSAGES_SHOWN = 3;
/** Longest quotation of an earlier message, UTF-16 units. */
const QUOTE_MAX = 200;

const quote = ({ text, title }: FoundPassage): string => {
  const shown = text.length > QUOTE_MAX ? `${text.slice(0, QUOTE_MAX).replace(/\s+\S*$/, '')} …` : text;
  return `“${shown}”${title ? ` (${title})` : ''}`;
};

/** Earlier messages that search found, quoted word for word. */
export const answerFromConversation = (passages: readonly FoundPassage[]): Answer | null => {
  const shown = passages.slice(0, MESSAGES_SHOWN);
  return shown.length === 0
    ? null
    : { text: shown.map(quote).join('\n'), citations: shown.map((passage) => passage.id) };
};
