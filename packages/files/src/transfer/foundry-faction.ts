// What Forged in the Dark systems for Foundry keep of a faction: hold, status, goals with clocks, allies and enemies.
import { list, num, obj, str, type Json } from '../json.ts';
import type { ImportedItem, ImportedRelationship } from './imported-content.ts';

/** Status runs from 1 to 7; this one is a reputation of 0. */
const NEUTRAL_STATUS = 4;
const MAX_SEGMENTS = 24;
const GOALS = [1, 2, 3];

export const factionFields = (system: Json): Record<string, unknown> => {
  const hold = num(obj(system['hold'])['value']);
  const { value: status } = obj(system['status']);
  const step = num(list(status)[0], status);
  const turf = str(system['turf']);
  return {
    ...(hold === null ? {} : { hold: hold === 2 ? 'strong' : 'weak' }),
    ...(step === null || step === NEUTRAL_STATUS ? {} : { reputation: Math.trunc(step) - NEUTRAL_STATUS }),
    ...(turf ? { territory: turf } : {}),
  };
};

/** A goal with a clock is a clock, a goal without one a goal. */
const goalItem = (system: Json, n: number, faction: ImportedItem): ImportedItem | null => {
  const goal = str(system[`goal_${n}`]);
  const segments = num(system[`goal_${n}_clock_max`]) ?? 0;
  const source = `${faction.source}:goal_${n}`;
  if (segments < 2)
    return goal
      ? {
          kind: 'goal',
          source,
          name: goal,
          fields: { goalType: 'Side', aim: `A goal of ${faction.name}` },
          texts: {},
        }
      : null;
  // Older versions of the system have one `goal_clock`, for the first goal.
  const ticks = num(system[`goal_${n}_clock`], n === 1 ? system['goal_clock'] : null);
  return {
    kind: 'clock',
    source,
    name: goal || `${faction.name}: goal ${n}`,
    fields: {
      segments: Math.min(MAX_SEGMENTS, segments),
      ...(ticks ? { ticks } : {}),
    },
    refs: { ownerId: faction.source },
    texts: {},
  };
};

/** The goals of a faction, as items of their own. */
export const factionItems = (system: Json, faction: ImportedItem): ImportedItem[] =>
  GOALS.map((n) => goalItem(system, n, faction)).filter((item) => item !== null);

/**
 * Allies and enemies, from lines such as "The Lampblacks, the Red Sashes." The lines stay among the attributes, too.
 */
export const factionRelationships = (system: Json, faction: ImportedItem): ImportedRelationship[] =>
  (
    [
      ['allies', 'allied'],
      ['enemies', 'enemy'],
    ] as const
  ).flatMap(([key, relationType]) =>
    str(system[key])
      .replace(/<[^>]{0,300}>/g, ' ')
      .split(/[,;]|\band\b/)
      .map((name) => name.trim().replace(/\.$/, ''))
      .filter(Boolean)
      .map((to) => ({ from: faction.source, to, relationType, note: '' })),
  );
