// Owns answering from what the campaign says: the sentence among the passages found that fits the question best, quoted, with where
// it stands; and “I find nothing on that” where none fits.
import { wordsOf } from './likeness.ts';

export interface FoundPassage {
  id: string;
  title: string;
  text: string;
}

const STOP = new Set(
  'a about again an and any anybody anyone are as at be been but by can did do does for from had has have he her his how i if in into is it its last many me much my name named no of on once one or our out over said she so some somebody tell than that the their them then there they thing this to under up us was we were what when where which who whom whose why will with would yet you your whats whos wheres whens hows dont didnt doesnt deal thing anything remind describe about info'.split(
    ' ',
  ),
);
const stem = (word: string): string => (word.length > 4 ? word.replace(/(?:ings?|ed|es|s|er)$/, '') : word);
/** The words of a text that say what it is about, without their endings. */
export const contentWords = (text: string): string[] =>
  wordsOf(text.replace(/['’]s\b/gi, ''))
    .filter((w) => !STOP.has(w))
    .map(stem);
const sentencesOf = (text: string): string[] =>
  text
    .match(/[^.!?\n]+[.!?]*["”’]?/g)
    ?.map((s) => s.trim())
    .filter((s) => s.length > 2) ?? [];

/** What kind of answer is asked for, and how a sentence shows that it has one. */
export const ANSWERS: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^how (?:many|much)|^when|\bhow old\b|\bwhat (?:day|time|year)\b/i,
    /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|forty|hundred|thousand|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|night|morning)\b/i,
  ],
  [/^who|^whose|^whom|\bname of\b/i, /\b[A-Z]\p{L}+/u],
  [/^where|\bwhich place\b/i, /\b(?:in|at|on|under|behind|near|beside|below|above|to)\b/i],
];

/** The best sentences, or null where nothing fits. `passages`: the best first, as search found them. */
export const answerFrom = (
  question: string,
  passages: readonly FoundPassage[],
): { text: string; citations: string[] } | null => {
  const asked = new Set(contentWords(question));
  if (asked.size === 0) return null;
  const kind = ANSWERS.find(([q]) => q.test(question.trim()))?.[1];
  const scored = passages.slice(0, 8).flatMap((passage, rank) => {
    const title = new Set(contentWords(passage.title));
    return sentencesOf(passage.text).map((sentence) => {
      const here = new Set(contentWords(sentence));
      const said = [...asked].filter((w) => here.has(w)).length;
      const named = [...asked].filter((w) => !here.has(w) && title.has(w)).length;
      // Who is asked about is the best witness of themselves.
      const isIt = [...asked].every((w) => title.has(w)) && title.size > 0;
      return {
        passage,
        sentence,
        cover: (said + named * 0.8) / asked.size,
        score:
          (said + named * 0.8) / asked.size +
          (kind?.test(sentence) && said > 0 ? 0.15 : 0) +
          (said > 0 ? 0.1 : 0) +
          (isIt ? 0.5 : 0) -
          rank * 0.05,
      };
    });
  });
  const best = scored.sort((a, b) => b.score - a.score)[0];
  if (!best || best.cover < 0.34) return null;
  const citations = [
    ...new Set([best, ...scored.filter((s) => s.score > best.score - 0.25)].map((s) => s.passage.id)),
  ].slice(0, 3);
  return { text: `“${best.sentence}” (${best.passage.title})`, citations };
};

export const ABOUT_TALK =
  /\b(?:did|have) (?:i|we|you) (?:\w+ )?(?:ask(?:ed)?|say|said|tell|told|answer(?:ed)?|typed?|write|written|mention(?:ed)?|suggest(?:ed)?)\b|\byou (?:said|told|answered|suggested)\b|\bi (?:asked|typed)\b|\bmy (?:last |earlier )?(?:question|prompt)s?\b|\bin (?:the|this|our) (?:chat|talk)\b/i;
/** True where what was said in the talk itself is asked for: what did I ask, what did you answer. */
export const isAboutTalk = (text: string): boolean => ABOUT_TALK.test(text);

export const ABOUT_TIES =
  /\b(?:relationships?|relations?|connect(?:ions?|ed)|ties|tied|related|each other|get(?:ting)? along|feels? about|thinks? of|all(?:y|ies|ied)|friends?|friendly|enem(?:y|ies)|rivals?|opposed?|works? for|employ(?:s|ed|er)?|members? of|belongs? to|hates?|loves?|on (?:whose|which) side|(?:whose|which) side)\b/i;
/** True where somebody's ties are asked for. */
export const isAboutTies = (text: string): boolean => ABOUT_TIES.test(text);

const TALK_SHOWN = 3;

/** What was said before on it, in the words it was said in. */
export const answerFromTalk = (passages: readonly FoundPassage[]): { text: string; citations: string[] } | null => {
  const shown = passages.slice(0, TALK_SHOWN);
  if (shown.length === 0) return null;
  return {
    text: shown
      .map(
        (p) =>
          `“${p.text.length > 200 ? `${p.text.slice(0, 200).replace(/\s+\S*$/, '')} …` : p.text}”${p.title ? ` (${p.title})` : ''}`,
      )
      .join('\n'),
    citations: shown.map((p) => p.id),
  };
};
