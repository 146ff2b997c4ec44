// Owns the words that the rules know: kinds of headings, signals of a new scene, verbs and nouns of scene types, titles,
// kin, roles, heads of names, words of games and calendars that are no names. Regular expressions are built once.

const words = (text: string): string[] =>
  text
    .trim()
    .split(/\s*\n?\s*[,\n]\s*/)
    .map((w) => w.trim())
    .filter(Boolean);
const alternatives = (text: string): string =>
  words(text)
    .sort((a, b) => b.length - a.length)
    .map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'))
    .join('|');
export const wordSet = (text: string): ReadonlySet<string> => new Set(words(text).map((w) => w.toLowerCase()));
/** Whole words of a list, in any case. */
export const anyOf = (text: string, flags = 'i'): RegExp =>
  new RegExp(`(?<![A-Za-zÀ-ɏ0-9])(?:${alternatives(text)})(?![A-Za-zÀ-ɏ0-9])`, flags);

// ---------------------------------------------------------------- headings

/** Headings under which people, places and things are listed: no scenes. */
export const CATEGORY_HEADING =
  anyOf(`situation, the situation, premise, the premise, overview, synopsis, npc, npcs, cast, dramatis personae, who's who, people, characters, pcs, places, locations, setting, treasure, treasures, loot, rewards, reward, items, gear, equipment, monsters, monster stats, stat blocks, stats,
  clues, clue list, handouts, props, leads, rumours, rumors, secrets, clocks, factions, names, background, backstory, themes, tone, genre, safety, lines and veils, random encounters, tables, random table, timeline, glossary, motivations, vehicles, house rules, key npcs, revelations, truth, the truth, what really happened`);
/** Headings and lines about the evening around the table. */
export const ADMIN =
  anyOf(`must not forget, do not forget, don't forget, not to forget, to do, todo, to-do, next time, next session, next week, bookkeeping, admin, housekeeping, attendance, present, absent, players, prep list, before saturday, before the session, before friday, before thursday, before sunday, before next,
  snacks, food, xp, experience, experience points, cp, character points, advancement, level up, levelling, session notes, logistics, reminders, reminder, shopping, housekeeping rules, scheduling, loot, stress, claims, coin, rep, heat, music, playlist, questions for players, feedback, money`);
/** Headings whose content is the scenes. */
export const CONTAINER_HEADING = anyOf(
  `scenes, scene list, what happens, what happened, the plot, plot, encounters, events, recap, summary, outline, the session, the evening, story, beats, running order, nodes, locations and scenes, adventure, acts, flow, play report, actual play, log, the night, sequence`,
);

/** A line that only says who is there, what was paid, what comes next. */
export const ADMIN_LINE = new RegExp(
  `^(?:[*_]{0,2})(?:(?:${alternatives(`to do, todo, to-do, next time, next session, next week, next game, bookkeeping, attendance, present, absent, players, xp, cp, loot, treasure, rewards, reward, snacks, food, handouts, handout, props, stress, claims, coin, payoff total, heat total, session notes, homework, reminder, reminders, note to self, remember, prep, music, advancement, experience, awards, clocks, clock ideas, loot ideas, ideas, questions, missing, sign up`)})\\b[^:.\\n]{0,30}:|(?:xp|next time|next session|loot)\\b|(?:session|game|evening)\\s+\\d+\\s*[,–-].*\\b(?:players?|hours?|h)\\b|bring (?:dice|snacks)|print\\b)`,
  'i',
);
/** A first line that is about the note and not in it. */
export const PREAMBLE =
  /^(?:background|genre|setting|premise|tone|note|notes|recap|previously|last time|summary|intro|characters|party|the truth|truth|situation|hook|no plot|idea|ideas|ok so|okay|start in medias res|remember|safety|session \d+|system|date|game date)\b/i;

// ---------------------------------------------------------------- signals of a new scene (the mission's table)

const PLACE_PREPOSITION =
  'in|at|inside|outside|into|on|behind|beneath|under|near|across|over|beyond|down|up|back (?:in|at|to)|aboard|through|along|by';
