// "What did I just create?": a question for the newest records of the campaign, not for a passage.

const JUST = String.raw`(?:(?:just|last|recently|only just)\s+)?`;
const MADE = String.raw`(?:create|created|make|made|add|added)`;
const WHEN = String.raw`(?:\s+(?:just now|last|recently|lately|a (?:moment|minute) ago|before that|so far|today|tonight))?`;

/** All of the message: "what did I make of the duke's offer" asks for something else. */
const ASKS_MADE: readonly RegExp[] = [
  `what(?:\\s+(?:things?|records?|entit(?:y|ies)))? (?:did|have) (?:i|we|you) ${JUST}${MADE}${WHEN}`,
  `(?:what(?:'s|’s| is| was| were| are)|show(?: me)?) (?:the )?(?:last|latest|newest|most recent) (?:(?:few )?(?:things?|records?|entit(?:y|ies)|ones?) )?(?:that )?(?:i|we|you) ${JUST}${MADE}`,
  `(?:show me |list )?what (?:i|we|you) ${JUST}${MADE}${WHEN}`,
  `what(?:'s|’s| is| was)? ${JUST}(?:been )?(?:created|made|added)(?: last| just now| recently)`,
].map((source) => new RegExp(String.raw`^\s*(?:(?:so|ok|okay|wait|hey|and|um)[,\s]+)?${source}\s*[?.!]*\s*$`, 'i'));

export const asksForMade = (text: string): boolean => {
  const asked = text.slice(0, 200);
  return ASKS_MADE.some((pattern) => pattern.test(asked));
};

/** The answer, from lines for the newest records, newest first. */
export const madeAnswer = (lines: readonly string[]): string =>
  lines.length === 0
    ? 'Nothing was created in this campaign yet.'
    : ['Created last, newest first:', ...lines.map((line) => `• ${line}`)].join('\n');
