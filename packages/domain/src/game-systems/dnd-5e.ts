// The fifth edition as data, from the System Reference Document 5.1, CC BY 4.0; shortened and rearranged.
import { lookupLines, skillList, statTable, type GameSystem } from './game-system.ts';

export const DND_5E: GameSystem = {
  id: 'dnd-5e',
  name: 'Fifth edition (SRD 5.1)',
  attribution:
    'This work includes material taken from the System Reference Document 5.1 (“SRD 5.1”) by Wizards of ' +
    'the Coast LLC and available at https://dnd.wizards.com/resources/systems-reference-document. The SRD' +
    ' 5.1 is licensed under the Creative Commons Attribution 4.0 International License, ' +
    'https://creativecommons.org/licenses/by/4.0/legalcode. Shortened here.',
  attributes: [
    { name: 'Strength', short: 'STR' },
    { name: 'Dexterity', short: 'DEX' },
    { name: 'Constitution', short: 'CON' },
    { name: 'Intelligence', short: 'INT' },
    { name: 'Wisdom', short: 'WIS' },
    { name: 'Charisma', short: 'CHA' },
  ],
  skills: skillList([
    'Acrobatics [DEX]',
    'Animal Handling [WIS]',
    'Arcana [INT]',
    'Athletics [STR]',
    'Deception [CHA]',
    'History [INT]',
    'Insight [WIS]',
    'Intimidation [CHA]',
    'Investigation [INT]',
    'Medicine [WIS]',
    'Nature [INT]',
    'Perception [WIS]',
    'Performance [CHA]',
    'Persuasion [CHA]',
    'Religion [INT]',
    'Sleight of Hand [DEX]',
    'Stealth [DEX]',
    'Survival [WIS]',
  ]),
  difficulties: [
    { name: 'Very easy', value: '5' },
    { name: 'Easy', value: '10' },
    { name: 'Medium', value: '15' },
    { name: 'Hard', value: '20' },
    { name: 'Very hard', value: '25' },
    { name: 'Nearly impossible', value: '30' },
  ],
  dice: [
    { name: 'Check, save or attack', formula: '1d20' },
    { name: 'Advantage', formula: 'd20adv' },
    { name: 'Disadvantage', formula: 'd20dis' },
    { name: 'Ability score', formula: '4d6dl1' },
  ],
  statBlocks: statTable(
    ['Armor class', 'Hit points', 'Speed', 'STR', 'DEX', 'CON', 'INT', 'WIS', 'CHA', 'Attack', 'Challenge'],
    `
Commoner | 10 | 4 | 30 ft | 10 | 10 | 10 | 10 | 10 | 10 | Club +2, 1d4 | 0
Guard | 16 | 11 | 30 ft | 13 | 12 | 12 | 10 | 11 | 10 | Spear +3, 1d6+1 | 1/8
Bandit | 12 | 11 | 30 ft | 11 | 12 | 12 | 10 | 10 | 10 | Scimitar +3, 1d6+1 | 1/8
Cultist | 12 | 9 | 30 ft | 11 | 12 | 10 | 10 | 11 | 10 | Scimitar +3, 1d6+1 | 1/8
Noble | 15 | 9 | 30 ft | 11 | 12 | 11 | 12 | 14 | 16 | Rapier +3, 1d8+1 | 1/8
Acolyte | 10 | 9 | 30 ft | 10 | 10 | 10 | 10 | 14 | 11 | Club +2, 1d4 | 1/4
Thug | 11 | 32 | 30 ft | 15 | 11 | 14 | 10 | 10 | 11 | Mace +4, 1d6+2, twice | 1/2
Scout | 13 | 16 | 30 ft | 11 | 14 | 12 | 11 | 13 | 11 | Longbow +4, 1d8+2, twice | 1/2
Spy | 12 | 27 | 30 ft | 10 | 15 | 10 | 12 | 14 | 16 | Shortsword +4, 1d6+2, twice | 1
Priest | 13 | 27 | 30 ft | 10 | 10 | 12 | 13 | 16 | 13 | Mace +2, 1d6 | 2
Bandit captain | 15 | 65 | 30 ft | 15 | 16 | 14 | 14 | 11 | 14 | Scimitar +5, 1d6+3, three times | 2
Veteran | 17 | 58 | 30 ft | 16 | 13 | 14 | 10 | 11 | 10 | Longsword +5, 1d8+3, twice | 3
Knight | 18 | 52 | 30 ft | 16 | 11 | 14 | 11 | 11 | 15 | Greatsword +5, 2d6+3, twice | 3
Mage | 12 | 40 | 30 ft | 9 | 14 | 11 | 17 | 12 | 11 | Dagger +5, 1d4+2; spells | 6`,
  ),
  sceneHints: [
    {
      sceneType: 'combat',
      words: ['attack', 'ambush', 'initiative', 'fight', 'monsters'],
      advice: 'Roll initiative, note who is surprised, keep each turn to one move and one action.',
    },
    {
      sceneType: 'social',
      words: ['persuade', 'audience', 'bargain', 'feast'],
      advice: 'Set the attitude first; an indifferent listener runs no great risk at DC 10.',
    },
    {
      sceneType: 'exploration',
      words: ['dungeon', 'ruin', 'trap', 'search'],
      advice: 'Passive Perception finds what nobody looks for; ask how before who.',
    },
    {
      sceneType: 'travel',
      words: ['journey', 'road', 'march', 'camp'],
      advice: 'Choose a pace; a slow one allows stealth, a fast one costs 5 on passive Perception.',
    },
  ],
  clockShape: [{ name: 'DC to tick', input: 'number' }],
  sceneShape: [
    { name: 'Encounter difficulty', input: 'choice', options: ['Easy', 'Medium', 'Hard', 'Deadly'] },
    { name: 'DC', input: 'number' },
  ],
  terms: { gm: 'Dungeon Master', character: 'player character', difficulty: 'DC' },
  lookups: lookupLines(`
Ability check: Roll a d20, add the ability modifier and, where it applies, the proficiency bonus. Meeting the DC is
  a success.
Difficulty class: Very easy 5, easy 10, medium 15, hard 20, very hard 25, nearly impossible 30.
Advantage: Roll a second d20 and use the higher. Several sources still give one extra die, and it cancels with
  disadvantage.
Disadvantage: Roll a second d20 and use the lower. Any advantage at all cancels it.
Proficiency bonus: +2 at level 1, +3 at 5, +4 at 9, +5 at 13, +6 at 17; never added twice to one roll.
Passive check: 10 plus all modifiers that normally apply; 5 more with advantage, 5 less with disadvantage.
Contest: Both sides make ability checks; the higher total wins, and a tie leaves things as they were.
Group check: Everybody rolls; if at least half succeed, the group does.
Working together: The one who leads has advantage, if the helper could attempt the task alone.
Saving throw: A d20 with the ability's modifier against the effect's DC, to resist a spell, trap, poison or the like.
Attack roll: d20 plus ability modifier plus proficiency bonus against the target's armor class.
Critical hit: A natural 20 on an attack hits always and rolls all of its damage dice twice.
Natural 1: An attack roll of 1 on the die misses whatever the modifiers.
Initiative: A Dexterity check by everybody at the start of combat; highest acts first. The GM rolls once for a group
  of identical creatures.
Surprise: Whoever noticed no threat is surprised: no move or action on the first turn, no reaction until it ends.
Your turn: One move up to your speed and one action, in any order; perhaps a bonus action and one free interaction
  with an object.
Bonus action: Only what says it takes one; one each turn.
Reaction: An instant answer to a trigger, once between the starts of your turns.
Opportunity attack: A reaction against a hostile creature that you can see leaving your reach: one melee attack.
Attack action: One melee or ranged attack, more with features such as Extra Attack.
Cast a spell: Most take one action. With a bonus-action spell, only a cantrip of one action may be cast on that turn
  besides.
Dash: Extra movement equal to your speed for this turn.
Disengage: Your movement provokes no opportunity attacks for the rest of the turn.
Dodge: Until your next turn, attacks against you by those you see have disadvantage and your Dexterity saves have
  advantage.
Help: An ally has advantage on the next check for the task, or on the first attack against a foe within 5 feet of you.
Hide: A Dexterity (Stealth) check; unseen and unheard you have advantage on your attack, which then gives you away.
Ready: Choose a trigger and an answer; the answer uses your reaction when the trigger comes.
Search: A Wisdom (Perception) or Intelligence (Investigation) check to find something.
Use an object: A second interaction on one turn, or an object that needs your action.
Grapple: Athletics against Athletics or Acrobatics; on a success the target is grappled. It may be one size larger
  at most.
Shove: The same contest; the target falls prone or is pushed 5 feet.
Two-weapon fighting: After attacking with a light weapon, attack with another as a bonus action, without the ability
  modifier to damage.
Cover: Half cover +2, three-quarters cover +5 to AC and Dexterity saves; total cover cannot be targeted.
Damage resistance: Damage of that kind is halved; vulnerability doubles it. Applied after all other modifiers.
Temporary hit points: Lost first, never added up, and not restored by healing.
Dropping to 0 hit points: Unconscious, or dead at once if the damage left over is at least the hit point maximum.
Death saving throw: At 0 hit points, roll a d20 each turn: 10 or more is a success, three of either end it; 1 counts
  twice, 20 gives 1 hit point.
Stabilize: A DC 10 Wisdom (Medicine) check as an action; the creature stays at 0 but needs no more death saves.
Short rest: At least 1 hour; Hit Dice may be spent, each restoring its roll plus the Constitution modifier.
Long rest: At least 8 hours; all hit points and half of the Hit Dice return. Once in 24 hours.
Concentration: Ends on another concentration spell, on incapacity, or on a failed Constitution save after damage: DC
  10 or half the damage, the higher.
Spell save DC: 8 plus proficiency bonus plus spellcasting ability modifier.
Ritual: A spell with the tag, cast in 10 minutes more, uses no slot.
Areas of effect: Cone, cube, cylinder, line, sphere; total cover from the point of origin keeps you out.
Blinded: Cannot see; fails checks that need sight; attacks against it have advantage, its own disadvantage.
Charmed: Cannot attack the charmer, who has advantage on social checks with it.
Deafened: Cannot hear and fails checks that need hearing.
Frightened: Disadvantage on checks and attacks while the source is in sight; cannot willingly come closer.
Grappled: Speed 0; ends if the grappler is incapacitated or the creature is moved out of reach.
Incapacitated: No actions and no reactions.
Invisible: Cannot be seen without aid; attacks against it have disadvantage, its own advantage.
Paralyzed: Incapacitated, fails Strength and Dexterity saves; hits from within 5 feet are critical.
Petrified: Turned to stone, incapacitated, resistant to all damage, immune to poison and disease.
Poisoned: Disadvantage on attack rolls and ability checks.
Prone: Crawls only; disadvantage on attacks; attacks from within 5 feet have advantage, others disadvantage.
  Standing up costs half the speed.
Restrained: Speed 0, disadvantage on attacks and Dexterity saves; attacks against it have advantage.
Stunned: Incapacitated, cannot move, fails Strength and Dexterity saves; attacks against it have advantage.
Unconscious: Incapacitated, drops things and falls prone; hits from within 5 feet are critical.
Exhaustion: Six levels: disadvantage on checks; speed halved; disadvantage on attacks and saves; hit points halved;
  speed 0; death. A long rest removes one.
Falling: 1d6 bludgeoning for every 10 feet, at most 20d6; the creature lands prone.
Suffocating: Breath lasts 1 plus Constitution modifier minutes; then as many rounds as that modifier, then 0 hit
  points.
Travel pace: Fast 4 miles an hour (−5 passive Perception), normal 3, slow 2 (may use stealth).
Difficult terrain: Every foot costs one foot more.
Light and vision: Dim light obscures lightly (disadvantage on sight); darkness obscures heavily (as if blinded).
Jumping: With a 10-foot run, a long jump of Strength score in feet, a high jump of 3 plus Strength modifier; half
  from standing.
Encounter difficulty: Add up the foes' XP, multiply by their number's factor, compare with the party's thresholds.
Attitude: Friendly helps where it can, indifferent when it gains, hostile opposes; a check at DC 0, 10 or 20 moves
  how far they go.
Inspiration: Held or not; spend it for advantage on one roll, or give it to another player.
Objects: AC 11 ice, 13 cloth, 15 wood, 17 stone, 19 iron, 21 mithral, 23 adamantine.`),
};
