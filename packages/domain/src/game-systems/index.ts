// The list of game systems. A new one is a data file, a line here, and a name to choose it by in `GAME_SYSTEM_CHOICES`
// (campaign.ts); game-systems.test.ts checks its shape and that both lists agree.
import { COC_7E } from './coc-7e.ts';
import { CUSTOM } from './custom.ts';
import { DND_5E } from './dnd-5e.ts';
import { FITD } from './fitd.ts';
import type { GameSystem } from './game-system.ts';
import { GURPS_4E } from './gurps-4e.ts';
export type { GameSystem, LookupEntry, ShapeField, StatBlock } from './game-system.ts';

export const GAME_SYSTEMS: readonly GameSystem[] = [DND_5E, COC_7E, GURPS_4E, FITD, CUSTOM];

/** The system with an id; an unknown or empty id gives the custom one. */
export const gameSystem = (id: string): GameSystem => GAME_SYSTEMS.find((s) => s.id === id) ?? CUSTOM;

/** The names of values that a system suggests for a field, such as the attributes of a character. */
export const valueNames = (systemId: string, kind: string, field: string): readonly string[] => {
  const system = gameSystem(systemId);
  if (kind === 'clock') return system.clockShape.map((f) => f.name);
  if (kind === 'scene') return system.sceneShape.map((f) => f.name);
  return field === 'attributes' ? [...system.attributes.map((a) => a.name), ...system.skills.map((s) => s.name)] : [];
};

/** The entries that contain every word of a query; matches in the name come first. */
export const lookUp = (system: GameSystem, query: string): GameSystem['lookups'] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (name: string): number => {
    const lower = name.toLowerCase();
    if (words.some((w) => lower.startsWith(w))) return 0;
    return words.some((w) => lower.includes(w)) ? 1 : 2;
  };
  return system.lookups
    .filter((e) => words.every((w) => `${e.name} ${e.text}`.toLowerCase().includes(w)))
    .sort((a, b) => (words.length === 0 ? 0 : rank(a.name) - rank(b.name)));
};
