// Whether a sentence of an account says that something happened, or what did not happen and what is to come.

const NOBODY =
  "nobody|no one|no-one|none of (?:them|us|the \\p{L}+)|neither|never|not|didn['’]?t|hasn['’]?t|haven['’]?t";
const VISITS =
  'go|goes|went|gone|going|enter(?:ed|s)?|reach(?:ed)?|visit(?:ed)?|get|got|gotten|make it|made it|come|came|' +
  'play(?:ed)?|start(?:ed)?|touch(?:ed)?|saw|see|seen|set foot|run|ran';
/** "Nobody went into the vault", "We never got to the pier", "They skipped the mill". */
const DENIED = new RegExp(
  `(?<!\\p{L})(?:${NOBODY})(?!\\p{L})(?:\\s+\\p{L}+){0,3}?\\s+(?:${VISITS})(?!\\p{L})|` +
    '(?<!\\p{L})(?:skip(?:ped|s)?|unplayed|unused|ran out of time|no time for)(?!\\p{L})',
  'iu',
);
/** "Next week: the boat", "They will go to the pier". */
const TO_COME = new RegExp(
  '^[^\\p{L}]*(?:next (?:week|time|session|game)|to ?do|to prep|prep for|if|unless|maybe|perhaps|tomorrow we)(?!\\p{L})|' +
    '(?<!\\p{L})(?:next (?:week|time|session|game)|(?:will|shall|might|should|must) (?!not|have)\\p{L}+|' +
    "(?:is|are|am|we['’]re|they['’]re) going to|(?:want|plan|need|intend|hope)s? to|plan(?:ning)? on)(?!\\p{L})",
  'iu',
);

/** True for a sentence that says of something that it happened, as far as its words show. */
export const tellsOfPlay = (sentence: string): boolean => !DENIED.test(sentence) && !TO_COME.test(sentence);
