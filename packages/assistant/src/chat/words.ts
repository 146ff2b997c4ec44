// Owns the words by which the chat's grammar tells things apart: kinds of things, callings, verbs of going. Lists, no code.
import type { EntityType } from '@emberkeep/domain';

const list = (words: string): string[] => words.split(',').map((w) => w.trim());

/** What people call things of a kind. Longest first where one holds another is the reader's work. */
export const TYPE_WORDS: readonly (readonly [EntityType, readonly string[]])[] = [
  [
    'location',
    list(
      'location, place, shop, store, tavern, inn, pub, bar, temple, church, chapel, shrine, city, town, village, district, street, house, manor, castle, fort, tower, ruin, cave, dungeon, crypt, tomb, forest, island, harbour, harbor, port, market, warehouse, workshop, smithy, library, school, college, theatre, hotel, hospital, station, planet, room, cellar, bridge, camp, farm, mine, lair, hideout, base, club, museum, lighthouse, prison, bank, guildhall',
    ),
  ],
  [
    'item',
    list(
      'item, object, artifact, artefact, weapon, sword, dagger, axe, bow, gun, pistol, staff, wand, ring, amulet, potion, scroll, book, key, map, relic, treasure, gem, armour, armor, shield, helmet, cloak, device, vehicle, machine',
    ),
  ],
  ['clue', list('clue, evidence, lead, hint, red herring')],
  [
    'faction',
    list(
      'faction, gang, guild, cult, sect, order, company, crew, family, house of, clan, tribe, society, club of, cartel, syndicate, brotherhood, sisterhood, organisation, organization, group, army, band, circle, council, church of',
    ),
  ],
  ['creature', list('creature, monster, beast, animal, demon, spirit, ghost, dragon, horse, dog, hound, bird')],
  [
    'lore',
    list('lore, legend, myth, prophecy, god, goddess, deity, rumour, rumor, song, law, custom, history, piece of lore'),
  ],
  ['other', list('thing, ship, boat, vessel, event, festival')],
];

/** Callings and roles that somebody new may have. */
export const ROLES = list(
  `bartender, barkeep, barmaid, innkeeper, tavern keeper, publican, waiter, waitress, cook, baker, butcher, fishmonger, merchant, shopkeeper, trader, vendor, peddler, pawnbroker, fence, smith, blacksmith, armourer, jeweller, tailor, cobbler, carpenter, mason, miller, farmer, shepherd, hunter, fisherman, sailor, captain, pilot, harbour pilot, harbourmaster, dockworker, docker, ferryman, smuggler, pirate, guard, night watchman, watchman, constable, sergeant, officer, soldier, knight, mercenary, bandit, thug, thief, pickpocket, burglar, assassin, spy, informant, informer, urchin, street urchin, beggar, orphan, child, kid, noble, lord, lady, baron, duke, magistrate, judge, lawyer, clerk, scribe, archivist, librarian, scholar, professor, teacher, student, journalist, reporter, detective, inspector, private eye, cop, doctor, physician, nurse, healer, surgeon, apothecary, alchemist, herbalist, priest, priestess, vicar, reverend, monk, nun, acolyte, cultist, witch, wizard, mage, sorcerer, seer, fortune teller, medium, occultist, musician, bard, actor, singer, dancer, artist, poet, servant, butler, maid, driver, coachman, chauffeur, porter, night porter, gravedigger, undertaker, gardener, lighthouse keeper, keeper, caretaker, landlord, landlady, banker, moneylender, engineer, mechanic, hacker, courier, messenger, guide, ranger, scout, warden, jailer, gaoler, prisoner, refugee, widow, old man, old woman, witness, rival, contact, patron, villain, henchman, gambler, bouncer, ticket guy, ticket seller, stationmaster, conductor, conman, con artist, diplomat, ambassador, envoy, mayor, councillor, foreman, miner, stablehand, stable boy, groom, stranger, brewer, cult leader, gang leader, guild master, crime boss, hermit, squire, prince, princess, queen, king, general, receptionist, concierge, chef, dentist, secretary, gangster, mobster, hitman, warlord, chieftain, chief, shaman, elder, explorer, cartographer, astronomer, painter, sculptor, beekeeper, weaver, tanner, vintner, stablemaster, quartermaster, bosun, first mate, navigator, deckhand, stowaway, dwarf, elf, halfling, gnome, orc, tiefling`,
);

/** The party, as a GM calls it. */
export const PARTY =
  '(?:(?:the|our)\\s+)?(?:party|players|pcs|player characters|group|crew|team|gang|investigators|heroes|adventurers|scoundrels)|they|we|everyone|everybody|all of them|they all';

/** Going somewhere; the past and the present. */
export const GOING =
  'went|go|goes|going|head|heads|headed|heading|move|moves|moved|moving|travel|travels|travelled|traveled|walk|walks|walked|ride|rides|rode|sail|sails|sailed|run|runs|ran|return|returns|returned|come|comes|came|march|marched|fly|flew|drive|drove|climb|climbed|descend|descended|sneak|sneaks|sneaked|snuck|slip|slipped|break|breaks|broke|get|got|flee|flees|fled|escape|escapes|escaped|hurry|hurries|hurried|rush|rushes|rushed|dash|dashed|wander|wanders|wandered|row|rows|rowed|swim|swims|swam|crawl|crawls|crawled|teleport|teleports|teleported|retreat|retreats|retreated|set out|sets out|set off|sets off|set sail|sets sail|cross|crosses|crossed|step|steps|stepped';
export const ARRIVING =
  'reach|reaches|reached|enter|enters|entered|visit|visits|visited|arrive at|arrives at|arrived at|arrive in|arrives in|arrived in|board|boards|boarded|storm|storms|stormed|infiltrate|infiltrates|infiltrated|explore|explores|explored|search|searches|searched';
export const FIGHTING =
  'ambush|ambushes|ambushed|attack|attacks|attacked|fight|fights|fought|raid|raids|raided|charge|charged|jump|jumped';
export const MEETING =
  'meet|meets|met|confront|confronts|confronted|question|questions|questioned|interrogate|interrogated|talk to|talks to|talked to|speak with|spoke with|parley with';

/** What a place, a group or a thing may be called that was asked for without a name. */
export const NEW_NAMES: Readonly<
  Record<'location' | 'faction' | 'item', readonly [first: readonly string[], second: readonly string[]]>
> = {
  location: [
    list('Crooked, Silent, Salted, Copper, Hollow, Last, Painted, Broken, Winter, Blind, Quiet, Amber'),
    list('Oar, Kettle, Heron, Lantern, Gate, Wheel, Bell, Stag, Anvil, Orchard, Mirror, Stair'),
  ],
  faction: [
    list('Grey, Ninth, Hidden, Iron, Patient, Red, Silver, Broken, Quiet, Hollow, Amber, Free'),
    list('Hand, Circle, Sails, Lantern, Thread, Ledger, Choir, Kin, Watch, Crown, Knot, Tide'),
  ],
  item: [
    list('Cracked, Whispering, Silver, Borrowed, Salt, Blackened, Sealed, Twice-forged, Cold, Honest, Hollow, Weeping'),
    list('Locket, Compass, Key, Blade, Ledger, Bell, Ring, Flask, Mask, Coin, Quill, Lens'),
  ],
};
