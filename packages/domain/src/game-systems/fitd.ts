// Forged in the Dark as data, from the Blades in the Dark SRD, CC BY 3.0; shortened and rearranged.
import { lookupLines, skillList, statTable, type GameSystem } from './game-system.ts';

export const FITD: GameSystem = {
  id: 'fitd',
  name: 'Forged in the Dark (Blades SRD)',
  attribution:
    'This work is based on Blades in the Dark (found at http://www.bladesinthedark.com/), product of One ' +
    'Seven Design, developed and authored by John Harper, and licensed for our use under the Creative ' +
    'Commons Attribution 3.0 Unported license (http://creativecommons.org/licenses/by/3.0/). Shortened ' +
    'here.',
  attributes: [
    { name: 'Insight', short: 'INS' },
    { name: 'Prowess', short: 'PRO' },
    { name: 'Resolve', short: 'RES' },
  ],
  skills: skillList([
    'Hunt [INS]',
    'Study [INS]',
    'Survey [INS]',
    'Tinker [INS]',
    'Finesse [PRO]',
    'Prowl [PRO]',
    'Skirmish [PRO]',
    'Wreck [PRO]',
    'Attune [RES]',
    'Command [RES]',
    'Consort [RES]',
    'Sway [RES]',
  ]),
  difficulties: [
    { name: 'Controlled', value: 'you act on your terms' },
    { name: 'Risky', value: 'you go head to head' },
    { name: 'Desperate', value: 'you overreach; mark XP' },
  ],
  dice: [
    { name: 'Action roll, 2 dice', formula: 'pool 2 risky standard' },
    { name: 'No dice', formula: 'pool 0' },
    { name: 'Fortune roll, 1 die', formula: 'pool 1' },
    { name: 'Resistance, 3 dice', formula: 'pool 3' },
  ],
  statBlocks: statTable(
    ['Quality', 'Threat', 'Scale', 'Wants', 'Weakness', 'Moves first by'],
    `
Street tough | 1 | 1 | 0 | coin and a name | pride | a shove and a shout
Gang of bravos | 2 | 2 | 2 | to hold the corner | no plan beyond the first minute | numbers
Watchful guard | 2 | 1 | 0 | a quiet shift | boredom | raising the alarm
Officer of the watch | 3 | 2 | 1 | a case that closes | a debt | the law
Fence | 2 | 1 | 0 | goods without questions | greed | a lower price
Informant | 1 | 1 | 0 | protection | drink | a lie with truth in it
Duelist | 3 | 3 | 0 | a worthy fight | honour | one perfect cut
Assassin | 4 | 4 | 0 | to be paid and gone | a face they spared once | poison, from behind
Whisper | 3 | 3 | 0 | what lies behind the veil | what came through it | a name nobody told them
Wandering ghost | 3 | 3 | 0 | one unfinished thing | the place it died | cold and whispers
Bound demon | 5 | 5 | 1 | the letter of the bargain | its true name | an offer
Noble of a great house | 4 | 2 | 1 | standing | scandal | a letter to somebody
Crime boss | 4 | 3 | 2 | obedience | an heir | a gift with strings
Cult leader | 3 | 3 | 2 | the day foretold | doubt in the inner circle | a sermon`,
  ),
  sceneHints: [
    {
      sceneType: 'combat',
      words: ['skirmish', 'brawl', 'ambush', 'hunt'],
      advice: 'Ask for the goal, set position and effect, let the roll settle more than one blow.',
    },
    {
      sceneType: 'social',
      words: ['sway', 'consort', 'command', 'parley'],
      advice: 'What do they want, and what would they never do? That sets the effect.',
    },
    {
      sceneType: 'investigation',
      words: ['gather information', 'study', 'survey'],
      advice: 'A fortune roll or an action; the quality of the answer follows the result.',
    },
    {
      sceneType: 'exploration',
      words: ['score', 'engagement', 'infiltration', 'plan'],
      advice: 'Choose the plan, give the detail, roll engagement and cut to the action.',
    },
  ],
  clockShape: [
    {
      name: 'Kind',
      input: 'choice',
      options: ['danger', 'racing', 'linked', 'mission', 'tug-of-war', 'long-term project', 'faction'],
    },
  ],
  sceneShape: [
    { name: 'Position', input: 'choice', options: ['controlled', 'risky', 'desperate'] },
    { name: 'Effect', input: 'choice', options: ['limited', 'standard', 'great'] },
    { name: 'Plan', input: 'choice', options: ['assault', 'deception', 'stealth', 'occult', 'social', 'transport'] },
  ],
  terms: { session: 'score and downtime', difficulty: 'position and effect', faction: 'faction' },
  lookups: lookupLines(`
Action roll: Say the goal and the action; the GM sets position and effect; roll that many d6 and keep the highest.
Reading the dice: 6 full success, 4 or 5 partial success with a consequence, 1 to 3 a bad outcome, two sixes a
  critical.
Zero dice: Roll two dice and keep the lower; no critical is possible.
Controlled position: You exploit a dominant advantage. A failure costs little: withdraw, or press on from risky.
Risky position: You act under fire or take a chance. The usual one.
Desperate position: You overreach or are in serious trouble. Mark 1 XP in the action's attribute when you roll.
Limited effect: You achieve a partial or weak result: 1 tick.
Standard effect: You achieve what is expected: 2 ticks.
Great effect: You achieve more than usual: 3 ticks.
Factors of effect: Compare potency, quality or tier, and scale; dominance moves the effect up, disadvantage down.
Trading position for effect: Take a worse position for a greater effect, or the other way round.
Push yourself: 2 stress for one more die, for one level of effect, or to act when incapacitated.
Devil's bargain: One more die for a price that anybody may propose: collateral damage, coin, betrayal, heat, a
  ticking clock.
Assist: Take 1 stress and say how; a teammate has one more die. You share the consequences.
Lead a group action: Everybody rolls, the best counts; the leader takes 1 stress for each who rolled 1 to 3.
Set up: Your action gives those who follow through a better position or effect.
Protect: Step in to take a consequence instead of a teammate; you may resist it.
Consequences: Reduced effect, complication, lost opportunity, worse position, harm.
Complication: Trouble now, or ticks on a clock: 1 minor, 2 standard, 3 serious.
Harm: Level 1 lesser (less effect), 2 moderate (one die less), 3 severe (needs help), 4 fatal.
Armor: Tick it to reduce or avoid a consequence that it fits; restored when you choose your load.
Resistance roll: Reduces or avoids a consequence. Roll the attribute: stress is 6 minus the highest die; a critical
  clears 1 stress.
Attribute rating: The number of actions in that attribute with at least one dot.
Insight: Resists deception and misunderstanding.
Prowess: Resists physical strain and injury.
Resolve: Resists mental strain and willpower.
Stress: A full track means trauma; then it is cleared.
Trauma: Taken when stress fills up: cold, haunted, obsessed, paranoid, reckless, soft, unstable, vicious. The fourth
  ends the career.
Fortune roll: The GM rolls for what nobody's action decides: 1 to 3 poor, 4 or 5 mixed, 6 good, critical great.
Gathering information: An action or fortune roll; the result gives the detail: great, standard or limited.
Progress clock: Four segments for a complex obstacle, six for a greater one, eight for a daunting one.
Danger clock: Trouble that builds up, such as suspicion; when full, it is here.
Racing clocks: Two clocks against each other: escape, and the pursuit.
Linked clocks: The second is unlocked when the first is full.
Tug-of-war clock: Filled and emptied as the balance shifts.
Faction clock: A goal of a faction, ticked in downtime by how far it gets.
Engagement roll: A fortune roll for how the plan meets its first obstacle: critical past it, 6 controlled, 4 or 5
  risky, 1 to 3 desperate.
Plans: Assault (point of attack), deception (method), stealth (entry), occult (arcane power), social (connection),
  transport (route).
Load: Light 3, normal 5, heavy 6; items are declared when they are needed.
Flashback: Something you did earlier: 0 stress for the ordinary, 1 for the complex, 2 or more for the elaborate.
Heat: After a score: 0 smooth, 2 contained, 4 loud, 6 wild; more for well-known targets, hostile turf, war, killing.
Wanted level: Rises when the heat track is full; time in prison clears it.
Entanglement: After each score, by wanted level and heat; something comes to collect.
Payoff: Coin for the score: 2 minor, 4 small, 6 standard, 8 large, 10 major.
Rep: Two for a score, plus or minus the difference in tier to the target.
Hold: Strong or weak. Weak hold is in danger of losing its tier.
Tier: Wealth and power of a faction or crew; quality and scale follow it.
Faction status: From −3 at war, through 0 neutral, to +3 allied.
War: At −3: one downtime activity less, +1 heat from scores, hold counts as weak.
Downtime activities: Two each: acquire asset, long-term project, recover, reduce heat, train, indulge vice.
Acquire asset: Roll tier: the result sets the quality; coin raises it.
Long-term project: Roll an action: 1 tick on 1 to 3, 2 on 4 or 5, 3 on a 6, 5 on a critical.
Recover: Ticks on the healing clock; when it is full, every harm drops by one level.
Reduce heat: Roll an action: 1, 2, 3 or 5 less by the result.
Train: 1 XP in an attribute or the playbook; 2 with the crew upgrade.
Indulge vice: Clear stress equal to the highest die of the lowest attribute; clearing more than you had is
  overindulgence.
Overindulgence: Attract trouble, brag, get lost, or be cut off by the purveyor.
Coin: 1 a full purse, 2 a fine weapon, 4 a satchel of silver, 8 an exquisite jewel, 10 a large sum.
Stash: 10 coin squalor, 20 modest, 40 comfortable, more a fine life.
Scale: 0 one or two, 1 a small gang (3 to 6), 2 a medium gang (12), 3 a large gang (20), 4 (40).
Quality: Item or service: tier, plus 1 if it is fine.
Magnitude: 0 to 6 for arcane powers: area, duration, range, force.
Attune: Open to the ghost field, commune with a spirit, handle strange substances.
Vice purveyor: Somebody who meets your need, and who knows you.
Teamwork: Assist, lead, set up, protect.
Score: A target, a plan, an engagement, a payoff.`),
};
