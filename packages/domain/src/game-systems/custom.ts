// The system for groups that play another one: common terms of the hobby, in Emberkeep's own words.
import { lookupLines, skillList, statTable, type GameSystem } from './game-system.ts';

export const CUSTOM: GameSystem = {
  id: 'custom',
  name: 'Another system, or none',
  attribution: 'Emberkeep’s own words, CC BY 4.0.',
  attributes: [
    { name: 'Body', short: 'BODY' },
    { name: 'Mind', short: 'MIND' },
    { name: 'Heart', short: 'HEART' },
  ],
  skills: skillList([
    'Athletics [BODY]',
    'Fighting [BODY]',
    'Shooting [BODY]',
    'Sneaking [BODY]',
    'Crafting [MIND]',
    'Lore [MIND]',
    'Medicine [MIND]',
    'Noticing [MIND]',
    'Tinkering [MIND]',
    'Commanding [HEART]',
    'Deceiving [HEART]',
    'Empathy [HEART]',
    'Performing [HEART]',
    'Persuading [HEART]',
    'Wilds [MIND]',
    'Riding [BODY]',
  ]),
  difficulties: [
    { name: 'Easy', value: 'most people manage' },
    { name: 'Fair', value: 'a trained person manages' },
    { name: 'Hard', value: 'an expert manages' },
    { name: 'Extreme', value: 'the best might manage' },
  ],
  dice: [
    { name: 'Two dice', formula: '2d6' },
    { name: 'Twenty', formula: 'd20' },
    { name: 'Percent', formula: 'd100' },
    { name: 'Fudge', formula: '4dF' },
    { name: 'Pool, count 5 and 6', formula: '6d6cs>=5' },
  ],
  statBlocks: statTable(
    ['Threat', 'Toughness', 'Good at', 'Bad at', 'Wants', 'Does when cornered'],
    `
Villager | 0 | 1 | knowing who is who | fighting | to be left alone | shouts for help
Merchant | 0 | 1 | prices | danger | a profit | offers everything
Guard | 1 | 2 | noticing | thinking fast | a quiet night | raises the alarm
Scout | 1 | 2 | the land | walls | to report back | runs
Ruffian | 1 | 2 | hurting | patience | coin | begs
Soldier | 2 | 3 | holding a line | acting alone | orders | closes ranks
Captain | 3 | 4 | leading | doubt | to win well | bargains for the others
Spy | 2 | 2 | lying | open fights | one secret | burns the letter
Scholar | 0 | 1 | old books | hurry | an answer | explains
Healer | 0 | 1 | calm | cruelty | nobody to die | steps between
Priest | 1 | 2 | crowds | being laughed at | faith | calls on a god
Sorcerer | 3 | 2 | the uncanny | iron and noise | more | breaks a rule
Beast | 2 | 3 | tooth and claw | fire | food, young | fights to the end
Thing from elsewhere | 4 | 5 | fear | its one rule | in | keeps its word exactly`,
  ),
  sceneHints: [
    {
      sceneType: 'combat',
      words: ['attack', 'fight', 'ambush'],
      advice: 'Say what each side wants besides winning; end the scene when that is settled.',
    },
    {
      sceneType: 'social',
      words: ['talk', 'bargain', 'court'],
      advice: 'Give the other side a want, a fear and a limit.',
    },
    {
      sceneType: 'exploration',
      words: ['explore', 'search', 'ruin'],
      advice: 'Three things to notice, one of them odd.',
    },
    { sceneType: 'investigation', words: ['clue', 'question', 'murder'], advice: 'Three ways to every answer.' },
    { sceneType: 'travel', words: ['road', 'sea', 'camp'], advice: 'One sight, one choice, one cost.' },
  ],
  clockShape: [{ name: 'Note', input: 'text' }],
  sceneShape: [
    { name: 'Stakes', input: 'text' },
    { name: 'Difficulty', input: 'text' },
  ],
  terms: { gm: 'GM', character: 'character', difficulty: 'difficulty' },
  lookups: lookupLines(`
When to roll: When it may fail, failing is interesting, and nobody at the table knows what happens.
When not to roll: When it is safe, impossible, or dull either way: say what happens.
Setting a difficulty: Ask who could do it half of the time: anybody, the trained, the expert, the best.
Success at a cost: Close to the number: it works, and something else goes wrong.
Failing forward: A failure changes the situation; it never stops the story.
Stakes first: Say what is won and lost before the dice fall.
One roll for one danger: Do not ask twice for the same thing.
Helping: One more die or a small bonus; the helper shares the trouble.
Opposed rolls: Both roll; the better result wins; a tie keeps things as they are.
Group rolls: If half of the group succeed, all do.
Passive noticing: Use a fixed number for what nobody looks for.
Secret rolls: Only where the result itself would tell too much.
Rerolls: Give few, and make them precious.
Initiative by table: Who acted first in the story goes first; then opposite sides in turn.
Initiative by dice: Highest first, ties to the players.
Initiative by cards: A card each; highest goes first, shuffle on a face card.
Popcorn initiative: Who has acted names the next.
Zones: Near, close, far, out of sight: enough for most fights.
Cover: Harder to hit, or the blow is lighter; choose one and keep to it.
Morale: When half are down or the leader is: do they fight on?
Minions: One good hit each; they attack as one.
Elites: Two actions, one of them a surprise.
Fights that end: Give them a goal that is not the last hit point.
Hit points: How long somebody stays in the story's danger, not how much blood.
Wounds: Few, named, and each with one effect.
Dying: Give everybody one more turn and a choice.
Rest, short: A breather and a bandage.
Rest, long: A night and a safe place.
Conditions: One word, one effect, one way out.
Poison: A delay, an effect, an antidote that can be found.
Fear: Say what it makes you want to do; the player chooses how.
Falling: Enough to matter from a roof, deadly from a tower.
Drowning: Three tries, each harder.
Fire and smoke: Harm every moment, and nobody sees.
Hunger and thirst: Days, then hours; name what is eaten last.
Cold and heat: Clothes, shelter, time; lose one and roll.
Darkness: Who holds the light, and for how long?
Traps: A sign, a trigger, an effect, a way around.
Locks: Time, tools, noise: choose two.
Chases: Three steps ahead; gain or lose one at each place.
Stealth: Somebody looks, somebody sneaks, something makes a noise.
Disguise: Good until somebody asks the one question.
Interrogation: They always know something; they never know all.
Bargains: What do both want that costs the other little?
Lies: Plausible, checked when, by whom?
First impressions: Friendly, wary, hostile; one act moves it by one.
Reputation: One number for each group that matters.
Debts: Write down who owes what to whom.
Rumours: One true, one false, one half and half.
Clues: Three ways to every answer; one costs nothing.
Red herrings: Real clues to another truth.
Clocks: Four steps for soon, six for a while, eight for the long game.
Fronts: Who wants what, and what happens if nobody stops them?
Consequences: Now small, later large; write down when.
Travel: One sight, one choice, one cost for each leg.
Weather: Change it once, at the worst moment.
Getting lost: A failure costs a day or brings a place.
Watches: Who, when, and what do they hear?
Treasure: One useful, one strange, one heavy.
Magic items: A gift and a demand.
Crafting: Time, materials, a place, a roll only for the last step.
Downtime: One thing to heal, one to learn, one to start trouble.
Experience: For what the table wants more of.
Safety, lines: Never in this game.
Safety, veils: Happens off-screen.
Pause: Anybody may stop the game, nobody has to say why.
Spotlight: Ask the quiet one next.
Ending a session: A choice, an arrival, or a door that opens.`),
};