export const SIGNALS = {
  /** "When they arrive at the docks…" */
  location: [
    /^(?:(?:and|then|so|finally|eventually|next|later|soon|meanwhile),?\s+)?(?:when|once|as|after|if)?\s*(?:the )?(?:they|we|he|she|it|party|pcs|players|characters|heroes|investigators|crew|group|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]+(?: and [A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’]+)?)\s+(?:all )?(?:finally )?(?:arriv\w*|reach\w*|enter\w*|c[ao]me (?:to|into|up|down|out|back|upon)|comes (?:to|into)|go(?:es)? (?:to|into|down|up|back|on to)|went (?:to|into|down|up|back|in|out|on)|return\w*|head\w* (?:to|for|back|out|into)|travel\w*|s[ae]t (?:out|off)|sail\w*|r[oi]de[sn]?(?: into| to| out| off)|r[oi]de into|walk\w* (?:to|into|up|down)|l[ae]ft (?:for|the)|leaves? (?:for|the)|follow\w*|made (?:it|our|their) (?:way )?to|makes? (?:it|their way) to|got (?:to|back)|gets? (?:to|back)|climb\w*|descend\w*|cross(?:ed|es)?|to[ok]+k? the (?:last |first |night )?(?:train|ferry|boat|road|coach)|dock\w*|land\w*|cre[ep]t\w*|sn[eu][ac]k\w*)\b/i,
    new RegExp(
      `^(?:(?:and|then|so|finally),?\\s+)?(?:${PLACE_PREPOSITION}|back)\\s+(?:the|a|an|his|her|their|our|[\\p{Lu}])`,
      'u',
    ),
    /^(?:got|arrived|reached|drove|rode|sailed|went|walked|travelled|traveled|headed|returned|followed|entered|left|back|down the|up the|into the|inside|outside|upstairs|downstairs|tunnel|aboard)\b/i,
  ],
  /** "The next morning…", "Meanwhile", a time of day. */
  time: [
    /^(?:the |that |this |on the |in the |at |by |around |about |just |well )?(?:next|following|same|second|third|last|fourth|fifth)\s+(?:morning|day|night|evening|afternoon|week|month|dawn|hour)\b/i,
    /^(?:at|by|before|around|about|after|until|till|just before|just after|towards?|in the|during the|that|one|every|all)\s+(?:dawn|dusk|noon|midnight|sunset|sunrise|nightfall|night|morning|evening|daybreak|first light|high tide|low tide|dinner|breakfast|lunch|tea|moonrise|afternoon|day)\b/i,
    /^(?:meanwhile|later|afterwards?|eventually|hours? later|days? later|(?:\w+ )?(?:hours?|days?|nights?|weeks?|months?|minutes?) later|soon after|the morning after|tomorrow|saturday|sunday|monday|tuesday|wednesday|thursday|friday|tonight|elsewhere|at the same time|on (?:the way|saturday|sunday|monday|tuesday|wednesday|thursday|friday))\b/i,
    /^(?:\d{1,2}[:.]\d{2}\s*(?:am|pm)?|\d{1,2}\s*(?:am|pm)|day \d+|night \d+|dawn|dusk|noon|midnight|morning|evening|afternoon)\b/i,
    /^(?:in|over|for) the (?:following|next|coming) (?:week|days|month|weeks|hours)\b/i,
    /^after (?:that|the (?:fight|battle|score|job|meeting|funeral))\b/i,
  ],
  /** "The cultists attack…" */
  combat: [
    /\b(?:attack\w*|ambush\w*|roll (?:for )?initiative|initiative|fight breaks out|draw steel|drew (?:steel|swords?|knives|guns?)|open(?:s|ed)? fire|shooting started|charg(?:e|es|ed) (?:at|the|them|us)|all hell|f[ie]ll on (?:us|them)|jump(?:s|ed)? (?:us|them|the)|strikes? (?:during|at|from)|goes loud|went loud|came through the|was waiting|were waiting|shoot first|brawl)\b/i,
  ],
  /** "Madame Lefevre greets them…" */
  introduction: [
    /\b(?:greet\w*|introduc\w*|welcom\w*|approach\w*|waits?\b|waiting|called|named|invit\w*|met\b|meets?\b|receiv\w*|summon\w*|begs?\b|begged|asks?\b|is hiring|sends? (?:her|his|their|for)|offer\w*|turns? up|shows? up)\b/i,
  ],
  /** "Searching the study reveals…" */
  investigation: [
    /\b(?:search\w*|reveal\w*|examin\w*|investigat\w*|clues?|found\b|finds?\b|discover\w*|library|listen\w*|question\w*|interview\w*|learn\w*|diary|letters?|tracks? lead|surveyed|gather(?:ed|s|ing)? info\w*|tailed|went to .{0,30}to ask)\b/i,
  ],
  /** "Now they need to find the key" */
  objective: [
    /^(?:now|next)\s+(?:they|we|the party|the players|it)\b/i,
    /\b(?:need(?:s|ed)? to|must|have to|had to|the goal is|their task|their job|wants? (?:us|them) to)\b/i,
  ],
  /** "To cross the chasm…" */
  challenge: [
    /^to (?:cross|get|reach|climb|open|stop|enter|escape|pass|break|disarm|solve|survive)\b/i,
    /\b(?:skill challenge|three checks|checks in a row|successes before)\b/i,
  ],
  /** "The plan is to break into…" */
  score: [
    /\b(?:the plan (?:is|was)|the score|the job|the heist|engagement|break into|breaking into|boarding action)\b/i,
  ],
} as const satisfies Record<string, readonly RegExp[]>;
export type Signal = keyof typeof SIGNALS;

