// What characters attempt, recognised by verbs, with the skill to roll in each game system and three outcomes. Names of
// skills only, no rules text.
import { wholeWord } from '../../vocabulary/patterns.ts';

/** Something that a character attempts. */
export interface Attempt {
  /** Words by which it is recognised. */
  verbs: RegExp;
  /** Skill to roll, by id of the game system; `custom` for any other. */
  skills: Readonly<Record<string, string>>;
  /** Outcomes, continuing "It works: …", "At a cost: …" and "It fails: …". */
  success: string;
  cost: string;
  failure: string;
}

/** The verb in every regular form: "stab", "stabs", "stabbed", "stabbing"; "ride", "rides", "riding". */
const formsOf = (verb: string): string =>
  verb.endsWith('e') ? `${verb.slice(0, -1)}(?:e|es|ed|ing)` : `${verb}(?:e?s|${verb.at(-1)}?(?:ed|ing))?`;

/** Whole words only: Harrow is nothing to row. */
const verbs = (words: readonly string[]): RegExp => new RegExp(wholeWord(words.map(formsOf)), 'i');

/** In the order of precedence: the first that is recognised counts. */
export const ATTEMPTS: readonly Attempt[] = [
  {
    verbs: verbs([
      'pick ?pocket',
      'steal',
      'stole',
      'filch',
      'lift',
      'palm',
      'swipe',
      'off (?:the|his|her|their) belt',
    ]),
    skills: {
      'dnd-5e': 'Dexterity (Sleight of Hand)',
      'coc-7e': 'Sleight of Hand',
      'gurps-4e': 'Filch',
      fitd: 'Finesse',
      custom: 'Sneaking',
    },
    success: 'they have it, and nobody is the wiser',
    cost: 'they have it, and somebody else saw',
    failure: 'a hand closes on their wrist',
  },
  {
    verbs: verbs(['lock', 'unlock', 'padlock', 'lockpick', 'disarm', 'trap']),
    skills: {
      'dnd-5e': 'Dexterity with thieves’ tools',
      'coc-7e': 'Locksmith',
      'gurps-4e': 'Lockpicking or Traps',
      fitd: 'Tinker',
      custom: 'Tinkering',
    },
    success: 'it opens without a sound',
    cost: 'it opens, and shows that somebody was here',
    failure: 'it jams, and someone has heard',
  },
  {
    verbs: verbs([
      'sneak',
      'snuck',
      'hide',
      'hid',
      'stealth',
      'stealthily',
      'unseen',
      'slip past',
      'shadow',
      'tail',
      'creep',
      'crept',
    ]),
    skills: {
      'dnd-5e': 'Dexterity (Stealth)',
      'coc-7e': 'Stealth',
      'gurps-4e': 'Stealth',
      fitd: 'Prowl',
      custom: 'Sneaking',
    },
    success: 'nobody notices',
    cost: 'they are through, but one of them is left behind or seen',
    failure: 'a lantern swings their way',
  },
  {
    verbs: verbs([
      'climb',
      'scale',
      'jump',
      'leap',
      'leapt',
      'swim',
      'swam',
      'run',
      'ran',
      'chase',
      'balance',
      'swing',
      'swung',
    ]),
    skills: {
      'dnd-5e': 'Strength (Athletics)',
      'coc-7e': 'Climb, Jump or Swim',
      'gurps-4e': 'Climbing or Jumping',
      fitd: 'Prowl',
      custom: 'Athletics',
    },
    success: 'they are there',
    cost: 'they are there, without something or somebody they had with them',
    failure: 'they are stuck where everybody can see them',
  },
  {
    verbs: verbs([
      'bluff',
      'lie',
      'lying',
      'deceive',
      'con',
      'disguise',
      'pretend',
      'fast.?talk',
      'talk (?:his|her|their) way',
    ]),
    skills: {
      'dnd-5e': 'Charisma (Deception)',
      'coc-7e': 'Fast Talk',
      'gurps-4e': 'Fast-Talk',
      fitd: 'Sway',
      custom: 'Deceiving',
    },
    success: 'they are believed',
    cost: 'they are believed for now, and somebody will check',
    failure: 'they are seen through, and what they want is guessed',
  },
  {
    verbs: verbs(['intimidate', 'threat', 'threaten', 'scare', 'frighten', 'menace']),
    skills: {
      'dnd-5e': 'Charisma (Intimidation)',
      'coc-7e': 'Intimidate',
      'gurps-4e': 'Intimidation',
      fitd: 'Command',
      custom: 'Commanding',
    },
    success: 'the other side gives way',
    cost: 'the other side gives way, and remembers',
    failure: 'the other side calls for help',
  },
  {
    verbs: verbs([
      'persuade',
      'convince',
      'calm',
      'negotiate',
      'bargain',
      'charm',
      'flirt',
      'befriend',
      'plead',
      'beg',
      'crowd',
    ]),
    skills: {
      'dnd-5e': 'Charisma (Persuasion)',
      'coc-7e': 'Persuade or Charm',
      'gurps-4e': 'Diplomacy',
      fitd: 'Sway or Consort',
      custom: 'Persuading',
    },
    success: 'they agree',
    cost: 'they agree, for something in return',
    failure: 'they take offence, and others listen',
  },
  {
    verbs: verbs(['track', 'follow', 'trail', 'hunt', 'forage', 'navigate']),
    skills: { 'dnd-5e': 'Wisdom (Survival)', 'coc-7e': 'Track', 'gurps-4e': 'Tracking', fitd: 'Hunt', custom: 'Wilds' },
    success: 'the trail leads on',
    cost: 'the trail leads on, and they are late',
    failure: 'they lose it, and are somewhere they do not know',
  },
  {
    verbs: verbs(['stabili[sz]e', 'heal', 'treat', 'treatment', 'bandage', 'dying', 'wound', 'medic', 'medicine']),
    skills: {
      'dnd-5e': 'Wisdom (Medicine)',
      'coc-7e': 'First Aid, then Medicine',
      'gurps-4e': 'First Aid',
      fitd: 'Tinker',
      custom: 'Medicine',
    },
    success: 'the bleeding stops',
    cost: 'the bleeding stops, and it took all there was',
    failure: 'it gets worse, and there is one more chance',
  },
  {
    verbs: verbs(['search', 'look for', 'looking for', 'examine', 'investigate', 'find', 'decipher', 'read the']),
    skills: {
      'dnd-5e': 'Intelligence (Investigation)',
      'coc-7e': 'Spot Hidden or Library Use',
      'gurps-4e': 'Search or Observation',
      fitd: 'Study or Survey',
      custom: 'Noticing',
    },
    success: 'they find what there is',
    cost: 'they find it, and it took too long',
    failure: 'they find something that is meant to be found',
  },
  {
    verbs: verbs(['ghost', 'spirit', 'ritual', 'spell', 'magic', 'summon', 'attune', 'cast']),
    skills: {
      'dnd-5e': 'Intelligence (Arcana)',
      'coc-7e': 'Occult',
      'gurps-4e': 'Thaumatology',
      fitd: 'Attune',
      custom: 'Lore',
    },
    success: 'it answers',
    cost: 'it answers, and wants something',
    failure: 'something else answers',
  },
  {
    verbs: verbs([
      'attack',
      'fight',
      'fought',
      'hit',
      'shoot',
      'stab',
      'grab',
      'wrestle',
      'punch',
      'kick',
      'disarm him',
      'push',
    ]),
    skills: {
      'dnd-5e': 'an attack roll, or Strength (Athletics)',
      'coc-7e': 'Fighting (Brawl)',
      'gurps-4e': 'Brawling or Wrestling',
      fitd: 'Skirmish',
      custom: 'Fighting',
    },
    success: 'they get the better of the other',
    cost: 'they do, and are hurt or out of place',
    failure: 'they are on the ground',
  },
  {
    verbs: verbs(['drive', 'sail', 'row', 'steer', 'ride', 'pilot']),
    skills: {
      'dnd-5e': 'Wisdom (Animal Handling) or tools',
      'coc-7e': 'Drive Auto, Ride or Pilot',
      'gurps-4e': 'Boating, Driving or Riding',
      fitd: 'Finesse',
      custom: 'Riding',
    },
    success: 'they keep ahead',
    cost: 'they keep ahead, and something breaks',
    failure: 'they are off the road, or on the rocks',
  },
];

/** For what nothing above recognises. */
export const OTHER_ATTEMPT: Attempt = {
  verbs: /./,
  skills: {
    'dnd-5e': 'the ability that fits',
    'coc-7e': 'the skill that fits, or Luck',
    'gurps-4e': 'the skill that fits, or its default',
    fitd: 'the action the player names',
    custom: 'the skill that fits',
  },
  success: 'they get what they wanted',
  cost: 'they get it, and it costs them time, goods or a friend',
  failure: 'it goes wrong in a way that moves the story',
};
