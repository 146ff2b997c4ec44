// Finds the check that the notes give for what a message asks to roll: what the GM prepared goes before general advice.
import { gameSystem } from '@emberkeep/domain/game-systems';
import { escapeRegExp } from '@emberkeep/domain';
import { bestSentence, contentWords, sentencesOf, type Answer, type FoundPassage } from './question.ts';
import { ruleNamed } from './rule-names.ts';

/** "What do I roll to pick the lock?", "which check is it to …", "what's the DC for …". */
const ASKS_CHECK =
  /^\s*(?:(?:so|ok|okay|and|um|hey)[,\s]+)?(?:(?:what|which)\b.{0,40}\b(?:roll(?:ed|s)?|checks?|tests?|saves?|saving throws?|skills?|dc|difficulty|dice)\b|how (?:hard|difficult)\b|roll what\b)/i;
/** Words of the question that say that a check is asked for, and not which. */
const OF_CHECKS = new Set(
  contentWords(
    'which roll rolls check checks test save saving throw skill dc difficulty dice hard difficult need needed',
  ),
);
const CHECK = String.raw`\d*[dw]\d+|\d+\/\d+|(?:DC|SG)\s?\d+|SAN|rolls?|checks?|saves?|saving throw`;
/** Share of what was asked about that the sentence, or the title above it, must name. */
const COVER_MIN = 0.6;

/** What names a check in this game system: dice, a difficulty, or one of its skills. */
const checkOf = (systemId: string): RegExp => {
  const { skills, attributes } = gameSystem(systemId);
  const names = [...skills, ...attributes].map(({ name }) => escapeRegExp(name.replace(/\s*\(.*\)$/, '')));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${[CHECK, ...names].join('|')})(?![\\p{L}\\p{N}])`, 'u');
};

export const asksForCheck = (text: string): boolean => ASKS_CHECK.test(text.slice(0, 200));

/**
 * The sentence of the notes that has a check and names what was asked about, or null. One word alone must not be a rule:
 * “What do I roll for stealth?” asks for the rule.
 */
export const notedCheck = (text: string, systemId: string, passages: readonly FoundPassage[]): Answer | null => {
  const asked = [...new Set(contentWords(text))].filter((word) => !OF_CHECKS.has(word));
  if (asked.length === 0 || (asked.length === 1 && ruleNamed(text, systemId) !== null)) return null;
  const check = checkOf(systemId);
  const given = passages.flatMap((passage) => {
    const title = new Set(contentWords(passage.title));
    return sentencesOf(passage.text)
      .filter((sentence) => check.test(sentence))
      .filter((sentence) => {
        const words = new Set(contentWords(sentence));
        const named = asked.filter((word) => words.has(word));
        return (
          named.length > 0 &&
          asked.filter((word) => words.has(word) || title.has(word)).length >= asked.length * COVER_MIN
        );
      })
      .map((sentence) => ({ ...passage, text: sentence }));
  });
  return given.length === 0 ? null : bestSentence(new Set(asked), given);
};
