// Maps what GMs ask for to roles of stat blocks that come close.

/** Words for somebody, with the roles of stat blocks that come close; the first that a system has is used. */
export const SIMILAR_ROLES: readonly { asked: RegExp; roles: readonly string[] }[] = [
  {
    asked: /\b(?:thug|tough|bruiser|brawler|enforcer|bouncer|ruffian|goon|gang member|hooligan|henchman)\b/i,
    roles: ['thug', 'tough', 'gangster', 'ruffian', 'bravos'],
  },
  {
    asked: /\b(?:guard|watch|watchman|constable|cop|police|bluecoat|warden|jailer|sentry|soldier|militia)\b/i,
    roles: ['guard', 'police', 'constable', 'soldier', 'watch'],
  },
  {
    asked: /\b(?:pirate|bandit|captain|smuggler|raider|corsair|outlaw|highwayman)\b/i,
    roles: ['bandit captain', 'captain', 'bandit', 'smuggler', 'gangster', 'ruffian', 'bravos'],
  },
  { asked: /\b(?:cult|cultist|fanatic|zealot)\b/i, roles: ['cultist', 'cult leader', 'priest'] },
  { asked: /\b(?:priest|cleric|vicar|monk|nun|acolyte|reverend)\b/i, roles: ['priest', 'acolyte', 'healer', 'sage'] },
  {
    asked: /\b(?:wizard|mage|witch|sorcerer|warlock|whisper|necromancer|occultist)\b/i,
    roles: ['mage', 'wizard', 'sorcerer', 'whisper', 'cult leader'],
  },
  {
    asked: /\b(?:knight|veteran|champion|duelist|mercenary|fighter|warrior)\b/i,
    roles: ['veteran', 'knight', 'soldier', 'duelist', 'gangster'],
  },
  {
    asked: /\b(?:thief|spy|burglar|rogue|assassin|pickpocket|informant|agent)\b/i,
    roles: ['spy', 'thief', 'assassin', 'informant', 'gangster'],
  },
  {
    asked: /\b(?:noble|lord|lady|baron|duke|merchant|banker|mayor|magistrate)\b/i,
    roles: ['noble', 'merchant', 'officer', 'professor'],
  },
  {
    asked: /\b(?:scout|ranger|hunter|archer|tracker|sniper)\b/i,
    roles: ['scout', 'archer', 'assassin', 'private eye'],
  },
  { asked: /\b(?:doctor|physician|healer|nurse|surgeon)\b/i, roles: ['physician', 'healer', 'sage', 'acolyte'] },
  {
    asked: /\b(?:wolf|dog|hound|bear|beast|crab|boar|horse|rat|animal|lion|shark|snake|spider|bird|owl)\b/i,
    roles: ['wolf', 'beast', 'thing from the deep', 'thug'],
  },
  {
    asked: /\b(?:ghost|spirit|spectre|haunt|wraith)\b/i,
    roles: ['wandering ghost', 'thing from the deep', 'thing from elsewhere', 'mage'],
  },
  {
    asked: /\b(?:monster|demon|horror|thing|creature|undead|zombie|ogre|giant|dragon)\b/i,
    roles: ['bound demon', 'thing from the deep', 'thing from elsewhere', 'veteran', 'knight'],
  },
];

/** Roles of ordinary people, for somebody like nobody above. */
export const ORDINARY_ROLES: readonly string[] = ['commoner', 'bystander', 'villager', 'street tough'];
