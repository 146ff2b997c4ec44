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

const HEAD = 'Created last, newest first:';

/** The answer, from lines for the newest records, newest first. */
export const madeAnswer = (lines: readonly string[]): string =>
  lines.length === 0
    ? 'Nothing was created in this campaign yet.'
    : [HEAD, ...lines.map((line) => `• ${line}`)].join('\n');

const MORE =
  /^\s*(?:(?:please|ok(?:ay)?|and)[,\s]+)?(?:tell me (?:more )?(?:about|of)|say more (?:about|on)|more (?:about|on)|what (?:is|do (?:we|i) know about)|who is|what[’']s|who[’']s|describe)\s+(?:it|that|this|them|her|him|that one|the (?:first|newest|latest|last) one)\s*[?.!]*\s*$/i;

/** The newest record of the answer before, where a message asks for more about "it". */
export const moreAboutMade = (text: string, previous: string): { line: string; name: string } | null => {
  const [head, first] = previous.split('\n');
  if (head !== HEAD || !first?.startsWith('• ') || !MORE.test(text.slice(0, 200))) return null;
  const line = first.slice(2);
  return { line, name: line.slice(line.indexOf(': ') + 2) };
};
