// Owns what kind of scene some words tell of: mechanics words weigh most, then verbs, then nouns; the game system shifts the
// weights and adds its own words, from its data.
import { SCENE_TYPES, type SceneType } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import { anyOf } from './vocabulary.ts';

const all = (words: string): RegExp => anyOf(words, 'gi');

interface Words {
  mechanics?: RegExp;
  verbs?: RegExp;
  nouns?: RegExp;
}

export const WORDS: Partial<Record<SceneType, Words>> = {
  combat: {
    mechanics: all(
      'roll initiative, roll for initiative, initiative, hit points, rounds, damage, armour class, ac, dr, saving throw, stat block, use the stats, half hp, surprise round, death saves, quality 3, threat 3, attack roll, shoot first, skirmish',
    ),
    verbs: all(
      `attack, attacks, attacked, attacking, ambush, ambushed, fight, fights, fought, fighting, kill, kills, killed, killing, shot, shoots, shooting, stab, stabs, stabbed, strikes, struck, slays, slew, charges, charged, draw steel, drew, opens fire, fired, wounded, hurt, cut, cuts, beheaded, surrendered, bitten, brawl, brawled, defend, defended, battle, battled, smashed, went down, swing, swung, knocked out, jumped us, held off, judo'd, broke, arrive and shoot, caught`,
    ),
    nouns: all(
      'ambush, fight, battle, combat, brawl, skirmish, melee, duel, thugs, bandits, goblins, orcs, raiders, assassin, assassins, marines, gunfight, shootout, enemies, boss, minions, sniper, hatchets, knives, blade, blades, swords, guns, axe, luger, gang, wound, blood, monster, monsters, wolves, zombies, skeletons, lizardfolk, cultists, hull, casualties, siege',
    ),
  },
  social: {
    mechanics: all(
      'persuasion, deception, intimidation, insight check, charm, fast talk, fast-talk, reaction roll, persuade, intimidate, consort, sway, command, savoir-faire, public speaking, diplomacy, credit rating, carousing, reaction',
    ),
    verbs: all(
      `asks, asked, begs, begged, talks, talked, talk, tells, told, says, said, speaks, spoke, promises, promised, offers, offered, negotiates, negotiated, bargains, bargained, bribes, bribed, flirts, flirting, flirted, greets, greeted, invites, invited, welcomes, introduces, introduced, swears, swore, agrees, agreed, refuses, refused, argues, argued, pays, paid, gossip, gossips, drank with, dined, danced, confesses, confessed, wept, laughed, apologised, hires, hiring, hired, accuses, arrested, buried, explains, explained, demands, demanded, warns, warned, lies about, called the crew, gave us, received, denied, complained, cheated, trusts, distrusts, whispers, wants, met, meets`,
    ),
    nouns: all(
      'dinner, feast, party, ball, masque, reception, audience, court, meeting, parley, negotiation, conversation, tavern, inn, bar, pub, saloon, gossip, rumours, rumors, deal, favour, favor, contract, wedding, funeral, toast, speech, council, interview, clerk, landlord, host, guest, guests, tea, drinks, gift, casino, cards, opera, seance, offer, patron, employer, boarding house, landlady',
    ),
  },
  investigation: {
    mechanics: all(
      'investigation, library use, spot hidden, search check, insight, psychology, occult, forensics, research, tracking, tracking-3, gather information, gather info, study, survey, surveyed, criminology, streetwise, cipher, handout, handouts, idea roll, computer operation, archaeology, perception dc',
    ),
    verbs: all(
      `search, searches, searched, searching, examine, examines, examined, examining, investigate, investigates, investigated, find, finds, found, discover, discovers, discovered, reveal, reveals, revealed, question, questions, questioned, interview, interviewed, learn, learns, learned, learnt, read, reads, decode, decoded, translate, deduce, identify, identified, tailed, followed the trail, listening, surveyed, went through, looked into, went to ask, photographed, notice, noticed, found out, counted`,
    ),
    nouns: all(
      'clue, clues, evidence, body, corpse, diary, letter, letters, ledger, folder, files, library, archive, archives, records, newspaper, witness, witnesses, autopsy, morgue, crime scene, footprints, tracks, fingerprint, photograph, telegram, ticket, map, note, book, page, seal, suspect, murder, missing, crypt, office, study, journal, casings, matchbook, ashes, bank book, log, rooftop, registry, murderer, alibi, mystery',
    ),
  },
  exploration: {
    mechanics: all(
      'perception, passive perception, survival, climbing, climb check, mapping, trap, pit trap, secret door, architecture',
    ),
    verbs: all(
      'explore, explores, explored, exploring, descend, descends, descended, climb, climbs, climbed, wander, wandered, enter, enters, entered, goes down, leads down, opens into, rowed, crawl, crawled, wade, waded, stood open, delve',
    ),
    nouns: all(
      'aqueduct, shrine, island, down into, fell through, found the, dungeon, cave, caves, cavern, tunnel, tunnels, ruin, ruins, mine, mines, crypt, tomb, catacombs, cellar, attic, basement, stairs, stair, undercroft, passage, corridor, chamber, swamp, jungle, wilderness, temple, tower, lighthouse, pier, boathouse, sewer, sewers, maze, labyrinth, nursery, trapdoor, gate, gallery, pit, trap, traps, rooms, darkness, house, wreck, island, depths, vault',
    ),
  },
  downtime: {
    mechanics: all(
      'downtime, downtime activity, indulge, indulged, overindulged, vice, long-term project, long rest, training, acquire asset, reduce heat, recover, payoff, heat, entanglement, level up, healing, crafting, carousing',
    ),
    verbs: all(
      'rests, rested, recovered, recovers, trained, trains, healed, shopping, repaired, crafts, crafted, lay low, studied, bought supplies, paid off, drank it, sworn in, spent the week, spent the winter',
    ),
    nouns: all(
      'downtime, payoff, vice, heat, shopping, the following week, recovery, rest, hospital, project, coin, sanctorium, workshop, days off, leave, winter',
    ),
  },
  chase: {
    mechanics: all('chase, pursuit, piloting contest, vehicle rules, speed check, con rolls each round, dash'),
    verbs: all(
      'chase, chases, chased, chasing, pursue, pursues, pursued, flee, flees, fled, run for it, ran for it, ran, runs for, escape, escapes, escaped, race, raced, outrun, outran, gets away, got away, drove like, rides after, gallop, galloped, lost them, run for, follows behind, sprint',
    ),
    nouns: all(
      'chase, pursuit, escape, race, rooftops, rickshaws, sleigh, coast road, getaway, horses, motorbike, mercedes, behind us, cart, car chase, clamps',
    ),
  },
  puzzle: {
    mechanics: all(
      'riddle, puzzle, intelligence check, three checks, checks in a row, skill challenge, sequence of, tinker',
    ),
    verbs: all(
      'solve, solves, solved, decipher, deciphered, disarm, disarmed, figure out, figured out, unlocks by, align, arrange, stop the fuse, guess',
    ),
    nouns: all(
      'riddle, puzzle, levers, lever, mechanism, dial, tiles, symbols, code, combination, answer, lock with, fuse, mosaic, chessboard, statues must, door with three, password, contraption',
    ),
  },
  ritual: {
    mechanics: all('ritual, opposed pow, pow roll, banishment, summoning, attune, séance, seance, ritual casting'),
    verbs: all(
      'chant, chants, chanting, chanted, summon, summons, summoned, sacrifice, sacrificed, invoke, invoked, banish, banished, consecrate, exorcise, exorcised, calls back, called back, conjure, gather at, be drowned, possess, possessed',
    ),
    nouns: all(
      'the reading, reads from, hooded men, congregation, hymn, ritual, seance, séance, chant, circle, altar, sacrifice, ceremony, rite, incantation, stone ring, high tide, gathering, summoning, exorcism, blood moon, sigil, candles, medium, ghost shows up, sin-eater, spirit',
    ),
  },
  stealth: {
    mechanics: all(
      'stealth, sneak, prowl, lockpicking, electronics operation, hide check, dexterity (stealth), move silently, shadowing, disguise',
    ),
    verbs: all(
      'sneak, sneaks, sneaked, snuck, creep, crept, creeps, hide, hides, hid, slip past, slipped past, slip in, slipped in, break in, breaks in, broke in, break into, broke into, picked the lock, picks the lock, pick the lock, infiltrate, infiltrated, shadow, tailing, steal, steals, stole, unseen, got into the garage, climb in',
    ),
    nouns: all(
      'stealth, infiltration, guards, two guards, gaurds, window round the back, rooftop, roof, skylight, disguise, burglary, heist, back stairs, alarm, patrol, lockpick, after midnight, sentries',
    ),
  },
  travel: {
    mechanics: all(
      'travel pace, navigation, forced march, boating, boating rolls, riding, seamanship, random encounter, hiking, vacc suit',
    ),
    verbs: all(
      'travel, travels, travelled, traveled, journey, journeys, ride, rides, rode, sail, sails, sailed, march, marched, set out, set off, drove, drives, row, rowed, sailing, come down from, took the last train, docks after, cross, crossed, hike, hiked, flew, voyage, hike through',
    ),
    nouns: all(
      'journey, road, voyage, trail, train, ship, wagon, caravan, river, sea, storm, camp, motor car, forty days, mountains, pass, desert, miles, ferry, coach, carriage, boat, trek, weather, moor, leagues, horseback, airship, crossing',
    ),
  },
  score: {
    mechanics: all(
      "engagement, engagement roll, score, the score, flashback, flashed back, assault plan, deception plan, transport plan, stealth plan, devil’s bargain, devil's bargain, desperate, risky, load, overindulge on the job, plan: stealth, plan",
    ),
    verbs: all(
      'break into, boarding, went loud, goes loud, pull off, rob, robbed, swap, swapped, crack the safe, heist',
    ),
    nouns: all(
      'score, job, heist, target, safe, vault, plan, obstacles, crew, engagement, loot, the ledger was ours, haul',
    ),
  },
  free_play: {
    mechanics: all('free play'),
    nouns: all('free play, three nights later, at our door, fallout, loose ends'),
  },
  montage: {
    mechanics: all('montage'),
    verbs: all('weeks pass, months pass, time skip'),
    nouns: all('montage, time passes, over the following months, series of'),
  },
};

