// The initiative and hit-point tracker of a session: combatants that take turns, and one round counter for all.
import { counter } from './counter.ts';
import { hidden, json, line, maybeNumber, maybeWhole, ref, tags } from './fields.ts';
import { byOrder, moveInOrder, type Ordered } from './order.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';
import { isFiniteNumber, isPlainObject, textOr } from './values.ts';

/** Highest `initiative` first; combatants without one come last, in the order they were added. */
export const COMBATANT = defineRecord({
  kind: 'combatant',
  root: 'combatants',
  home: 'body',
  label: 'Combatant',
  plural: 'Initiative',
  title: 'name',
  fields: {
    name: line('gm', 'Name'),
    entityId: ref('gm', 'Entity', 'entity'),
    initiative: maybeNumber('gm', 'Initiative', { min: -999, max: 999 }),
    hp: counter('gm', 'Hit points', { min: -9999, max: 99_999 }),
    hpMax: maybeWhole('gm', 'Max HP', { min: 0, max: 99_999 }),
    conditions: tags('gm', 'Conditions'),
    order: hidden('gm', 'Order', 'V'),
  },
});
export type Combatant = RecordOf<typeof COMBATANT>;

/** Whose turn it is, and in which round. A session has one, with the id {@link ENCOUNTER_ID}. */
export const ENCOUNTER = defineRecord({
  kind: 'encounter',
  root: 'encounters',
  home: 'body',
  label: 'Encounter',
  plural: 'Encounters',
  title: 'turnId',
  fields: {
    turnId: hidden('gm', 'Whose turn'),
    /** A {@link TurnPlace}; older versions do not write it. */
    turnPlace: json('gm', 'Place of the turn'),
    round: counter('gm', 'Round', { min: 0, max: 9999 }),
  },
});
export type Encounter = RecordOf<typeof ENCOUNTER>;
export const ENCOUNTER_ID = 'now';

/** The place of a combatant in the turn order. */
export type TurnPlace = Ordered & Pick<Combatant, 'initiative'>;

const byTurn = (a: TurnPlace, b: TurnPlace): number =>
  a.initiative === b.initiative ? byOrder(a, b) : (b.initiative ?? -Infinity) - (a.initiative ?? -Infinity);

/** Combatants by initiative; equal ones in the order they were added or moved to, the same on every device. */
export const turnOrder = <C extends TurnPlace>(rows: readonly C[]): C[] => [...rows].sort(byTurn);

export const placeOf = ({ id, initiative, order }: TurnPlace): TurnPlace => ({ id, initiative, order });

/**
 * The place where the turn is: where its combatant was when it began, also if that one was moved or removed since.
 * Null before the first turn.
 */
export const turnPlace = (
  encounter: Pick<Encounter, 'turnId' | 'turnPlace'> | null,
  rows: readonly TurnPlace[],
): TurnPlace | null => {
  const { turnId = '', turnPlace: stored = null } = encounter ?? {};
  if (isPlainObject(stored) && stored['id'] === turnId && turnId !== '') {
    const { initiative, order } = stored;
    return { id: turnId, initiative: isFiniteNumber(initiative) ? initiative : null, order: textOr(order, 'V') };
  }
  return rows.find((row) => row.id === turnId) ?? null;
};

/**
 * The combatant that comes after a place, and whether a new round begins; null without combatants. The one whose turn
 * it is never follows itself within a round.
 */
export const nextTurn = <C extends TurnPlace>(
  rows: readonly C[],
  place: TurnPlace | null,
): { next: C; isNewRound: boolean } | null => {
  const order = turnOrder(rows);
  const [first] = order;
  if (!first) return null;
  const next = place ? order.find((row) => row.id !== place.id && byTurn(place, row) < 0) : undefined;
  return next ? { next, isNewRound: false } : { next: first, isNewRound: true };
};

/**
 * What a move in the turn order changes, by id. `toIndex` is the 0-based index in the result. A combatant that passes
 * another with a different initiative takes on that one's initiative.
 */
export const moveInTurnOrder = (
  rows: readonly TurnPlace[],
  id: string,
  toIndex: number,
): Map<string, Partial<Omit<TurnPlace, 'id'>>> => {
  const moved = rows.find((row) => row.id === id);
  if (!moved) return new Map();
  const rest = turnOrder(rows).filter((row) => row.id !== id);
  const at = Math.max(0, Math.min(toIndex, rest.length));
  const [before, after] = [rest[at - 1], rest[at]];
  const value = (row: TurnPlace): number => row.initiative ?? -Infinity;
  const initiative =
    before && value(moved) > value(before)
      ? before.initiative
      : after && value(moved) < value(after)
        ? after.initiative
        : moved.initiative;
  const equals = rest.filter((row) => row.initiative === initiative);
  const index = equals.filter((row) => rest.indexOf(row) < at).length;
  const changes = new Map<string, Partial<Omit<TurnPlace, 'id'>>>();
  for (const [each, order] of moveInOrder([...equals, moved], id, index)) changes.set(each, { order });
  if (initiative !== moved.initiative) changes.set(id, { ...changes.get(id), initiative });
  return changes;
};

/** "Goblin 2" for a second goblin: a name that is taken gets the next free number. */
export const combatantName = (name: string, rows: readonly Pick<Combatant, 'name'>[]): string => {
  const taken = new Set(rows.map((row) => row.name.toLowerCase()));
  if (!taken.has(name.toLowerCase())) return name;
  const [, base = name, number = '1'] = /^(.*?)(?: (\d{1,4}))?$/.exec(name) ?? [];
  for (let n = Number(number) + 1; ; n++) {
    const candidate = `${base} ${n}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
};

/**
 * What to call each combatant, by id. Two GMs who each add a goblin while apart give both the same name: the later ones
 * are told apart by a number in brackets.
 */
export const combatantNames = (rows: readonly Pick<Combatant, 'id' | 'name'>[]): Map<string, string> => {
  const seen = new Map<string, number>();
  return new Map(
    [...rows]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, name }) => {
        const count = seen.get(name.toLowerCase()) ?? 0;
        seen.set(name.toLowerCase(), count + 1);
        return [id, count === 0 ? name : `${name} (${count + 1})`];
      }),
  );
};
