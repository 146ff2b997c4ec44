// Owns what was pending when the GM spoke: what the answer before offered, and whether these words take it, take one of it, or none.
import type { DraftRequest } from '@emberkeep/domain';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six'];
const YES_WORD =
  "(?:yes|yeah|yep|yup|ya|aye|ok(?:ay)?|sure|fine|right|correct|absolutely|definitely|please|perfect|great|good|sounds good|go on|go ahead|go for it|do (?:it|that|so)|please do|make it(?: so)?|create (?:it|that|them)|add (?:it|that|them)|save (?:it|that|them)|keep (?:it|that|them)|why not|that(?:'s| is) (?:it|right|good|fine|the one)|both|all(?: of (?:them|those|it))?)";
export const YES = new RegExp(`^(?:${YES_WORD}[\\s,.!]*)+$`, 'i');
export const NO =
  /^(?:(?:no|nope|nah|none|neither|not (?:that|now|yet|this one)|never ?mind|cancel|skip|forget (?:it|that)|leave (?:it|that)|rather not|don'?t)(?:\s+(?:it|that|thanks|thank you|please|of (?:them|those)|bother))*[\s,.!]*)+$/i;
export const WHICH = new RegExp(
  `^(?:(?:${YES_WORD})[\\s,.!]+)*(?:(?:i(?:'ll|'d)?|we(?:'ll)?|let(?:'s| us)?)\\s+)?(?:(?:take|create|make|add|use|save|keep|pick|choose|want|like|go with|have)\\s+)?(?:the\\s+|number\\s+|option\\s+|no\\.?\\s*|#\\s*)?(${ORDINALS.join('|')}|${NUMBERS.join('|')}|last|1st|2nd|3rd|[1-6])(?:\\s+(?:one|name|option|person|guy|of (?:them|those)|please))*[\\s.!]*$`,
  'i',
);

/** Which of `count` offers these words take, by place; none is `[]`; null where they are about something else. */
export const takenOf = (text: string, count: number): number[] | null => {
  const said = text.trim().replace(/’/g, "'");
  if (count === 0 || said === '') return null;
  if (NO.test(said)) return [];
  const which = WHICH.exec(said)?.[1]?.toLowerCase();
  if (which) {
    const at =
      which === 'last'
        ? count - 1
        : [ORDINALS.indexOf(which), NUMBERS.indexOf(which), Number.parseInt(which, 10) - 1].find((n) => n >= 0);
    return at !== undefined && at < count ? [at] : null;
  }
  return YES.test(said) ? Array.from({ length: count }, (_, n) => n) : null;
};

const QUOTED = '[“"\'‘«]([^”"’»\\n]{2,100}?)[”"\'’»]';

/** The offers in the words of an answer, where nothing else kept them: what it asked to be let do. */
export const offersIn = (previous: string): DraftRequest[] => {
  const scene = new RegExp(
    `\\b(?:create|add|make)\\s+(?:a\\s+|the\\s+)?(?:new\\s+)?(?:draft\\s+)?scene\\s+${QUOTED}\\s*\\?`,
    'i',
  ).exec(previous)?.[1];
  if (scene) return [{ kind: 'scene', title: scene, sceneType: 'other' }];
  const log = new RegExp(`\\blog\\s+${QUOTED}\\s*\\?`, 'i').exec(previous)?.[1];
  return log ? [{ kind: 'log', entities: [], content: log }] : [];
};

/** Names that an answer listed, one a line, with what was said of each. */
export const listedIn = (previous: string): { name: string; about: string }[] =>
  previous.split('\n').flatMap((line) => {
    const found = /^\s*(?:\d{1,2}[.)]|[-•*])\s+\**([\p{Lu}][^:–—,(*\n]{1,60}?)\**\s*(?:[:–—,(]\s*(.*))?$/u.exec(line);
    return found ? [{ name: found[1]!.trim().replace(/[.\s]+$/, ''), about: (found[2] ?? '').trim() }] : [];
  });
