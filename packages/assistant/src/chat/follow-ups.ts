// Messages that mean nothing without the one before: "And before that?" after a question about a session, "Undo that"
// after something was created. All of the message: "what was in the vault before that" asks for something else.

const LEAD = String.raw`^\s*(?:(?:and|so|ok|okay|no|oops|wait|um|please)[,.!\s]+){0,2}`;
const END = String.raw`(?:[,\s]+please)?\s*[?.!…]*\s*$`;
const SESSION = String.raw`(?:(?:in |at )?the (?:session|one|game|time|night|week) )`;

const ASKS_BEFORE = new RegExp(
  `${LEAD}(?:what (?:happened |was |about |did they do |did we do )?)?${SESSION}?before (?:that|then|this|it|that one|that session)?${END}`,
  'i',
);
const ASKS_UNDO = new RegExp(
  `${LEAD}(?:undo|revert|take (?:that|it|this) back|undo (?:that|it|this)|revert (?:that|it|this)|undo (?:the|your|my) last (?:one|thing|step|change)|undo what you just (?:did|made|added|created))${END}`,
  'i',
);

/** Longer messages are no follow-up. */
const LONGEST = 80;

/** True for "And before that?", "what about the session before?". */
export const asksBefore = (text: string): boolean =>
  text.length <= LONGEST && ASKS_BEFORE.test(text.replace(/\bbefore\s*(?=[?.!…]*\s*$)/i, 'before that'));

/** True for "Undo that", "no, take it back". */
export const asksToUndo = (text: string): boolean => text.length <= LONGEST && ASKS_UNDO.test(text);

/**
 * How many sessions before the one that was asked about "before that" is, and the words that asked about it; null where
 * the message is no such follow-up. `asked`: the GM's earlier messages, the newest first.
 */
export const beforeAsked = (text: string, asked: readonly string[]): { question: string; before: number } | null => {
  if (!asksBefore(text)) return null;
  const earlier = asked.findIndex((words) => !asksBefore(words));
  return earlier === -1 ? null : { question: asked[earlier]!, before: earlier + 1 };
};