/** M-323 to M-325: what each system looks for first. */
const LEAN: Readonly<Record<string, Partial<Record<SceneType, number>>>> = {
  'coc-7e': { investigation: 1.25, ritual: 1.2, exploration: 1.05, score: 0.1, downtime: 0.7, free_play: 0.2 },
  'dnd-5e': { combat: 1.15, exploration: 1.15, score: 0.1, downtime: 0.6, free_play: 0.2 },
  'gurps-4e': { score: 0.15, downtime: 0.8, free_play: 0.2 },
  fitd: { score: 1.7, downtime: 1.6, free_play: 1.4, stealth: 0.6, exploration: 0.6, combat: 0.8, travel: 0.6 },
};
const WEIGHT = { mechanics: 3, verbs: 1.5, nouns: 1 } as const;

const hits = (pattern: RegExp | undefined, text: string): string[] =>
  pattern ? [...new Set((text.match(pattern) ?? []).map((w) => w.toLowerCase()))] : [];

/** Where no word says it: by what began the scene, else what the system plays most. */
const BY_SIGNAL: Readonly<Record<string, SceneType>> = {
  location: 'exploration',
  combat: 'combat',
  introduction: 'social',
  investigation: 'investigation',
  score: 'score',
  challenge: 'puzzle',
};
const BY_SYSTEM: Readonly<Record<string, SceneType>> = {
  'dnd-5e': 'exploration',
  'coc-7e': 'investigation',
  'gurps-4e': 'social',
  fitd: 'social',
};

