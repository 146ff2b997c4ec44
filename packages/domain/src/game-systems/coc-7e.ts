// Percentile investigative horror (seventh edition) as data: names and dice conventions, in Emberkeep's own words.
import { lookupLines, skillList, statTable, type GameSystem } from './game-system.ts';

export const COC_7E: GameSystem = {
  id: 'coc-7e',
  name: 'Percentile horror, 7th edition',
  attribution:
    'Names of characteristics, skills and dice conventions; descriptions are Emberkeep’s own words, CC BY' +
    ' 4.0. Not affiliated with any publisher; you need the rulebook to play.',
  attributes: [
    { name: 'Strength', short: 'STR' },
    { name: 'Constitution', short: 'CON' },
    { name: 'Size', short: 'SIZ' },
    { name: 'Dexterity', short: 'DEX' },
    { name: 'Appearance', short: 'APP' },
    { name: 'Intelligence', short: 'INT' },
    { name: 'Power', short: 'POW' },
    { name: 'Education', short: 'EDU' },
    { name: 'Luck', short: 'LUCK' },
  ],
  skills: skillList([
    'Accounting',
    'Anthropology',
    'Appraise',
    'Archaeology',
    'Art and Craft',
    'Charm',
    'Climb',
    'Credit Rating',
    'Cthulhu Mythos',
    'Disguise',
    'Dodge',
    'Drive Auto',
    'Electrical Repair',
    'Fast Talk',
    'Fighting (Brawl)',
    'Firearms (Handgun)',
    'Firearms (Rifle/Shotgun)',
    'First Aid',
    'History',
    'Intimidate',
    'Jump',
    'Language (Other)',
    'Language (Own)',
    'Law',
    'Library Use',
    'Listen',
    'Locksmith',
    'Mechanical Repair',
    'Medicine',
    'Natural World',
    'Navigate',
    'Occult',
    'Operate Heavy Machinery',
    'Persuade',
    'Pilot',
    'Psychoanalysis',
    'Psychology',
    'Ride',
    'Science',
    'Sleight of Hand',
    'Spot Hidden',
    'Stealth',
    'Survival',
    'Swim',
    'Throw',
    'Track',
  ]),
  difficulties: [
    { name: 'Regular', value: 'skill' },
    { name: 'Hard', value: 'half of the skill' },
    { name: 'Extreme', value: 'a fifth of the skill' },
  ],
  dice: [
    { name: 'Skill roll', formula: 'd100 vs 50' },
    { name: 'Bonus die', formula: 'd100b1 vs 50' },
    { name: 'Penalty die', formula: 'd100p1 vs 50' },
    { name: 'Characteristic', formula: '3d6*5' },
    { name: 'Size, intelligence, education', formula: '(2d6+6)*5' },
  ],
  statBlocks: statTable(
    ['STR', 'CON', 'SIZ', 'DEX', 'INT', 'POW', 'HP', 'Best skill', 'Attack'],
    `
Bystander | 50 | 50 | 60 | 50 | 50 | 50 | 11 | Listen 40 | Brawl 25, 1d3
Police constable | 65 | 60 | 70 | 55 | 50 | 50 | 13 | Spot Hidden 45 | Handgun 40, 1d10
Private eye | 55 | 55 | 60 | 60 | 65 | 55 | 11 | Psychology 50 | Handgun 45, 1d10
Librarian | 40 | 50 | 50 | 55 | 75 | 60 | 10 | Library Use 70 | Brawl 25, 1d3
Professor | 40 | 45 | 55 | 50 | 80 | 65 | 10 | History 75 | Brawl 25, 1d3
Journalist | 50 | 50 | 55 | 60 | 70 | 55 | 10 | Fast Talk 60 | Brawl 30, 1d3
Physician | 45 | 50 | 60 | 60 | 75 | 60 | 11 | Medicine 70 | Brawl 25, 1d3
Gangster | 65 | 60 | 70 | 60 | 50 | 45 | 13 | Intimidate 55 | Handgun 50, 1d10
Smuggler | 60 | 65 | 65 | 65 | 55 | 50 | 13 | Stealth 55 | Knife 45, 1d4+2
Priest | 45 | 50 | 60 | 50 | 65 | 75 | 11 | Persuade 60 | Brawl 25, 1d3
Cultist | 55 | 55 | 60 | 55 | 50 | 60 | 11 | Occult 40 | Knife 40, 1d4
Cult leader | 55 | 60 | 60 | 60 | 75 | 85 | 12 | Occult 75 | Dagger 50, 1d4+2
Asylum patient | 60 | 50 | 60 | 60 | 60 | 35 | 11 | Listen 60 | Brawl 45, 1d3
Thing from the deep | 80 | 70 | 80 | 55 | 60 | 55 | 15 | Swim 90 | Claws 45, 1d6+1d4`,
  ),
  sceneHints: [
    {
      sceneType: 'investigation',
      words: ['clue', 'library', 'witness', 'body', 'diary'],
      advice: 'A clue that the story needs costs no roll; a roll finds it sooner or finds more.',
    },
    {
      sceneType: 'social',
      words: ['interview', 'charm', 'fast talk'],
      advice: 'Let them say how they ask; Charm, Fast Talk, Intimidate and Persuade open different doors.',
    },
    {
      sceneType: 'combat',
      words: ['shot', 'knife', 'struggle'],
      advice: 'Go by DEX; a defender fights back or dodges. Running is often the better plan.',
    },
    {
      sceneType: 'exploration',
      words: ['cellar', 'attic', 'ruin', 'dark'],
      advice: 'Describe one sense at a time; keep the loss of sanity for what is seen last.',
    },
  ],
  clockShape: [{ name: 'Sanity at stake', input: 'text' }],
  sceneShape: [
    { name: 'Sanity loss', input: 'text' },
    { name: 'Difficulty', input: 'choice', options: ['Regular', 'Hard', 'Extreme'] },
    { name: 'Core clue', input: 'text' },
  ],
  terms: { gm: 'Keeper', character: 'investigator', difficulty: 'level of success' },
  lookups: lookupLines(`
Skill roll: Throw percentile dice; at or under the skill succeeds. Roll only when something is at stake.
Levels of success: Regular at or under the skill, hard at half, extreme at a fifth, critical on 01.
Fumble: 100 always; 96 and above where the number needed is under 50.
Setting difficulty: Regular for most, hard for what would test a professional, extreme for the edge of what people
  can do.
Bonus die: Throw one more tens die and take the better.
Penalty die: Throw one more tens die and take the worse. One bonus and one penalty cancel.
Pushing a roll: A second try after doing something more, said aloud. If it fails, what happens is worse than before.
No pushing: Luck, sanity, combat and damage rolls are never pushed.
Opposed roll: Both roll; the better level of success wins, a tie goes to the higher skill.
Combined roll: One throw compared with two skills; either or both must succeed, as was said before.
Luck roll: Percentile against Luck, for what nobody controls.
Spending Luck: If your table uses it: one point moves your own roll by one. Not after a push.
Idea roll: Intelligence, when players are stuck: a success shows the way gently, a failure brings them there in
  trouble.
Know roll: Education, for what a learned person would just know.
Sanity: Starts at Power. What is seen may cost some: a small loss if the roll succeeds, a larger if it fails.
Sanity roll: Percentile against current sanity.
Temporary insanity: Five or more lost at once and an Intelligence roll that succeeds: the mind understands.
Indefinite insanity: A fifth of the sanity of that day is gone.
Bout of madness: A short loss of control, told in rounds or summed up; the keeper takes over for it.
Underlying insanity: After a bout: fragile. Any further loss brings another.
Delusions: Somebody insane sees what is not there; a reality check is a sanity roll.
Regaining sanity: Treatment, time, self-help by what is dear, awards at the end of a story.
Maximum sanity: 99 less the Mythos skill.
Mythos tome: Reading costs sanity and time, gives the Mythos skill and spells to study.
First look at a Mythos thing: Each kind of creature can cost only so much in all: one grows used to it.
Hit points: Constitution and Size together, divided by ten, rounded down.
Magic points: A fifth of Power; they come back one an hour.
Damage bonus and build: From Strength plus Size: under 65 −2, to 84 −1, to 124 none, to 164 +1d4, to 204 +1d6.
Movement: 8 for most; 7 where both Strength and Dexterity are under Size, 9 where both are over it; less with age.
Combat order: From highest Dexterity down; a readied firearm counts as 50 more.
Fighting back: The target answers with Fighting; the better level hits, a tie goes to the attacker.
Dodging: The target answers with Dodge; the better level decides, a tie goes to the one who dodges.
Manoeuvre: Disarm, trip, hold: an attack without damage; each build that you are smaller is a penalty die.
Outnumbered: Who has already answered one attack this round gives the next attackers a bonus die.
Surprise attack: No answer unless it is noticed; a bonus die or a success without a roll.
Firearms: Nobody fights back against a gun; diving for cover is a Dodge roll and gives a penalty die.
Range: Base range regular, up to twice hard, up to four times extreme.
Point blank: Within a fifth of Dexterity in feet: a bonus die.
Multiple shots: Two or three from a handgun in a round: a penalty die on each.
Impaling: An extreme success with a blade or bullet: the most damage, plus the damage dice once more.
Malfunction: A roll at or above the weapon's number: it jams or misfires.
Extreme damage: Blunt weapons do the most on an extreme success.
Major wound: Half of the hit points or more in one blow: prone, and a Constitution roll to stay awake.
Dying: At 0 with a major wound: a Constitution roll each round until somebody gives first aid.
Unconscious: At 0 hit points without a major wound; not dying.
First Aid: Within an hour: 1 hit point, or steadies the dying.
Medicine: An hour's work: 1d3 hit points; for the dying only after first aid.
Natural healing: 1 hit point a day; with a major wound a weekly Constitution roll.
Armor: Taken off each blow; not against what needs no blow.
Chase: Compare movement by a Constitution or driving roll first; then places, hazards and barriers in turn.
Poison: A Constitution roll halves or stops what it does.
Drowning and smoke: Constitution each round, then 1d6 damage a round.
Falling: 1d6 for each ten feet; a Jump roll halves it.
Fire: From a torch 1d6 and perhaps clothes alight; a Luck roll keeps them from burning.
Credit Rating: What one owns and spends in a day follows from it; also how one is received.
Development: Tick a skill on success; at the end roll above it to add 1d10.
Contacts: A roll of the fitting skill finds somebody who knows.
Spotting: Spot Hidden finds, Listen hears, Track follows; a failure costs time, not the story.
Psychology: Shows whether somebody hides something; the keeper rolls out of sight.
Library Use: About four hours for one roll in a good library.
Languages: The chance to read is the skill; speech needs less.
Disguise and stealth: Opposed by Spot Hidden or Listen.
Spells: Cost magic points, sanity and often power; the first casting needs a hard Power roll.
Backstory: Ideology, people, places, things, traits, scars: each may steady or be twisted.
Age: Older investigators know more and move less.
Handouts: Give the players the thing itself: paper, photo, map.`),
};