/** High, medium and low, as the mission weighs them; some systems raise one (M-315 to M-325). */
export const WEIGHTS: Record<Signal, number> = {
  location: 0.9,
  time: 0.8,
  combat: 0.7,
  introduction: 0.35,
  investigation: 0.35,
  objective: 0.35,
  challenge: 0.3,
  score: 0.35,
};
export const SYSTEM_WEIGHTS: Readonly<Record<string, Partial<Record<Signal, number>>>> = {
  'coc-7e': { investigation: 0.85 },
  'dnd-5e': { challenge: 0.6, combat: 0.8 },
  fitd: { score: 0.9 },
};
export const SIGNAL_WORDS: Record<Signal, string> = {
  location: 'the place changes',
  time: 'time passes',
  combat: 'a fight begins',
  introduction: 'somebody appears',
  investigation: 'something is looked into',
  objective: 'the aim changes',
  challenge: 'a test stands in the way',
  score: 'a job begins',
};
/** FitD's own phases, alone on a line or at its head. */
export const PHASE =
  /^(?:free play|gather(?:ing)? info(?:rmation)?|(?:the )?score|engagement|payoff|downtime|(?:the )?entanglements?)\b/i;
/** A line that goes on with the one before. */
export const CONTINUES =
  /^(?:if|but|and|or|also|so|because|otherwise|then again|he|she|it|they|his|her|their|its|there (?:is|are|was|were)|this|that|these|those|inside:|clues?:|leads? to|dc |roll|everyone|both|the (?:landlord|other|others|pin|door|body|rest|man|woman|chip|thing|boss)|(?:see|note|devil'?s bargain))\b/i;

// ---------------------------------------------------------------- names

export const TITLES =
  wordSet(`lord, lady, king, queen, prince, princess, duke, duchess, count, countess, baron, baroness, sir, ser, dame, captain, commander, sergeant, lieutenant, major, colonel, general, admiral, corporal, private, marshal, sheriff, deputy, inspector, detective, constable, officer, chief, mayor, magistrate, judge, governor, senator, president, ambassador, chancellor, minister,
  father, mother, sister, brother, reverend, bishop, abbot, abbess, cardinal, pope, deacon, acolyte, priest, priestess, rabbi, imam, monk, friar, matron, madame, madam, mademoiselle, monsieur, mistress, master, miss, mr, mrs, ms, mr., mrs., ms., herr, frau, signor, signora, don, dona, doctor, dr, dr., professor, prof, prof., dean, old, young, little, big, granny, grandma, aunt, uncle, cousin, widow, doc, boss, jarl, thane, emperor, empress, saint, elder, chieftain, shaman, warlord, archmage, magus, high priest, skipper, bosun, agent, nurse, coach, lama, sheikh, sultan, khan, pasha, tsar, kaiser`);
const KIN = `brother, sister, father, mother, son, daughter, husband, wife, widow, widower, uncle, aunt, cousin, nephew, niece, neice, grandmother, grandfather, granddaughter, grandson, twin, twin brother, twin sister, half-brother, half-sister, fiancé, fiancée, fiance, fiancee, lover, mistress, stepson, stepdaughter, stepmother, stepfather, ward, child, kid, mum, dad, mom, heir, ex-wife, ex-husband, younger brother, elder brother, older brother, younger sister, elder sister, older sister, little brother, little sister, big sister, big brother, dauhgter, girlfriend, boyfriend`;
export const KIN_WORDS = alternatives(KIN);
const ROLES = `innkeeper, barkeep, bartender, barmaid, waiter, landlord, landlady, cook, maid, butler, porter, driver, chauffeur, clerk, secretary, servant, housekeeper, gardener, gravedigger, lockkeeper, lighthouse keeper, ferryman, boatman, sailor, fisherman, smuggler, pirate, merchant, trader, fence, moneylender, banker, broker, jeweller, smith, blacksmith, carpenter, miller, farmer, shepherd, hunter, ranger, guide, scout, spy, spymaster, assassin, thief, burglar, pickpocket, thug, enforcer, bodyguard, guard, guardsman, watchman, soldier, mercenary, knight, squire, champion, lieutenant, second, captain, sergeant, officer, constable, detective, inspector, sheriff, deputy, marshal, judge, lawyer, solicitor, journalist, reporter, editor, photographer, librarian, archivist, scholar, student, professor, teacher, tutor, scientist, engineer, mechanic, technician, pilot, navigator, medic, nurse, doctor, surgeon, alchemist, apothecary, herbalist, healer, witch, hag, wizard, mage, sorcerer, sorceress, warlock, whisper, shaman, druid, priest, priestess, cleric, acolyte, monk, nun, abbot, bishop, cultist, high priest, prophet, medium, fortune teller, juggler, bard, skald, singer, musician, actor, actress, dancer, artist, painter, poet, king, queen, prince, princess, lord, lady, duke, baron, count, noble, heir, steward, chamberlain, herald, ambassador, mayor, boss, leader, chief, chieftain, warlord, general, admiral, commander, right hand, contact, informant, patron, client, employer, rival, enemy, friend, ally, partner, colleague, assistant, apprentice, aide, agent, accomplice, hostage, prisoner, victim, suspect, witness, creditor, debtor, gambler, preacher, outlaw, horse thief, gunslinger, bounty hunter, rancher, cowboy, prospector, ghost, vampire, werewolf, demon, devil, dragon, giant, goblin, orc, elf, dwarf, halfling, gnome, lich, ghoul, stranger, old man, old woman, boy, girl, child, man, woman, kid, guy, coat check girl, spirit warden, magistrate, dean, handler, quartermaster, shopkeeper, seamstress, tailor, baker, butcher, brewer, baroness, countess, duchess, empress, emperor, matron, warden, jailer, executioner, hermit, beggar, urchin, orphan, foreman, overseer, miner, trapper, whaler, harbourmaster, harbormaster, dockmaster, customs officer, sin-eater, seer, oracle`;
export const ROLE_WORDS = alternatives(ROLES);
export const ROLE_SET = wordSet(ROLES);

/** The last word of a name says what it names. */
export const HEADS: readonly { type: string; words: ReadonlySet<string> }[] = [
  {
    type: 'faction',
    words: wordSet(
      `guild, order, lodge, gang, court, circle, cult, church, company, trust, society, combine, syndicate, cartel, league, alliance, legion, army, navy, brotherhood, sisterhood, coven, clan, tribe, house of, council, parliament, ministry, bureau, agency, institute, corporation, corp, inc, union, party, watch, guard, cloaks, hounds, crows, brothers, sisters, sons, daughters, children, choir, hand, fist, knights, monks, rats, wolves, ravens, lampblacks, bluecoats, inspectors, wardens, miners, rebels, resistance, mob, mafia, triad, tong, bank, committee, collective, covenant, pact, dominion, empire, crew, raiders, riders, reavers, templars, family, foundation, hive, cabal, conclave, assembly, inquisition, order of, spirit wardens, sash, cowls, kings, wraiths, dogs, serpents, vipers`,
    ),
  },
  {
    type: 'location',
    words: wordSet(
      `hill, hills, bridge, tower, inn, tavern, bar, pub, isle, island, isles, house, hall, manor, mansion, estate, street, lane, road, alley, square, plaza, market, dam, lake, river, creek, stream, bay, harbour, harbor, port, pier, dock, docks, quay, wharf, steps, mine, mines, cave, caves, cavern, grotto, forest, woods, wood, swamp, marsh, moor, desert, valley, vale, canyon, mountain, mountains, mount, peak, pass, cliff, cliffs, point, cape, castle, keep, fort, fortress, citadel, palace, temple, shrine, cathedral, abbey, monastery, chapel, crypt, tomb, catacombs, graveyard, cemetery, prison, jail, asylum, hospital, sanatorium, sanctorium, hotel, club, casino, theatre, theater, opera, museum, university, college, school, academy, library, archive, orphanage, station, colony, city, town, village, hamlet, district, ward, quarter, gate, gates, mill, farm, ranch, saloon, bathhouse, baths, park, gardens, garden, cask, bucket, spur, rest, nest, anchor, arms, head, pavilion, dungeon, vault, undercroft, lighthouse, boathouse, rail yard, yard, factory, warehouse, laboratory, lab, office, room, reach, crossing, falls, springs, ferry, ford, foot, end, hollow, glen, fen, isles, sea, ocean, gulf, coast, beach, strait, planet, moon, sector, deck, sanctuary, circle of stones, stones, barrow, barrows, ruins, spire, well, oasis, wastes, waste, kingdom, duchy, barony, county, province, empire of, wheel, maze, labyrinth, carnival, circus`,
    ),
  },
  {
    type: 'item',
    words: wordSet(
      `dagger, sword, blade, axe, spear, bow, hammer, staff, wand, rod, shield, helm, armour, armor, cloak, ring, amulet, necklace, crown, orb, gem, pearl, diamond, ruby, emerald, sapphire, stone, crystal, idol, statue, statuette, mask, mirror, lens, lantern, lamp, candle, key, chest, box, case, casket, book, tome, grimoire, ledger, diary, journal, scroll, codex, manuscript, letter, map, deed, contract, painting, portrait, chalice, cup, grail, bell, flute, horn, drum, harp, whistle, compass, clock, watch, pistol, rifle, gun, cannon, engine, device, machine, artifact, artefact, relic, potion, elixir, vial, bottle, seed, egg, skull, bone, heart, eye, tooth, feather, chain, coin, medallion, brooch, comb, pin, banner, sextant, astrolabe, tablet, formula, serum, chip, drive, disk, disc, mk, ship, airship, argo, schooner, frigate, submarine, locket, tapestry, quill, needle, gauntlet, boots, gloves, belt, cube, sphere, prism, shard, manifest`,
    ),
  },
  {
    type: 'creature',
    words: wordSet(
      `dragon, wyrm, beast, hound, spider, serpent, leviathan, kraken, golem, wraith, drake, troll, wolf, bear, basilisk, hydra, shoggoth`,
    ),
  },
  {
    type: 'lore',
    words: wordSet(
      `prophecy, ritual, festival, war, plague, curse, treaty, law, rebellion, uprising, legend, song, ballad, sermon, rite, eclipse, feast, moontide, massacre, cataclysm`,
    ),
  },
];

/** Capitalised words that are no names: sentence starters, rules talk, calendars, roles, orders to the GM. */
export const NOT_NAMES =
  wordSet(`a, an, the, this, that, these, those, there, here, then, than, they, them, their, theirs, he, she, it, its, his, her, hers, him, we, us, our, ours, you, your, yours, i, me, my, mine, who, whom, whose, what, when, where, which, while, why, how, if, in, on, at, to, of, off, for, from, by, with, without, within, into, onto, over, under, up, down, out, about, after, before, behind, between, beyond, during, through, across, along, around, near, inside, outside, upstairs, downstairs, back, away, and, or, but, nor, so, yet, because, since, although, though, unless, until, as, not, no, yes, none, nobody, nothing, everyone, everybody, everything, someone, somebody, something, anyone, anybody, anything, each, every, all, both, either, neither, some, any, many, most, more, less, few, several, other, another, others, such, same, own, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, dozen, first, second, third, fourth, last, next, once, twice, again, also, too, very, just, only, even, still, now, soon, later, maybe, perhaps, probably, never, always, often, sometimes, usually, finally, eventually, suddenly, meanwhile, afterwards, otherwise, instead, however, therefore, anyway, turns, please, ok, okay, well, lots, plenty,
  is, are, was, were, be, been, being, am, do, does, did, done, have, has, had, having, can, could, will, would, shall, should, may, might, must, let, lets, get, gets, got, go, goes, went, gone, come, comes, came, make, makes, made, take, takes, took, give, gives, gave, find, finds, found, see, sees, saw, look, looks, looking, looked, search, searching, searched, use, using, used, try, tries, tried, ask, asks, asked, tell, tells, told, say, says, said, talk, talks, talked, speak, run, runs, ran, walk, walks, hide, hides, hid, kill, kills, killed, fight, fights, fought, attack, attacks, attacked, break, breaks, broke, breaking, open, opens, opened, close, closed, closing, locked, lock, read, reads, write, writes, wrote, drink, drinks, drank, eat, eats, sleep, rest, wait, waits, waiting, follow, follows, followed, lead, leads, led, leave, leaves, left, arrive, arrives, arrived, arrival, enter, enters, entered, reach, reaches, reached, return, returns, returned, escape, escapes, escaped, die, dies, died, dead, alive, roll, rolls, rolled, check, checks, test, save, saves, damage, hit, hits, miss, fail, fails, failed, failing, success, win, wins, won, lose, loses, lost, pay, pays, paid, buy, buys, bought, sell, sells, sold, steal, stole, stolen, met, meet, meets, meeting, know, knows, knew, think, thinks, thought, want, wants, wanted, need, needs, needed, like, likes, love, loves, hate, hates, keep, keeps, kept, bring, brings, brought, put, puts, set, sets, show, shows, start, starts, started, starting, stop, stops, stopped, end, ends, ended, begin, begins, began, happen, happens, happened, work, works, worked, play, plays, played, move, moves, moved, turn, turned, stay, stays, stayed, rescued, gave, drove, rode, sailed, counted, likely, surprise, remember, note, notes,
  morning, noon, afternoon, evening, night, midnight, dawn, dusk, day, days, week, weeks, month, months, year, years, today, tonight, tomorrow, yesterday, hour, hours, minute, minutes, monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, march, april, may, june, july, august, september, october, november, december, spring, summer, autumn, winter, christmas, easter, halloween,
  scene, scenes, session, act, chapter, part, node, encounter, encounters, combat, npc, npcs, pc, pcs, gm, dm, keeper, player, players, party, group, crew, team, investigators, heroes, characters, character, xp, hp, ac, dc, cr, dr, gp, sp, cp, pp, str, dex, con, int, wis, cha, pow, siz, app, edu, luck, sanity, san, iq, ht, st, fp, tl, mov, db, initiative, perception, investigation, insight, persuasion, deception, intimidation, stealth, athletics, acrobatics, arcana, history, nature, religion, survival, medicine, performance, sleight of hand, animal handling, advantage, disadvantage, inspiration, bonus, penalty, difficulty, hard, extreme, regular, bout, madness, library use, spot hidden, charm, fast talk, fast-talk, intimidate, persuade, psychology, occult, listen, dodge, brawl, firearms, mechanical repair, locksmith, first aid, cthulhu mythos, drive auto, credit rating, law, streetwise, public speaking, tracking, lockpicking, computer operation, electronics operation, security, piloting, boating, vacc suit, savoir-faire, reaction, contest, quick contest, fright check, gambling, shadowing, hunt, study, survey, tinker, finesse, prowl, skirmish, wreck, attune, command, consort, sway, prowess, resolve, devil's bargain, devil’s bargain, engagement, score, downtime, payoff, heat, coin, stress, trauma, harm, rep, entanglement, entanglements, flashback, position, effect, controlled, risky, desperate, limited, standard, great, vice, clock, clocks, tier, hold, turf, plan, assault, transport, social, load, free play, gather info, gather information, long-term project, show of force, level, levels, quality, threat, scale, fortune, resistance, assist, push, group action, set up, engagement roll, wanted level, incarceration, prison, indulge, overindulge, overindulged, train, recover, acquire asset, reduce heat,
  npcs, cast, places, locations, treasure, rewards, loot, clue, clues, handout, handouts, items, item, monsters, background, genre, rumours, rumors, setting, twist, obstacles, cast, props, what, hook, hooks, goal, goals, stakes, consequences, outcome, options, idea, ideas, todo, map, maps, list, print, present, absent, attendance, bookkeeping, summary, recap, inside, below, above, everywhere, nice, nasty, cold, bones, secret, library, dinner, breakfast, lunch, story, dialogue, action, help, yes, hell, god, gods, god's, heaven, earth, north, south, east, west, northern, southern, eastern, western, english, french, german, latin, greek, roman, italian, spanish, chinese, russian, common, elvish, dwarvish, draconic, infernal, thieves' cant,
  guests, guards, guard, knives, dancing, gossip, twelve, rumors, tracks, door, doors, people, man, woman, men, women, boy, girl, blood, fire, water, rain, snow, ice, fog, wind, storm, light, dark, darkness, death, life, time, money, gold, silver, copper, iron, black, white, red, blue, green, grey, gray, chapel, crypt, church, tavern, inn, market, harbour, harbor, docks, dock, warehouse, cellar, attic, basement, kitchen, bedroom, office, street, road, forest, swamp, mountain, castle, tower, dungeon, cave, village, town, city, house, police, police station, lighthouse, pier, breaking, failing, opening, closing, ambush, chase, escape, rescue, deal, convoy, reception, feast, masque, tide, raid, heist, job, funeral, wedding, trial, duel, party, ball, auction, murder, mystery, puzzle, riddle, trap, traps, ritual, seance, séance, casings, spiral stair, rickshaws, big guy, engine, sergeant, captain, devil's, drunk, nobody, deception, ways, spirit, either, harvest, stealth, pit, dunmere, stall, stalls, old, young, new, big, small, little, good, bad, best, worst, better, worse, long, short, high, low, deep, final, whole, half, full, empty, true, false, real, right, wrong, leader, boss, chief, head, someone, strangers, stranger, son, daughter, brother, sister, father, mother, friend, enemy, spot, hidden, use, ladder, way, whatever, whoever, wherever, whenever, vs, each, tl9, hmm, wow, oh, ah, huge, tiny, total, minor, major, general, private, doctor, professor, ghost, ghosts, undead, zombie, zombies, goblin, goblins, orc, orcs, elf, elves, dwarf, dwarves, dragon, dragons, lizardfolk, kobolds, bandit, bandits, cultist, cultists, thug, thugs, soldier, soldiers, wolf, wolves, rat, rats, demon, demons, devil, devils, god, spy, spies, marine, marines, raiders, goons, hatchet, hatchets`);