/** The type of a scene and the words that speak for it. `system` is an id of a game system; `rule` what began the scene. */
export const sceneTypeOf = (
  text: string,
  title: string,
  system: string,
  rule = '',
): { type: SceneType; words: string[]; score: number } => {
  const first = text.slice(0, Math.max(120, Math.floor(text.length / 3)));
  let best: { type: SceneType; words: string[]; score: number } = { type: 'other', words: [], score: 0.9 };
  const hints = gameSystem(system).sceneHints;
  for (const type of SCENE_TYPES) {
    const known = WORDS[type];
    if (!known) continue;
    const words: string[] = [];
    let score = 0;
    for (const kind of ['mechanics', 'verbs', 'nouns'] as const) {
      const all = hits(known[kind], text);
      words.push(...all);
      // What a scene opens with, and what its title says, weighs more than what comes up in it.
      score +=
        WEIGHT[kind] *
        (Math.min(4, all.length) +
          0.6 * Math.min(2, hits(known[kind], first).length) +
          0.8 * Math.min(2, hits(known[kind], title).length));
    }
    for (const hint of hints.filter((h) => h.sceneType === type))
      score += 0.7 * hint.words.filter((w) => text.toLowerCase().includes(w)).length;
    score *= LEAN[system]?.[type] ?? (type === 'score' || type === 'free_play' ? 0.3 : 1);
    if (score > best.score) best = { type, words, score };
  }
  return best.type === 'other' ? { ...best, type: BY_SIGNAL[rule] ?? BY_SYSTEM[system] ?? 'other' } : best;
};
