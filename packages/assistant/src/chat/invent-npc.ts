// Invents an NPC or a name: one that nobody in the campaign has, a motivation, a quirk and the game system's stats.
// Seeded by the campaign, the role and the place, so that two GMs who ask the same get the same NPC.
import type { EntityType } from '@emberkeep/domain';
import { likeness, trigrams } from './likeness.ts';
import { blockFor } from './stats.ts';
import {
  FAMILY_NAMES,
  GIVEN_NAMES,
  MOTIVATIONS,
  NAME_PARTS,
  QUIRKS,
  type NameStyle,
} from './vocabulary/invented-names.ts';

/** From this likeness on, two names could be confused in play, 0 to 1. */
const CONFUSABLE = 0.6;

/** FNV-1a over UTF-16 units: the same number for the same text on every device. */
const hash = (text: string): number => {
  let h = 2166136261;
  for (const unit of text) h = Math.imul(h ^ unit.codePointAt(0)!, 16777619);
  return h >>> 0;
};

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;

/** The one at `n` or the next that `given` does not hold; the one at `n` where it holds all. `given`: lower case. */
const pickOther = (from: readonly string[], n: number, given: string): string => {
  const others = from.map((_, step) => pick(from, (n % from.length) + step));
  return others.find((each) => !given.includes(each.toLowerCase())) ?? others[0]!;
};

export interface NewPerson {
  name: string;
  /** Empty where nobody said what they do. */
  role: string;
  motivation: string;
  quirk: string;
  /** The game system's own fields. */
  stats: Readonly<Record<string, string | number>>;
}

const styleOf = (systemId: string): NameStyle =>
  systemId === 'coc-7e' ? 'city' : systemId === 'fitd' ? 'dusk' : 'old';

/**
 * Rules for a free name, strictest first. Each applies once the campaign has used every name that the one before
 * allows.
 */
const freeNameRules = (taken: readonly string[]): ((first: string, last: string) => boolean)[] => {
  const parts = new Set(taken.flatMap((other) => other.toLowerCase().split(/\s+/)));
  const known = taken.map(trigrams);
  const whole = new Set(taken.map((other) => other.toLowerCase()));
  const isDistinct = (candidate: string): boolean =>
    known.every((other) => likeness(trigrams(candidate), other) < CONFUSABLE);
  return [
    (first, last) =>
      !parts.has(first.toLowerCase()) && !parts.has(last.toLowerCase()) && isDistinct(`${first} ${last}`),
    (first, last) => !parts.has(first.toLowerCase()) && isDistinct(`${first} ${last}`),
    (first, last) => isDistinct(`${first} ${last}`),
    (first, last) => !whole.has(`${first} ${last}`.toLowerCase()),
  ];
};

const freeName = (style: NameStyle, start: number, taken: readonly string[]): string | null => {
  const [given, family] = [GIVEN_NAMES[style], FAMILY_NAMES[style]];
  for (const isFree of freeNameRules(taken)) {
    for (let n = 0; n < given.length * family.length; n++) {
      const [first, last] = [pick(given, start + n), pick(family, (start >>> 8) + Math.floor(n / given.length))];
      if (isFree(first, last)) return `${first} ${last}`;
    }
  }
  return null;
};

/** Characteristics of Call of Cthulhu with the least that its dice can give: 3D6 × 5, or (2D6 + 6) × 5. */
const CHARACTERISTICS = { STR: 15, CON: 15, SIZ: 40, DEX: 15, INT: 40, POW: 15 } as const;
const MOST = 90;

/**
 * The stats of one person of a role: two librarians do not have the same characteristics. Other systems have fixed
 * blocks.
 */
const ownStats = (fields: NewPerson['stats'], seed: number): NewPerson['stats'] => {
  const own: Record<string, string | number> = { ...fields };
  for (const [name, least] of Object.entries(CHARACTERISTICS)) {
    const usual = Number(fields[name]);
    if (!Number.isFinite(usual)) return fields;
    const step = (hash(`${seed} ${name}`) % 5) - 2;
    own[name] = String(Math.min(Math.max(usual, MOST), Math.max(least, usual + 5 * step)));
  }
  return 'HP' in fields ? { ...own, HP: String(Math.floor((Number(own['CON']) + Number(own['SIZ'])) / 10)) } : own;
};

/**
 * Invents an NPC. `taken`: every name and alias of the campaign. `seed`: the campaign's id, so that campaigns differ.
 * `given`: what was just said of others; motivations and quirks in it are used only where no other is left.
 */
export const makePerson = (
  asked: { role?: string; name?: string; place?: string },
  systemId: string,
  taken: readonly string[],
  seed: string,
  given = '',
): NewPerson => {
  const style = styleOf(systemId);
  const start = hash(`${seed}|${asked.role ?? ''}|${asked.place ?? ''}`.toLowerCase());
  const lastResort = (): string =>
    `${pick(GIVEN_NAMES[style], start)} ${pick(FAMILY_NAMES[style], start >>> 8)} the ${asked.role ?? 'stranger'}`;
  const role = asked.role ?? '';
  const name = asked.name || (freeName(style, start, taken) ?? lastResort());
  // By the name too: two guards of one gate, or two NPCs that the GM named, are not the same person twice.
  const nature = hash(`${start}|${name}`.toLowerCase());
  const said = given.toLowerCase();
  return {
    name,
    role,
    motivation: `wants ${pickOther(MOTIVATIONS, nature >>> 4, said)}`,
    quirk: pickOther(QUIRKS, nature >>> 12, said),
    stats: ownStats(blockFor(role, systemId)?.block.fields ?? {}, nature),
  };
};

/** Invents a free name for an entity: "The Crooked Oar", or "New clue" for types without name parts. */
export const newName = (
  type: EntityType,
  { text, names, seed }: { text: string; names: readonly { name: string; aliases: readonly string[] }[]; seed: string },
): string => {
  const taken = new Set(names.flatMap((known) => [known.name, ...known.aliases]).map((name) => name.toLowerCase()));
  const { first, second } = new Map(Object.entries(NAME_PARTS)).get(type) ?? { first: [], second: [] };
  const start = hash(`${seed}|${text}`.toLowerCase());
  for (let n = 0; n < first.length * second.length; n++) {
    const name = `The ${pick(first, start + n)} ${pick(second, (start >>> 8) + Math.floor(n / first.length))}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
  for (let n = 1; ; n++) {
    const name = `New ${type}${n === 1 ? '' : ` ${n}`}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
};
