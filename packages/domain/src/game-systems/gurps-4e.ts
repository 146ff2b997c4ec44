// The three-dice universal system (fourth edition) as data: names and dice conventions, in Emberkeep's own words.
import { lookupLines, skillList, statTable, type GameSystem } from './game-system.ts';

export const GURPS_4E: GameSystem = {
  id: 'gurps-4e',
  name: 'Three-dice universal, 4th edition',
  attribution:
    'Names of attributes, skills and dice conventions; descriptions are Emberkeep’s own words, CC BY 4.0.' +
    ' Not affiliated with any publisher; you need the rulebook to play.',
  attributes: [
    { name: 'Strength', short: 'ST' },
    { name: 'Dexterity', short: 'DX' },
    { name: 'Intelligence', short: 'IQ' },
    { name: 'Health', short: 'HT' },
    { name: 'Hit points', short: 'HP' },
    { name: 'Will', short: 'WILL' },
    { name: 'Perception', short: 'PER' },
    { name: 'Fatigue points', short: 'FP' },
    { name: 'Basic speed', short: 'SPEED' },
    { name: 'Basic move', short: 'MOVE' },
  ],
  skills: skillList([
    'Acrobatics [DX]',
    'Acting [IQ]',
    'Administration [IQ]',
    'Animal Handling [IQ]',
    'Area Knowledge [IQ]',
    'Armoury [IQ]',
    'Axe/Mace [DX]',
    'Beam Weapons [DX]',
    'Bow [DX]',
    'Boxing [DX]',
    'Brawling [DX]',
    'Broadsword [DX]',
    'Camouflage [IQ]',
    'Carousing [HT]',
    'Carpentry [IQ]',
    'Climbing [DX]',
    'Computer Operation [IQ]',
    'Connoisseur [IQ]',
    'Cooking [IQ]',
    'Crossbow [DX]',
    'Current Affairs [IQ]',
    'Detect Lies [PER]',
    'Diagnosis [IQ]',
    'Diplomacy [IQ]',
    'Disguise [IQ]',
    'Driving [DX]',
    'Electronics Operation [IQ]',
    'Engineer [IQ]',
    'Escape [DX]',
    'Explosives [IQ]',
    'Fast-Draw [DX]',
    'Fast-Talk [IQ]',
    'Filch [DX]',
    'First Aid [IQ]',
    'Fishing [PER]',
    'Forensics [IQ]',
    'Forgery [IQ]',
    'Gambling [IQ]',
    'Gesture [IQ]',
    'Guns [DX]',
    'Hidden Lore [IQ]',
    'Hiking [HT]',
    'History [IQ]',
    'Holdout [IQ]',
    'Interrogation [IQ]',
    'Intimidation [WILL]',
    'Judo [DX]',
    'Jumping [DX]',
    'Karate [DX]',
    'Knife [DX]',
    'Law [IQ]',
    'Leadership [IQ]',
    'Lip Reading [PER]',
    'Lockpicking [IQ]',
    'Mechanic [IQ]',
    'Merchant [IQ]',
    'Meditation [WILL]',
    'Musical Instrument [IQ]',
    'Naturalist [IQ]',
    'Navigation [IQ]',
    'Observation [PER]',
    'Occultism [IQ]',
    'Performance [IQ]',
    'Photography [IQ]',
    'Physician [IQ]',
    'Pickpocket [DX]',
    'Piloting [DX]',
    'Politics [IQ]',
    'Psychology [IQ]',
    'Public Speaking [IQ]',
    'Rapier [DX]',
    'Research [IQ]',
    'Riding [DX]',
    'Running [HT]',
    'Savoir-Faire [IQ]',
    'Scrounging [PER]',
    'Search [PER]',
    'Sex Appeal [HT]',
    'Shadowing [IQ]',
    'Shield [DX]',
    'Shortsword [DX]',
    'Singing [HT]',
    'Sleight of Hand [DX]',
    'Smuggling [IQ]',
    'Spear [DX]',
    'Staff [DX]',
    'Stealth [DX]',
    'Streetwise [IQ]',
    'Surgery [IQ]',
    'Survival [PER]',
    'Swimming [HT]',
    'Tactics [IQ]',
    'Teaching [IQ]',
    'Thaumatology [IQ]',
    'Theology [IQ]',
    'Throwing [DX]',
    'Tracking [PER]',
    'Traps [IQ]',
    'Two-Handed Sword [DX]',
    'Urban Survival [PER]',
    'Weather Sense [IQ]',
    'Wrestling [DX]',
    'Writing [IQ]',
  ]),
  difficulties: [
    { name: 'Automatic', value: '+10' },
    { name: 'Trivial', value: '+8' },
    { name: 'Very easy', value: '+6' },
    { name: 'Easy', value: '+4' },
    { name: 'Favourable', value: '+2' },
    { name: 'Average', value: '0' },
    { name: 'Unfavourable', value: '−2' },
    { name: 'Hard', value: '−4' },
    { name: 'Very hard', value: '−6' },
    { name: 'Dangerous', value: '−8' },
    { name: 'Nearly impossible', value: '−10' },
  ],
  dice: [
    { name: 'Success roll', formula: '3d6 vs 12' },
    { name: 'Reaction', formula: '3d6' },
    { name: 'Damage', formula: '1d6' },
    { name: 'Damage, swing', formula: '1d6+2' },
  ],
  statBlocks: statTable(
    ['ST', 'DX', 'IQ', 'HT', 'HP', 'Move', 'DR', 'Best skill', 'Attack'],
    `
Bystander | 10 | 10 | 10 | 10 | 10 | 5 | 0 | Current Affairs-10 | Brawling-9, 1d-2 cr
Town guard | 11 | 11 | 10 | 11 | 11 | 5 | 2 | Observation-11 | Spear-12, 1d+1 imp
Soldier | 11 | 11 | 10 | 11 | 11 | 5 | 4 | Tactics-10 | Broadsword-13, 1d+1 cut
Knight | 13 | 12 | 10 | 12 | 13 | 5 | 6 | Riding-13 | Broadsword-15, 2d cut
Archer | 11 | 13 | 10 | 11 | 11 | 6 | 1 | Stealth-12 | Bow-14, 1d+1 imp
Thief | 10 | 13 | 11 | 11 | 10 | 6 | 0 | Lockpicking-14 | Knife-12, 1d-2 cut
Street thug | 12 | 11 | 9 | 11 | 12 | 5 | 1 | Intimidation-11 | Axe/Mace-11, 1d+3 cr
Sage | 9 | 10 | 13 | 10 | 9 | 5 | 0 | Research-15 | Staff-10, 1d cr
Physician | 10 | 11 | 13 | 10 | 10 | 5 | 0 | Physician-14 | Brawling-10, 1d-2 cr
Detective | 10 | 11 | 12 | 11 | 10 | 5 | 0 | Observation-14 | Guns-12, 2d pi
Officer | 10 | 11 | 11 | 11 | 10 | 5 | 4 | Leadership-13 | Guns-12, 2d pi
Wizard | 9 | 11 | 14 | 11 | 9 | 5 | 0 | Thaumatology-15 | Spell-15
Assassin | 11 | 14 | 12 | 12 | 11 | 7 | 0 | Stealth-15 | Knife-15, 1d-1 imp
Wolf | 10 | 12 | 4 | 12 | 10 | 9 | 1 | Tracking-14 | Bite-14, 1d-2 cut`,
  ),
  sceneHints: [
    {
      sceneType: 'combat',
      words: ['attack', 'shoot', 'duel'],
      advice: 'One-second turns: say the manoeuvre first, then roll to hit, then the defence.',
    },
    {
      sceneType: 'social',
      words: ['reaction', 'negotiate', 'parley'],
      advice: 'A reaction roll says how they start; skills move it from there.',
    },
    {
      sceneType: 'investigation',
      words: ['search', 'forensics', 'research'],
      advice: 'Take time for a bonus: twice as long +1, up to thirty times +5.',
    },
    {
      sceneType: 'travel',
      words: ['hike', 'ride', 'sail'],
      advice: 'Hiking once a day; bad ground and weather take their share.',
    },
  ],
  clockShape: [
    { name: 'Skill to tick', input: 'text' },
    { name: 'Modifier', input: 'number' },
  ],
  sceneShape: [
    { name: 'Tech level', input: 'number' },
    { name: 'Modifier', input: 'number' },
    { name: 'Skills in play', input: 'text' },
  ],
  terms: { gm: 'GM', character: 'character', difficulty: 'modifier' },
  lookups: lookupLines(`
Success roll: Three dice; at or under the effective skill succeeds. Low is good.
Margin: Skill minus roll; how well it went.
Critical success: 3 or 4 always; 5 with skill 15 or more; 6 with skill 16 or more.
Critical failure: 18 always; 17 with skill 15 or less; ten or more above the skill.
Roll of 17: An ordinary failure where the skill is 16 or more.
Minimum skill: Nobody may try at an effective skill under 3, except to defend.
Default: Untrained use: usually the attribute −4 to −6, or a related skill with its penalty.
Rule of 20: Defaults never start from more than 20 in the attribute.
Difficulty of a task: +10 automatic, +4 easy, 0 average, −4 hard, −8 dangerous, −10 nearly impossible.
Time spent: Twice as long +1, four times +2, eight +3, fifteen +4, thirty +5. Half the time −5, and so on to −9.
Equipment: Good +1, fine +2, none −5 to −10 for technical skills.
Contest, quick: Both roll; the better margin wins.
Contest, regular: Rounds until one succeeds and the other fails.
Influence roll: A skill against Will; success gives a good reaction, failure a bad one.
Reaction roll: Three dice plus modifiers; 10 to 12 neutral, 13 to 15 good, 16 and more very good, 7 to 9 poor, under
  4 disastrous.
Sense roll: Perception, with Acute Vision, Hearing and the like.
Fright check: Will less modifiers; a failure is looked up by its margin.
Will roll: To resist fear, temptation, pain.
Turn: One second; everyone once, in order of Basic Speed.
Manoeuvres: Do nothing, move, change posture, aim, evaluate, attack, feint, all-out attack, move and attack, all-out
  defence, concentrate, ready, wait.
Attack: A step and one attack; all defences stay.
All-out attack: +4 to hit, or two attacks, or +2 damage, or a feint first; no defence until next turn.
Move and attack: Full move, −4 to hit, never better than 9; no parry.
All-out defence: +2 to one defence, or two different ones against one attack.
Aim: Gives the weapon's accuracy, then +1 and +2 for going on.
Evaluate: +1 to hit one foe for each second, at most +3.
Feint: A quick contest; the margin is taken off the foe's next defence.
Wait: Name a trigger; act when it comes.
Concentrate: For spells and tasks of the mind; hurt means a Will roll at −3.
Dodge: Basic Speed plus 3, dropped fractions, less encumbrance; any number of attacks.
Parry: Half of the weapon skill plus 3; again in one turn at −4 (fencing −2).
Block: Half of the shield skill plus 3; once a turn.
Retreat: A step back: +3 to dodge, +1 to parry and block, once a turn against one foe.
Shield: Its defence bonus counts for every defence from the front.
Hit location: Torso 0, arm −2, leg −2, hand −4, face −5, skull −7, eye −9, vitals −3, neck −5,
  groin −3.
Random location: Three dice: 9 to 11 torso and so on.
Damage: Thrust or swing by strength; the weapon adds to it.
Damage types: Crushing ×1, cutting ×1½, impaling ×2, piercing by size ×½ to ×2, burning ×1, toxic ×1;
  after armor.
Damage resistance: Taken off before the multiplier.
Shock: Lost hit points are taken off DX and IQ for the next turn, at most −4.
Major wound: Over half of the hit points in one blow: HT roll or stunned and down.
Knockdown and stun: HT to recover at the end of each turn; defences at −4 until then.
Reeling: Under a third of hit points: move and dodge halved.
Collapse: At 0 or less: HT each second to stay awake.
Death check: At −1×, −2×, −3×, −4× hit points: HT or die; dead at −5×, destroyed at −10×.
Fatigue: At 0 or less act only on a Will roll; under a third, half speed.
First Aid: Bandaging 1 point; treatment by tech level once for each wound.
Natural recovery: HT once a day: 1 point; better with a physician.
Encumbrance: None up to basic lift, light 2×, medium 3×, heavy 6×, extra-heavy 10×; each level −1 to dodge and a
  fifth of move.
Basic lift: Strength squared, divided by five, in pounds.
Posture: Kneeling −2 to hit and defend, lying −4 and −3; harder to hit from afar.
Range and speed: 2 yards 0, 5 −2, 10 −4, 20 −6, 50 −8, 100 −10.
Size modifier: A man 0, a child −1 or −2, an ogre +1; added to hit it.
Rate of fire: Five shots +1, nine +2, thirteen +3; each margin of recoil is one more hit.
Recoil: Margin divided by it says how many of the shots hit.
Suppression: An area under fire; who enters may be hit.
Cover: Shoot what shows, with its location penalty, or through it.
Grapple: DX to hold; then ST contests to pin, DX or ST to break free.
Disarm: At the weapon's penalty; then a contest.
Falling: Damage from speed by height and hit points; DX or Acrobatics for less.
Poison: HT at a modifier, after a delay, in cycles.
Fire: 1d−1 a second in flames, more with the body alight.
Hiking: Ten times move in miles a day on good ground; a success is a fifth more.
Swimming: A roll on entering water and every five minutes.
Climbing: Rate by surface; each minute or fall.
Stealth: A contest with Perception; +5 for standing still in the dark and so on.
Lockpicking: One minute a try; −5 without tools.
Spell: Skill roll, energy by its cost, time; high skill saves energy.
Ritual and mana: Low mana −5, none no magic, high mana anybody.
Character points: Attributes 10 or 20 a level; skills 1, 2, 4 and then 4 a level.
Job and wealth: A roll a month for success at work.
Luck: A reroll of one's own, the best of three, every hour or so of play.`),
};
