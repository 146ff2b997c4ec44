// The rules that read a relationship from the verb phrase between two names.
import type { Tone } from '@emberkeep/domain';
import { ROLE_WORDS } from '../vocabulary/roles.ts';
import * as phrases from '../vocabulary/relationship-phrases.ts';
import { LETTERS, oneOf } from '../vocabulary/patterns.ts';

/** What a rule says about two entities. */
export interface RelationshipKind {
  type: string;
  tone: Tone;
  /** The second name is the source: "A works for B" is "B employs A". */
  isReversed?: boolean;
}

export interface RelationshipRule extends RelationshipKind {
  name: string;
  /** Matches all of the text between the two names. */
  between: RegExp;
  /** Entity types allowed for the second name; any if absent. */
  to?: readonly string[];
  /** Entity types allowed for the first name; any if absent. */
  from?: readonly string[];
}

const ACTORS = ['npc', 'pc', 'creature', 'faction', 'party', 'other'];
const MORTALS = ['npc', 'pc', 'creature', 'other'];

/** Words before a participle: "really an assassin hired by". */
const LEAD_IN = `(?:\\s+(?:an?|the|really|formerly|once|now|former|secret)(?:\\s+[${LETTERS}-]+){1,3})?`;
const AUXILIARIES_AND_ADVERBS = [
  'is',
  'was',
  'are',
  'were',
  'has',
  'had',
  'have',
  'been',
  'being',
  'secretly',
  'still',
  'also',
  'now',
  'really',
  'deeply',
  'openly',
  'once',
  'truly',
  'actually',
  'not-so-secretly',
  'who',
  'that',
  'which',
  'he',
  'she',
  'they',
  'both',
  'always',
  'already',
  'just',
  'only',
  'then',
  'all',
  'of',
  'course',
  'clearly',
  'obviously',
  'definitely',
  'quietly',
];
const BEFORE_VERB = `(?:\\s+${oneOf(AUXILIARIES_AND_ADVERBS)})*`;
const DETERMINERS = [
  'the',
  'a',
  'an',
  'his',
  'her',
  'their',
  'our',
  'its',
  'old',
  'young',
  'poor',
  'late',
  'this',
  'that',
  'own',
  'dead',
];
const BEFORE_OBJECT = `(?:\\s+${oneOf(DETERMINERS)})*(?:\\s+(?:${ROLE_WORDS}),?)?\\s*$`;

const verbPhrase = (verbs: readonly (string | RegExp)[]): RegExp =>
  new RegExp(`^,?(?:['’](?:s|re|d))?${LEAD_IN}${BEFORE_VERB}\\s+${oneOf(verbs)}${BEFORE_OBJECT}`, 'i');

const KEEPS = new RegExp(`^,?\\s+(?:the |an? )?${oneOf(phrases.KEEPS)}\\s+(?:of|at|in|to)?${BEFORE_OBJECT}`, 'i');

/** The first rule that matches and allows the types of both entities wins. */
export const RULES: readonly RelationshipRule[] = [
  { name: 'love', between: verbPhrase(phrases.LOVES), type: 'loves', tone: 'positive', to: ACTORS },
  { name: 'kin', between: verbPhrase(phrases.IS_KIN_OF), type: 'family', tone: 'positive', to: ACTORS },
  { name: 'rival', between: verbPhrase(phrases.IS_RIVAL_OF), type: 'rival', tone: 'negative', to: ACTORS },
  { name: 'hate', between: verbPhrase(phrases.IS_ENEMY_OF), type: 'enemy', tone: 'negative', to: ACTORS },
  { name: 'fear', between: verbPhrase(phrases.FEARS), type: 'fears', tone: 'negative', to: ACTORS },
  { name: 'debt', between: verbPhrase(phrases.OWES), type: 'owes', tone: 'negative', to: ACTORS },
  {
    name: 'service',
    between: verbPhrase(phrases.SERVES),
    type: 'employs',
    tone: 'positive',
    isReversed: true,
    to: ACTORS,
  },
  { name: 'employment', between: verbPhrase(phrases.EMPLOYS), type: 'employs', tone: 'positive', to: ACTORS },
  { name: 'kill', between: verbPhrase(phrases.KILLS), type: 'killed', tone: 'negative', to: MORTALS },
  {
    name: 'kill',
    between: verbPhrase(phrases.KILLED_BY),
    type: 'killed',
    tone: 'negative',
    isReversed: true,
    to: ACTORS,
  },
  {
    name: 'wrong',
    between: verbPhrase(phrases.WRONGED_BY),
    type: 'enemy',
    tone: 'negative',
    isReversed: true,
    to: ACTORS,
  },
  { name: 'wrong', between: verbPhrase(phrases.WRONGS), type: 'enemy', tone: 'negative', to: ACTORS },
  {
    name: 'rule',
    between: verbPhrase(phrases.LEADS),
    type: 'leads',
    tone: 'positive',
    to: ['faction', 'location'],
  },
  { name: 'member', between: verbPhrase(phrases.IS_MEMBER_OF), type: 'member_of', tone: 'neutral', to: ['faction'] },
  { name: 'ally', between: verbPhrase(phrases.IS_ALLY_OF), type: 'allied', tone: 'positive', to: ACTORS },
  { name: 'know', between: verbPhrase(phrases.KNOWS), type: 'knows', tone: 'neutral', to: ACTORS },
  { name: 'own', between: verbPhrase(phrases.OWNS), type: 'owns', tone: 'neutral', to: ['item', 'location'] },
  {
    name: 'belongs',
    between: verbPhrase(phrases.BELONGS_TO),
    type: 'owns',
    tone: 'neutral',
    isReversed: true,
    from: ['item', 'location'],
  },
  { name: 'trade', between: verbPhrase(phrases.TRADES_WITH), type: 'trades with', tone: 'neutral', to: ACTORS },
  {
    name: 'place',
    between: verbPhrase(phrases.IS_LOCATED_IN),
    type: 'located_at',
    tone: 'neutral',
    to: ['location'],
    from: ['npc', 'faction', 'item', 'creature', 'location', 'clue', 'other'],
  },
  { name: 'keeper', between: KEEPS, type: 'located_at', tone: 'neutral', to: ['location'] },
];
