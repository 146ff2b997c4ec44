// Counters: numbers that several devices change while apart. A counter is stored as steps, and its value is a fold over
// them in one order that every device agrees on.
import type { Audience, Field, FieldInput } from './fields.ts';
import { clamp, isFiniteNumber, textOr } from './values.ts';

/** One step of a counter: by an amount, or to a value. `n` is a Lamport number, which gives the order of steps. */
export interface CounterStep {
  id: string;
  n: number;
  by?: number;
  to?: number;
  /** Unix milliseconds. */
  at: number;
  /** Id of the device. */
  who: string;
  note?: string;
  /** The counter after this step, clamped. */
  value: number;
}

export interface Counter {
  value: number;
  steps: readonly CounterStep[];
}

const LOWEST = -999_999;
const HIGHEST = 999_999;

/** The step in a stored value; null for anything else. Its `value` is not computed yet. */
const readStep = (id: string, stored: unknown): CounterStep | null => {
  if (typeof stored !== 'object' || stored === null) return null;
  const { n, by, to, at, who, note } = stored as Record<string, unknown>;
  if (!isFiniteNumber(n) || (!isFiniteNumber(by) && !isFiniteNumber(to))) return null;
  return {
    id,
    n,
    ...(isFiniteNumber(to) ? { to } : { by: by as number }),
    at: isFiniteNumber(at) ? at : 0,
    who: textOr(who, ''),
    ...(typeof note === 'string' ? { note } : {}),
    value: 0,
  };
};

/**
 * Folds steps in Lamport order, ties by id, and clamps after each step. So a step up at the maximum does not weaken a
 * later step down.
 */
const foldSteps = (
  group: ReadonlyMap<string, unknown> | undefined,
  start: number,
  min: number,
  max: number,
): Counter => {
  const steps = [...(group?.entries() ?? [])].flatMap(([id, stored]) => readStep(id, stored) ?? []);
  steps.sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1));
  let value = clamp(start, min, max);
  for (const step of steps) {
    value = clamp(step.to ?? value + (step.by ?? 0), min, max);
    step.value = value;
  }
  return { value, steps };
};

/** A number that several devices step. `min` and `max` are numbers, or names of other number fields of the record. */
export const counter = (
  audience: Audience,
  label: string,
  options: {
    start?: number;
    min?: number | string;
    max?: number | string;
    facet?: string;
    input?: FieldInput;
    isOptional?: boolean;
  } = {},
): Field<Counter> => {
  const { start = 0, min = LOWEST, max = HIGHEST, ...look } = options;
  return {
    form: 'counter',
    input: 'counter',
    audience,
    label,
    empty: { value: start, steps: [] },
    ...(typeof min === 'number' ? { min } : {}),
    ...(typeof max === 'number' ? { max } : {}),
    ...look,
    read: (raw, name) => {
      const limit = (bound: number | string, otherwise: number): number => {
        const value = typeof bound === 'number' ? bound : raw.fields.get(bound);
        return isFiniteNumber(value) ? value : otherwise;
      };
      return foldSteps(raw.groups.get(name), start, limit(min, LOWEST), limit(max, HIGHEST));
    },
  };
};
