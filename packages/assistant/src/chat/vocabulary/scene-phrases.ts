// Patterns for phrases that bring the party to another place, and for those that ask for a scene.
import { oneOf, re } from '../../vocabulary/patterns.ts';
import { ARRIVING, FIGHTING, GOING, MEETING } from './movement.ts';

export const SCENE_WORD = /\b(?:scenes?|scen)\b/i;

const TIMES_OF_DAY = [
  'dawn',
  'dusk',
  'noon',
  'night',
  'midnight',
  'morning',
  'evening',
  'afternoon',
  'sunset',
  'sunrise',
];
const TIMES = [
  '(?:mon|tues|wednes|thurs|fri|satur|sun)day',
  `(?:at |in the |late |early )*${oneOf(TIMES_OF_DAY)}`,
  'tonight',
  'now',
  'later',
  'fog',
  'rain',
  'next day',
  re`\d[\d:]* ?(?:am|pm)?`,
];
/** When a scene takes place, after the name of where: ", Friday night". */
export const TIME_SUFFIX = new RegExp(re`(?:,\s*${oneOf(TIMES)})+\s*$`, 'i');

const SCENE_PREPOSITIONS = ['for', 'about', 'where', 'when', 'in which', 'of', 'at', 'in', 'on', 'with'];
/** "Scene at the docks". The group is what the scene is about. */
export const SCENE_SUBJECT = new RegExp(
  [
    re`\bscene\b(?:\s*(?:pls|plz|please))?\s*`,
    re`(?:[:,–-]+\s*|(?:in\s+)?${oneOf(SCENE_PREPOSITIONS)}\s+(?:when\s+)?)?(.*)$`,
  ].join(''),
  'i',
);

/**
 * "The party went to the market", said plainly. `who` is a pattern of those who can go.
 * Groups: a fighting verb, a meeting verb, and where they go or whom they meet.
 */
export const goingPlainly = (who: string): RegExp => {
  const travel = [
    re`(?:${GOING})\b(?: on| off| out| back| up| down| over| straight| away| inside)*(?:\s+the\s+\w+)?`,
    re`(?:to|into|towards?|for|through|in|aboard|onto|inside|under|across|along|past)\s+`,
  ].join(re`\s+`);
  const verbs = [travel, re`(?:${ARRIVING})\s+`, re`((?:${FIGHTING})\s+)`, re`((?:${MEETING})(?:\s+with)?\s+)`];
  return new RegExp(
    re`^(?:and |then |next[:,]? )*${who}\s+(?:all |now |then |finally |quickly )*${oneOf(verbs)}(.+)$`,
    'i',
  );
};

/** "ok theyre off to the lighthouse", said in passing. The group is where they go. */
export const goingLoosely = (who: string): RegExp => {
  const verbs = [
    '(?:off|over|at|back|down) (?:to |at )?',
    re`(?:${GOING})\b(?: on| off| out| back| up| down| over| straight)*\s+(?:to|into|towards?|for|at|in)\s+`,
    re`walked out.*?\bto\s+`,
    re`hits?\s+`,
    re`(?:just )?(?:left|leaves?|leaving)\s+`,
    re`(?:is |are )?follow(?:s|ed|ing)?\s+`,
  ];
  return new RegExp(re`(?:${who})(?:'re| are|'s| is)?\s+(?:now |split[^,]*,? \w+ )?${oneOf(verbs)}(.+)$`, 'i');
};
