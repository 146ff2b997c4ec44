// When the app offers to end a session: when a GM types so, and after events at which it is easy to stop.
import type { TimelineEvent } from './timeline-event.ts';

const END_PHRASES: readonly string[] = [
  'let’s stop here',
  'lets stop here',
  'let us stop here',
  'stop here',
  'save game',
  'save the game',
  'end session',
  'end the session',
  'i need to go',
  'i have to go',
  'until next time',
  'save and quit',
  'save & quit',
  'call it a night',
  'call it a day',
  'call it here',
  'wrap up here',
  'wrap it up here',
  'we’ll stop here',
  'we stop here',
  'i gotta go',
  'i’ve got to go',
  'that’s all for tonight',
  'that’s it for tonight',
];

/** Event types after which it is easy to stop. */
const PAUSE_TYPES = new Set(['chapter_end', 'boss_defeated', 'betrayal_revealed', 'rest']);

/** Regular expressions for names of events after which it is easy to stop. */
const PAUSE_PATTERNS = [
  'chapter (?:ends?|ended|closes)',
  'end of (?:the )?chapter',
  'boss (?:is )?(?:dead|defeated|falls|fell|beaten)',
  'betray(?:s|ed|al)',
  'long rest',
  'short rest',
  'make camp',
  'made camp',
  'night falls',
  'they sleep',
  'safe (?:place|house|haven|location)',
  'reach(?:es|ed)? safety',
];
const PAUSE_WORDS = new RegExp(`\\b(?:${PAUSE_PATTERNS.join('|')})\\b`, 'i');

/** Lower case, typographic apostrophes, and no punctuation. */
const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’`]/g, '’')
    .replace(/[^\p{L}&’ ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Words that people say before such a phrase and after it, which change nothing. */
const BEFORE =
  /^(?:ok|okay|alright|all right|so|well|right|yes|yeah|and|guys|everyone|folks|please|now|i think|i guess|we should|let’s|lets|let us|time to|sorry)\s/;
const AFTER =
  /\s(?:for (?:tonight|today|now|the (?:night|day))|tonight|today|now|please|then|guys|everyone|folks|thanks|thank you|ok|okay)$/;

/** True if a text is one of the phrases that end a session, with or without such words around it (M-208, M-209). */
export const isEndPhrase = (text: string): boolean => {
  for (let words = normalize(text); words !== '';) {
    if (END_PHRASES.includes(words)) return true;
    const shorter = AFTER.test(words) ? words.replace(AFTER, '') : words.replace(BEFORE, '');
    if (shorter === words) return false;
    words = shorter;
  }
  return false;
};

/** True for an event after which the app offers to stop (M-210, M-212). */
export const isNaturalPause = (event: Pick<TimelineEvent, 'eventType' | 'name'>): boolean =>
  PAUSE_TYPES.has(event.eventType) || PAUSE_WORDS.test(event.name);
