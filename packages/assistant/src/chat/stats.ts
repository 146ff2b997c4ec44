// Owns finding the numbers for somebody: the system's own block whose role is nearest to what was asked, as lines to be read.
import { gameSystem, type GameSystem, type StatBlock } from '@emberkeep/domain/game-systems';

/** What people ask for, and which roles of a system are like it; the first that a system has is taken. */
const LIKE: readonly (readonly [asked: RegExp, roles: readonly string[]])[] = [
  [
    /\b(?:thug|tough|bruiser|brawler|enforcer|bouncer|ruffian|goon|gang member|hooligan|henchman)\b/i,
    ['thug', 'tough', 'gangster', 'ruffian', 'bravos'],
  ],
  [
    /\b(?:guard|watch|watchman|constable|cop|police|bluecoat|warden|jailer|sentry|soldier|militia)\b/i,
    ['guard', 'police', 'constable', 'soldier', 'watch'],
  ],
  [
    /\b(?:pirate|bandit|captain|smuggler|raider|corsair|outlaw|highwayman)\b/i,
    ['bandit captain', 'captain', 'bandit', 'smuggler', 'gangster', 'ruffian', 'bravos'],
  ],
  [/\b(?:cult|cultist|fanatic|zealot)\b/i, ['cultist', 'cult leader', 'priest']],
  [/\b(?:priest|cleric|vicar|monk|nun|acolyte|reverend)\b/i, ['priest', 'acolyte', 'healer', 'sage']],
  [
    /\b(?:wizard|mage|witch|sorcerer|warlock|whisper|necromancer|occultist)\b/i,
    ['mage', 'wizard', 'sorcerer', 'whisper', 'cult leader'],
  ],
  [
    /\b(?:knight|veteran|champion|duelist|mercenary|fighter|warrior)\b/i,
    ['veteran', 'knight', 'soldier', 'duelist', 'gangster'],
  ],
  [
    /\b(?:thief|spy|burglar|rogue|assassin|pickpocket|informant|agent)\b/i,
    ['spy', 'thief', 'assassin', 'informant', 'gangster'],
  ],
  [
    /\b(?:noble|lord|lady|baron|duke|merchant|banker|mayor|magistrate)\b/i,
    ['noble', 'merchant', 'officer', 'professor'],
  ],
  [/\b(?:scout|ranger|hunter|archer|tracker|sniper)\b/i, ['scout', 'archer', 'assassin', 'private eye']],
  [/\b(?:doctor|physician|healer|nurse|surgeon)\b/i, ['physician', 'healer', 'sage', 'acolyte']],
  [
    /\b(?:wolf|dog|hound|bear|beast|crab|boar|horse|rat|animal|lion|shark|snake|spider|bird|owl)\b/i,
    ['wolf', 'beast', 'thing from the deep', 'thug'],
  ],
  [
    /\b(?:ghost|spirit|spectre|haunt|wraith)\b/i,
    ['wandering ghost', 'thing from the deep', 'thing from elsewhere', 'mage'],
  ],
  [
    /\b(?:monster|demon|horror|thing|creature|undead|zombie|ogre|giant|dragon)\b/i,
    ['bound demon', 'thing from the deep', 'thing from elsewhere', 'veteran', 'knight'],
  ],
];

const NOBODY = ['commoner', 'bystander', 'villager', 'street tough'];

const find = (system: GameSystem, role: string): StatBlock | undefined =>
  system.statBlocks.find((b) => b.role.toLowerCase() === role) ??
  system.statBlocks.find((b) => b.role.toLowerCase().includes(role));

/** The block to start from, and whether the system has one for exactly this. `shared`: no role of the system is like it; an ordinary person stands in. */
export const blockFor = (
  subject: string,
  systemId: string,
): { block: StatBlock; fit: 'own' | 'like' | 'shared' } | null => {
  const system = gameSystem(systemId);
  const asked = subject.toLowerCase().trim();
  const own =
    system.statBlocks.find((b) => b.role.toLowerCase() === asked) ??
    system.statBlocks.find(
      (b) => asked !== '' && (asked.includes(b.role.toLowerCase()) || b.role.toLowerCase().includes(asked)),
    );
  if (own) return { block: own, fit: 'own' };
  for (const [pattern, roles] of LIKE) {
    if (!pattern.test(asked)) continue;
    for (const role of roles) {
      const block = find(system, role);
      if (block) return { block, fit: 'like' };
    }
  }
  const block = NOBODY.map((role) => find(system, role)).find(Boolean) ?? system.statBlocks[0];
  return block ? { block, fit: 'shared' } : null;
};

export const blockLine = (block: StatBlock): string =>
  Object.entries(block.fields)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ');
