// How each game system orders a fight: by a rolled initiative, by a value that everyone has, or not at all; how it breaks
// ties, and which conditions it knows.
import type { RandomSource } from '../dice/random-int.ts';
import { statNumber, statValue, type StatValues } from './stat-values.ts';

export interface TurnRules {
  /** `none`: there are no turns, and what foes suffer is harm and clocks. */
  order: 'rolled' | 'fixed' | 'typed' | 'none';
  /** Initiative from the values of a stat block, with the tie-breaker as decimals; null where they do not say. */
  initiative(values: StatValues, random: RandomSource): number | null;
  /** The names of the values that are hit points, and of the dice that are rolled for them. */
  hitPoints: readonly string[];
  hitDice: readonly string[];
  /** Healing of one below 0 begins at 0. */
  healsFromZero: boolean;
  conditions: readonly string[];
}

/** Of two with one initiative, the higher value acts first: it is the decimals. */
const withTie = (initiative: number, tie: number | null, most: number): number =>
  tie === null ? initiative : Math.round((initiative + Math.min(Math.max(tie, 0), most) / (most + 1)) * 1e4) / 1e4;

const HIT_POINTS = ['Hit points', 'HP', 'Hit points (HP)'];
const HIT_DICE = ['Hit dice', 'Hit dice formula', 'HD'];

const DND_5E: TurnRules = {
  order: 'rolled',
  initiative: (values, random) => {
    const dexterity = statNumber(values, 'DEX', 'Dexterity');
    const written = statNumber(values, 'Initiative', 'Initiative bonus');
    if (dexterity === null && written === null) return null;
    const bonus = written ?? Math.floor(((dexterity ?? 10) - 10) / 2);
    return withTie(random(20) + 1 + bonus, dexterity, 99);
  },
  hitPoints: HIT_POINTS,
  hitDice: HIT_DICE,
  healsFromZero: true,
  conditions: [
    'Blinded',
    'Charmed',
    'Concentrating',
    'Deafened',
    'Exhaustion',
    'Frightened',
    'Grappled',
    'Incapacitated',
    'Invisible',
    'Paralyzed',
    'Petrified',
    'Poisoned',
    'Prone',
    'Restrained',
    'Stunned',
    'Unconscious',
  ],
};

/** The best skill for a fight: of an attack ("Knife 45, 1d4+2"), else the attribute of a fighting skill. */
const fightingSkill = (values: StatValues): number | null => {
  const attack = statValue(values, 'Attack');
  const [, written] = typeof attack === 'string' ? (/(\d{1,3})(?=\s*(?:,|$))/.exec(attack) ?? []) : [];
  return written ? Number(written) : statNumber(values, 'Fighting (Brawl)', 'Fighting', 'Brawl');
};

const COC_7E: TurnRules = {
  order: 'fixed',
  initiative: (values) => {
    const dexterity = statNumber(values, 'DEX', 'Dexterity');
    return dexterity === null ? null : withTie(dexterity, fightingSkill(values), 99);
  },
  hitPoints: HIT_POINTS,
  hitDice: [],
  healsFromZero: true,
  conditions: [
    'Bout of madness',
    'Dying',
    'Grappled',
    'Gun ready',
    'Hiding',
    'In cover',
    'Major wound',
    'Outnumbered',
    'Prone',
    'Surprised',
    'Unconscious',
  ],
};

const GURPS_4E: TurnRules = {
  order: 'fixed',
  initiative: (values) => {
    const [dexterity, health] = [statNumber(values, 'DX', 'Dexterity'), statNumber(values, 'HT', 'Health')];
    const speed =
      statNumber(values, 'Basic Speed', 'Speed') ??
      (dexterity === null || health === null ? null : (dexterity + health) / 4);
    if (speed === null) return null;
    // Speeds have quarters of their own: ties are broken below a hundredth.
    return dexterity === null ? speed : Math.round((speed + Math.min(Math.max(dexterity, 0), 99) / 1e4) * 1e4) / 1e4;
  },
  hitPoints: HIT_POINTS,
  hitDice: [],
  healsFromZero: false,
  conditions: [
    'Aiming',
    'Crippled',
    'Grappled',
    'Kneeling',
    'Lying down',
    'Major wound',
    'Shock',
    'Stunned',
    'Unconscious',
  ],
};

const FITD: TurnRules = {
  order: 'none',
  initiative: () => null,
  hitPoints: [],
  hitDice: [],
  healsFromZero: true,
  conditions: ['Lesser harm', 'Moderate harm', 'Severe harm', 'Fatal harm', 'Retreating', 'Scared', 'Surrendering'],
};

/** Emberkeep's own simple rules, and those of systems that it does not know: initiative is typed. */
const CUSTOM: TurnRules = {
  order: 'typed',
  initiative: (values) => statNumber(values, 'Initiative'),
  hitPoints: [...HIT_POINTS, 'Toughness'],
  hitDice: HIT_DICE,
  healsFromZero: false,
  conditions: ['Frightened', 'Grappled', 'Hidden', 'Hurt', 'Prone', 'Stunned', 'Surprised', 'Unconscious'],
};

const RULES = new Map<string, TurnRules>([
  ['dnd-5e', DND_5E],
  ['coc-7e', COC_7E],
  ['gurps-4e', GURPS_4E],
  ['fitd', FITD],
]);

/** The rules of the system with an id; those of an unknown or own system are the custom ones. */
export const turnRules = (systemId: string): TurnRules => RULES.get(systemId) ?? CUSTOM;
