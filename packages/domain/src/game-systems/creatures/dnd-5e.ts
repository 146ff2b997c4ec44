// Creatures of the fifth edition, from the System Reference Document 5.1, CC BY 4.0; shortened to what a fight needs.
import { statTable, type StatBlock } from '../game-system.ts';

export const CREATURES_5E: readonly StatBlock[] = statTable(
  ['Armor class', 'Hit points', 'Hit dice', 'Speed', 'STR', 'DEX', 'CON', 'INT', 'WIS', 'CHA', 'Attack', 'Challenge'],
  `
Animated armor | 18 | 33 | 6d8+6 | 25 ft | 14 | 11 | 13 | 1 | 3 | 1 | Slam +4, 1d6+2, twice | 1
Ape | 12 | 19 | 3d8+6 | 30 ft, climb 30 ft | 16 | 14 | 14 | 6 | 12 | 7 | Fist +5, 1d6+3, twice | 1/2
Archmage | 12 | 99 | 18d8+18 | 30 ft | 10 | 14 | 12 | 20 | 15 | 16 | Dagger +6, 1d4+2; spells | 12
Assassin | 15 | 78 | 12d8+24 | 30 ft | 11 | 16 | 14 | 13 | 11 | 10 | Shortsword +6, 1d6+3, twice; poison | 8
Basilisk | 15 | 52 | 8d8+16 | 20 ft | 16 | 8 | 15 | 2 | 8 | 7 | Bite +5, 2d6+3; petrifying gaze | 3
Berserker | 13 | 67 | 9d8+27 | 30 ft | 16 | 12 | 17 | 9 | 11 | 9 | Greataxe +5, 1d12+3 | 2
Boar | 11 | 11 | 2d8+2 | 40 ft | 13 | 11 | 12 | 2 | 9 | 5 | Tusk +3, 1d6+1 | 1/4
Bugbear | 16 | 27 | 5d8+5 | 30 ft | 15 | 14 | 13 | 8 | 11 | 9 | Morningstar +4, 2d8+2 | 1
Centaur | 12 | 45 | 6d10+12 | 50 ft | 18 | 14 | 14 | 9 | 13 | 11 | Pike +6, 1d10+4; hooves +6, 2d6+4 | 2
Constrictor snake | 12 | 13 | 2d10+2 | 30 ft, swim 30 ft | 15 | 14 | 12 | 1 | 10 | 3 | Bite +4, 1d6+2; constrict | 1/4
Crocodile | 12 | 19 | 3d10+3 | 20 ft, swim 30 ft | 15 | 10 | 13 | 2 | 10 | 5 | Bite +4, 1d10+2; grapples | 1/2
Cult fanatic | 13 | 33 | 6d8+6 | 30 ft | 11 | 14 | 12 | 10 | 13 | 14 | Dagger +4, 1d4+2, twice; spells | 2
Dire wolf | 14 | 37 | 5d10+10 | 50 ft | 17 | 15 | 15 | 3 | 12 | 7 | Bite +5, 2d6+3; knocks prone | 1
Doppelganger | 14 | 52 | 8d8+16 | 30 ft | 11 | 18 | 14 | 11 | 12 | 14 | Slam +6, 1d6+4, twice | 3
Dretch | 11 | 18 | 4d6+4 | 20 ft | 11 | 11 | 12 | 5 | 8 | 3 | Bite +2, 1d6; claws +2, 2d4 | 1/4
Druid | 11 | 27 | 5d8+5 | 30 ft | 10 | 12 | 13 | 12 | 15 | 11 | Quarterstaff +2, 1d6; spells | 2
Dryad | 11 | 22 | 5d8 | 30 ft | 10 | 12 | 11 | 14 | 15 | 18 | Club +2, 1d4; charm | 1
Earth elemental | 17 | 126 | 12d10+60 | 30 ft, burrow 30 ft | 20 | 8 | 20 | 5 | 10 | 5 | Slam +8, 2d8+5, twice | 5
Ettin | 12 | 85 | 10d10+30 | 40 ft | 21 | 8 | 17 | 6 | 10 | 8 | Battleaxe +7, 2d8+5; morningstar +7, 2d8+5 | 4
Fire elemental | 13 | 102 | 12d10+36 | 50 ft | 10 | 17 | 16 | 6 | 10 | 7 | Touch +6, 2d6+3, twice; ignites | 5
Fire giant | 18 | 162 | 13d12+78 | 30 ft | 25 | 9 | 23 | 10 | 14 | 13 | Greatsword +11, 6d6+7, twice | 9
Flying sword | 17 | 17 | 5d6 | fly 50 ft | 12 | 15 | 11 | 1 | 5 | 1 | Longsword +3, 1d8+1 | 1/4
Frost giant | 15 | 138 | 12d12+60 | 40 ft | 23 | 9 | 21 | 9 | 10 | 12 | Greataxe +9, 3d12+6, twice | 8
Gargoyle | 15 | 52 | 7d8+21 | 30 ft, fly 60 ft | 15 | 11 | 16 | 6 | 11 | 7 | Bite +4, 1d6+2; claws +4, 1d6+2 | 2
Gelatinous cube | 6 | 84 | 8d10+40 | 15 ft | 14 | 3 | 20 | 1 | 6 | 1 | Pseudopod +4, 3d6; engulf | 2
Ghast | 13 | 36 | 8d8 | 30 ft | 16 | 17 | 10 | 11 | 10 | 8 | Claws +5, 2d6+3; paralyzes | 2
Ghost | 11 | 45 | 10d8 | fly 40 ft | 7 | 13 | 10 | 10 | 12 | 17 | Withering touch +5, 4d6+3 | 4
Ghoul | 12 | 22 | 5d8 | 30 ft | 13 | 15 | 10 | 7 | 10 | 6 | Claws +4, 2d4+2; paralyzes | 1
Giant rat | 12 | 7 | 2d6 | 30 ft | 7 | 15 | 11 | 2 | 10 | 4 | Bite +4, 1d4+2 | 1/8
Giant spider | 14 | 26 | 4d10+4 | 30 ft, climb 30 ft | 14 | 16 | 12 | 2 | 11 | 4 | Bite +5, 1d8+3; poison; web | 1
Gladiator | 16 | 112 | 15d8+45 | 30 ft | 18 | 15 | 16 | 10 | 12 | 15 | Spear +7, 2d6+4, three times | 5
Gnoll | 15 | 22 | 5d8 | 30 ft | 14 | 12 | 11 | 6 | 10 | 7 | Spear +4, 1d6+2 | 1/2
Goblin | 15 | 7 | 2d6 | 30 ft | 8 | 14 | 10 | 10 | 8 | 8 | Scimitar +4, 1d6+2; hides nimbly | 1/4
Gray ooze | 8 | 22 | 3d8+9 | 10 ft, climb 10 ft | 12 | 6 | 16 | 1 | 6 | 2 | Pseudopod +3, 1d6+1; corrodes | 1/2
Griffon | 12 | 59 | 7d10+21 | 30 ft, fly 80 ft | 18 | 15 | 16 | 2 | 13 | 8 | Beak +6, 1d8+4; claws +6, 2d6+4 | 2
Harpy | 11 | 38 | 7d8+7 | 20 ft, fly 40 ft | 12 | 13 | 12 | 7 | 10 | 13 | Claws +3, 2d4+1; luring song | 1
Hell hound | 15 | 45 | 7d8+14 | 50 ft | 17 | 12 | 14 | 6 | 13 | 6 | Bite +5, 1d8+3; fire breath | 3
Hill giant | 13 | 105 | 10d12+40 | 40 ft | 21 | 8 | 19 | 5 | 9 | 6 | Greatclub +8, 3d8+5, twice | 5
Hobgoblin | 18 | 11 | 2d8+2 | 30 ft | 13 | 12 | 12 | 10 | 10 | 9 | Longsword +3, 1d8+1 | 1/2
Imp | 13 | 10 | 3d4+3 | 20 ft, fly 40 ft | 6 | 17 | 13 | 11 | 12 | 14 | Sting +5, 1d4+3; poison | 1
Kobold | 12 | 5 | 2d6-2 | 30 ft | 7 | 15 | 9 | 8 | 7 | 8 | Dagger +4, 1d4+2; pack tactics | 1/8
Lion | 12 | 26 | 4d10+4 | 50 ft | 17 | 15 | 13 | 3 | 12 | 8 | Bite +5, 1d8+3; pounce | 1
Lizardfolk | 15 | 22 | 4d8+4 | 30 ft, swim 30 ft | 15 | 10 | 13 | 7 | 12 | 7 | Bite +4, 1d6+2; club +4, 1d6+2 | 1/2
Manticore | 14 | 68 | 8d10+24 | 30 ft, fly 50 ft | 17 | 16 | 17 | 7 | 12 | 8 | Claw +5, 1d6+3; tail spike +5, 1d8+3 | 3
Mastiff | 12 | 5 | 1d8+1 | 40 ft | 13 | 14 | 12 | 3 | 12 | 7 | Bite +3, 1d6+1; knocks prone | 1/8
Merfolk | 11 | 11 | 2d8+2 | 10 ft, swim 40 ft | 10 | 13 | 12 | 11 | 11 | 12 | Spear +2, 1d6 | 1/8
Mimic | 12 | 58 | 9d8+18 | 15 ft | 17 | 12 | 15 | 5 | 13 | 8 | Pseudopod +5, 1d8+3; adhesive | 2
Minotaur | 14 | 76 | 9d10+27 | 40 ft | 18 | 11 | 16 | 6 | 16 | 9 | Greataxe +6, 2d12+4; charge | 3
Mummy | 11 | 58 | 9d8+18 | 20 ft | 16 | 8 | 15 | 6 | 10 | 12 | Rotting fist +5, 2d6+3; dreadful glare | 3
Ochre jelly | 8 | 45 | 6d10+12 | 10 ft, climb 10 ft | 15 | 6 | 14 | 2 | 6 | 1 | Pseudopod +4, 2d6+2; splits | 2
Ogre | 11 | 59 | 7d10+21 | 40 ft | 19 | 8 | 16 | 5 | 7 | 7 | Greatclub +6, 2d8+4 | 2
Ogre zombie | 8 | 85 | 9d10+36 | 30 ft | 19 | 6 | 18 | 3 | 6 | 5 | Morningstar +6, 2d8+4 | 2
Orc | 13 | 15 | 2d8+6 | 30 ft | 16 | 12 | 16 | 7 | 11 | 10 | Greataxe +5, 1d12+3 | 1/2
Owlbear | 13 | 59 | 7d10+21 | 40 ft | 20 | 12 | 17 | 3 | 12 | 7 | Beak +7, 1d10+5; claws +7, 2d8+5 | 3
Panther | 12 | 13 | 3d8 | 50 ft, climb 40 ft | 14 | 15 | 10 | 3 | 14 | 7 | Claw +4, 1d4+2; pounce | 1/4
Quasit | 13 | 7 | 3d4 | 40 ft | 5 | 17 | 10 | 7 | 10 | 10 | Claws +4, 1d4+3; poison | 1
Rust monster | 14 | 27 | 5d8+5 | 40 ft | 13 | 12 | 13 | 2 | 13 | 6 | Bite +3, 1d8+1; rusts metal | 1/2
Satyr | 14 | 31 | 7d8 | 40 ft | 12 | 16 | 11 | 12 | 10 | 14 | Shortsword +5, 1d6+3 | 1/2
Shadow | 12 | 16 | 3d8+3 | 40 ft | 6 | 14 | 13 | 6 | 10 | 8 | Strength drain +4, 2d6+2 | 1/2
Skeleton | 13 | 13 | 2d8+4 | 30 ft | 10 | 14 | 15 | 6 | 8 | 5 | Shortsword +4, 1d6+2 | 1/4
Specter | 12 | 22 | 5d8 | fly 50 ft | 1 | 14 | 11 | 10 | 10 | 11 | Life drain +4, 3d6 | 1
Stirge | 14 | 2 | 1d4 | 10 ft, fly 40 ft | 4 | 16 | 11 | 2 | 8 | 6 | Blood drain +5, 1d4+3 | 1/8
Stone giant | 17 | 126 | 11d12+55 | 40 ft | 23 | 15 | 20 | 10 | 12 | 9 | Greatclub +9, 3d8+6, twice | 7
Swarm of bats | 12 | 22 | 5d8 | fly 30 ft | 5 | 15 | 10 | 2 | 12 | 4 | Bites +4, 2d4 | 1/4
Swarm of rats | 10 | 24 | 7d8-7 | 30 ft | 9 | 11 | 9 | 2 | 10 | 3 | Bites +2, 2d6 | 1/4
Tiger | 12 | 37 | 5d10+10 | 40 ft | 17 | 15 | 14 | 3 | 12 | 8 | Claw +5, 1d8+3; pounce | 1
Tribal warrior | 12 | 11 | 2d8+2 | 30 ft | 13 | 11 | 12 | 8 | 11 | 8 | Spear +3, 1d6+1 | 1/8
Troll | 15 | 84 | 8d10+40 | 30 ft | 18 | 13 | 20 | 7 | 9 | 7 | Bite +7, 1d6+4; claws +7, 2d6+4; regenerates | 5
Vampire spawn | 15 | 82 | 11d8+33 | 30 ft | 16 | 16 | 16 | 11 | 10 | 12 | Claws +6, 2d4+3, twice; bite | 5
Wererat | 12 | 33 | 6d8+6 | 30 ft | 10 | 15 | 12 | 11 | 10 | 8 | Shortsword +4, 1d6+2, twice | 2
Werewolf | 11 | 58 | 9d8+18 | 30 ft | 15 | 13 | 14 | 10 | 11 | 10 | Claws +4, 2d4+2; bite | 3
Wight | 14 | 45 | 6d8+18 | 30 ft | 15 | 14 | 16 | 10 | 13 | 15 | Longsword +4, 1d8+2, twice; life drain | 3
Wolf | 13 | 11 | 2d8+2 | 40 ft | 12 | 15 | 12 | 3 | 12 | 6 | Bite +4, 2d4+2; knocks prone | 1/4
Worg | 13 | 26 | 4d10+4 | 50 ft | 16 | 13 | 13 | 7 | 11 | 8 | Bite +5, 2d6+3; knocks prone | 1/2
Wraith | 13 | 67 | 9d8+27 | fly 60 ft | 6 | 16 | 16 | 12 | 14 | 15 | Life drain +6, 4d8+3 | 5
Young green dragon | 18 | 136 | 16d10+48 | 40 ft, fly 80 ft | 19 | 12 | 17 | 16 | 13 | 15 | Bite +7, 2d10+4; poison breath | 8
Young red dragon | 18 | 178 | 17d10+85 | 40 ft, fly 80 ft | 23 | 10 | 21 | 14 | 11 | 19 | Bite +10, 2d10+6; fire breath | 10
Zombie | 8 | 22 | 3d8+9 | 20 ft | 13 | 6 | 16 | 3 | 6 | 5 | Slam +3, 1d6+1 | 1/4`,
);

/** The hit dice of the stat blocks that the system itself brings, by role. */
export const HIT_DICE_5E: Readonly<Record<string, string>> = {
  Commoner: '1d8',
  Guard: '2d8+2',
  Bandit: '2d8+2',
  Cultist: '2d8',
  Noble: '2d8',
  Acolyte: '2d8',
  Thug: '5d8+10',
  Scout: '3d8+3',
  Spy: '6d8',
  Priest: '5d8+5',
  'Bandit captain': '10d8+20',
  Veteran: '9d8+18',
  Knight: '8d8+16',
  Mage: '9d8',
};
