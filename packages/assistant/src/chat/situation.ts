// Owns help with what somebody in the story is about to do: what to roll by the campaign's system, how hard, and three ways it can
// turn out. A map from verbs to skills for each system; no rules text.
import { gameSystem } from '@emberkeep/domain/game-systems';

interface Deed {
  said: RegExp;
  /** Skill by system, in the system's words. */
  skills: Readonly<Record<string, string>>;
  success: string;
  cost: string;
  failure: string;
}

const deed = (
  said: RegExp,
  dnd: string,
  coc: string,
  gurps: string,
  fitd: string,
  custom: string,
  success: string,
  cost: string,
  failure: string,
): Deed => ({
  said,
  skills: { 'dnd-5e': dnd, 'coc-7e': coc, 'gurps-4e': gurps, fitd, custom },
  success,
  cost,
  failure,
});

const DEEDS: readonly Deed[] = [
  deed(
    /pick ?pocket|steal|filch|lift|palm|swipe|off (?:the|his|her|their) belt/i,
    'Dexterity (Sleight of Hand)',
    'Sleight of Hand',
    'Filch',
    'Finesse',
    'Sneaking',
    'they have it, and nobody is the wiser',
    'they have it, and somebody else saw',
    'a hand closes on their wrist',
  ),
  deed(
    /pick(?:ing|s)? (?:the |a )?lock|lock\b|disarm|trap/i,
    'Dexterity with thieves’ tools',
    'Locksmith',
    'Lockpicking or Traps',
    'Tinker',
    'Tinkering',
    'it opens without a sound',
    'it opens, and shows that somebody was here',
    'it jams, and someone has heard',
  ),
  deed(
    /sneak|hide|hiding|stealth|unseen|slip past|shadow|tail\b|creep/i,
    'Dexterity (Stealth)',
    'Stealth',
    'Stealth',
    'Prowl',
    'Sneaking',
    'nobody notices',
    'they are through, but one of them is left behind or seen',
    'a lantern swings their way',
  ),
  deed(
    /climb|scale|jump|leap|swim|run|chase|balance|swing/i,
    'Strength (Athletics)',
    'Climb, Jump or Swim',
    'Climbing or Jumping',
    'Prowl',
    'Athletics',
    'they are there',
    'they are there, without something or somebody they had with them',
    'they are stuck where everybody can see them',
  ),
  deed(
    /bluff|lie|lying|deceive|con\b|disguise|pretend|fast.?talk|talk (?:his|her|their) way/i,
    'Charisma (Deception)',
    'Fast Talk',
    'Fast-Talk',
    'Sway',
    'Deceiving',
    'they are believed',
    'they are believed for now, and somebody will check',
    'they are seen through, and what they want is guessed',
  ),
  deed(
    /intimidat|threat|scare|frighten|menace/i,
    'Charisma (Intimidation)',
    'Intimidate',
    'Intimidation',
    'Command',
    'Commanding',
    'the other side gives way',
    'the other side gives way, and remembers',
    'the other side calls for help',
  ),
  deed(
    /persuad|convince|calm|negotiat|bargain|charm|flirt|befriend|plead|beg|crowd/i,
    'Charisma (Persuasion)',
    'Persuade or Charm',
    'Diplomacy',
    'Sway or Consort',
    'Persuading',
    'they agree',
    'they agree, for something in return',
    'they take offence, and others listen',
  ),
  deed(
    /track|follow|trail|hunt|forage|navigate/i,
    'Wisdom (Survival)',
    'Track',
    'Tracking',
    'Hunt',
    'Wilds',
    'the trail leads on',
    'the trail leads on, and they are late',
    'they lose it, and are somewhere they do not know',
  ),
  deed(
    /stabili[sz]e|heal|treat|bandage|dying|wound|medic/i,
    'Wisdom (Medicine)',
    'First Aid, then Medicine',
    'First Aid',
    'Tinker',
    'Medicine',
    'the bleeding stops',
    'the bleeding stops, and it took all there was',
    'it gets worse, and there is one more chance',
  ),
  deed(
    /search|look for|examine|investigat|find|decipher|read the/i,
    'Intelligence (Investigation)',
    'Spot Hidden or Library Use',
    'Search or Observation',
    'Study or Survey',
    'Noticing',
    'they find what there is',
    'they find it, and it took too long',
    'they find something that is meant to be found',
  ),
  deed(
    /ghost|spirit|ritual|spell|magic|summon|attune|cast/i,
    'Intelligence (Arcana)',
    'Occult',
    'Thaumatology',
    'Attune',
    'Lore',
    'it answers',
    'it answers, and wants something',
    'something else answers',
  ),
  deed(
    /attack|fight|hit|shoot|stab|grab|wrestle|punch|kick|disarm him|push/i,
    'an attack roll, or Strength (Athletics)',
    'Fighting (Brawl)',
    'Brawling or Wrestling',
    'Skirmish',
    'Fighting',
    'they get the better of the other',
    'they do, and are hurt or out of place',
    'they are on the ground',
  ),
  deed(
    /drive|sail|row|steer|ride|pilot/i,
    'Wisdom (Animal Handling) or tools',
    'Drive Auto, Ride or Pilot',
    'Boating, Driving or Riding',
    'Finesse',
    'Riding',
    'they keep ahead',
    'they keep ahead, and something breaks',
    'they are off the road, or on the rocks',
  ),
];

const ELSE = deed(
  /./,
  'the ability that fits',
  'the skill that fits, or Luck',
  'the skill that fits, or its default',
  'the action the player names',
  'the skill that fits',
  'they get what they wanted',
  'they get it, and it costs them time, goods or a friend',
  'it goes wrong in a way that moves the story',
);

/** What to roll, how hard, and three outcomes. */
export const helpWith = (text: string, systemId: string): { text: string; skill: string } => {
  const system = gameSystem(systemId);
  const found = DEEDS.find((d) => d.said.test(text)) ?? ELSE;
  const skill = found.skills[system.id] ?? found.skills['custom'] ?? 'the skill that fits';
  const ladder = system.difficulties;
  const middle = ladder[Math.floor((ladder.length - 1) / 2)];
  const isWorse =
    /\b(?:night|dark|rain|wet|storm|armed|alert|guarded|drunk|wounded|hurry|crowd(?:ed)?|without)\b/i.test(text);
  const level = isWorse
    ? (ladder[Math.min(ladder.length - 1, ladder.indexOf(middle ?? ladder[0]!) + 1)] ?? middle)
    : middle;
  const how = level
    ? ` ${system.terms['difficulty'] ? `${system.terms['difficulty']}: ` : ''}${level.name} (${level.value})${isWorse ? ', for what makes it worse' : ''}.`
    : '';
  return {
    skill,
    text: `Roll ${skill}.${how}\n• It works: ${found.success}.\n• At a cost: ${found.cost}.\n• It fails: ${found.failure}.`,
  };
};
