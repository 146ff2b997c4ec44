// The turn order of a fight, which encounter is fought, and what its combatants are called. Apart from the declarations,
// so that only a fight loads it.
import { byOrder, moveInOrder, orderBetween, type Ordered } from '../order.ts';
import { ENCOUNTER_ID, type Combatant, type Encounter } from '../tracker.ts';
import { isFiniteNumber, isPlainObject, textOr } from '../values.ts';

/** The encounter that a combatant is in. */
export const encounterIdOf = ({ encounterId }: Pick<Combatant, 'encounterId'>): string => encounterId || ENCOUNTER_ID;

/**
 * The encounter that is fought: of those that go on, the one taken up last; equal ones by id, the same on every device.
 * Null where none goes on.
 */
export const currentEncounter = <E extends Pick<Encounter, 'id' | 'state' | 'turnOfShowing'>>(
  encounters: readonly E[],
): E | null =>
  encounters
    .filter(({ state }) => state === 'going')
    .reduce<E | null>(
      (best, each) =>
        best === null ||
        each.turnOfShowing > best.turnOfShowing ||
        (each.turnOfShowing === best.turnOfShowing && each.id > best.id)
          ? each
          : best,
      null,
    );

/** The place of a combatant in the turn order. */
export type TurnPlace = Ordered & Pick<Combatant, 'initiative'>;

/** A combatant as the turn order needs it: those with one `group` act together, and a defeated one does not act. */
export type TurnTaker = TurnPlace & Partial<Pick<Combatant, 'group' | 'isDefeated'>>;

const byTurn = (a: TurnPlace, b: TurnPlace): number =>
  a.initiative === b.initiative ? byOrder(a, b) : (b.initiative ?? -Infinity) - (a.initiative ?? -Infinity);

/** What acts together: a group, or one combatant. */
const unitOf = ({ id, group = '' }: TurnTaker): string => (group.trim() === '' ? `id ${id}` : `group ${group.trim()}`);

/**
 * Combatants by initiative; equal ones in the order they were added or moved to, the same on every device. A group is
 * where its first one is.
 */
export const turnOrder = <C extends TurnTaker>(rows: readonly C[]): C[] => {
  const units = new Map<string, C[]>();
  for (const row of [...rows].sort(byTurn)) {
    const unit = units.get(unitOf(row));
    if (unit) unit.push(row);
    else units.set(unitOf(row), [row]);
  }
  return [...units.values()].flat();
};

/** The first of each group, and those without one, in turn order. */
export const turnHeads = <C extends TurnTaker>(rows: readonly C[]): C[] => {
  const seen = new Set<string>();
  return turnOrder(rows).filter((row) => !seen.has(unitOf(row)) && seen.add(unitOf(row)));
};

/** Those who act with a combatant: its group, or it alone. */
export const actingTogether = <C extends TurnTaker>(rows: readonly C[], id: string): C[] => {
  const one = rows.find((row) => row.id === id);
  return one ? rows.filter((row) => unitOf(row) === unitOf(one)) : [];
};

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

/** True where the turn has come to a combatant in this round, or has passed it. */
export const hadTurn = (place: TurnPlace | null, row: TurnPlace): boolean =>
  place !== null && (row.id === place.id || byTurn(row, place) < 0);

/**
 * The combatant that comes after a place, and whether a new round begins; null without combatants that can act. The one
 * whose turn it is never follows itself within a round, nor does another of its group. Where all are defeated, they take
 * turns all the same.
 */
export const nextTurn = <C extends TurnTaker>(
  rows: readonly C[],
  place: TurnPlace | null,
): { next: C; isNewRound: boolean } | null => {
  const standing = rows.filter((row) => row.isDefeated !== true);
  const heads = turnHeads(standing.length > 0 ? standing : rows);
  const [first] = heads;
  if (!first) return null;
  const acting = place ? rows.find((row) => row.id === place.id) : undefined;
  const unit = acting ? unitOf(acting) : place && `id ${place.id}`;
  const next = place ? heads.find((row) => unitOf(row) !== unit && byTurn(place, row) < 0) : undefined;
  return next ? { next, isNewRound: false } : { next: first, isNewRound: true };
};

/**
 * What a move in the turn order changes, by id. `toIndex` is the 0-based index in the result, in which a group counts as
 * one. A combatant that passes another with a different initiative takes on that one's initiative, with its group.
 */
export const moveInTurnOrder = (
  rows: readonly TurnTaker[],
  id: string,
  toIndex: number,
): Map<string, Partial<Omit<TurnPlace, 'id'>>> => {
  const together = turnOrder(actingTogether(rows, id));
  const [moved] = together;
  if (!moved) return new Map();
  const rest = turnHeads(rows).filter((row) => row.id !== moved.id);
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
  const orders = moveInOrder([...equals, moved], moved.id, index);
  for (const [each, order] of orders) changes.set(each, { order });
  if (initiative !== moved.initiative) changes.set(moved.id, { ...changes.get(moved.id), initiative });
  const following = equals[index];
  const bound = following ? (orders.get(following.id) ?? following.order) : null;
  let last = orders.get(moved.id) ?? moved.order;
  for (const other of together.slice(1)) {
    last = orderBetween(last, bound !== null && bound > last ? bound : null);
    changes.set(other.id, { initiative, order: last });
  }
  return changes;
};

/** The index that puts a combatant right behind a place, for {@link moveInTurnOrder}. */
export const indexBehind = (rows: readonly TurnTaker[], place: TurnPlace | null, id: string): number => {
  const own = new Set(actingTogether(rows, id).map((row) => row.id));
  return turnHeads(rows).filter((row) => !own.has(row.id) && hadTurn(place, row)).length;
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

/** "Goblin 1" to "Goblin 3": the names of several that join together, each with the next free number. */
export const numberedNames = (name: string, count: number, rows: readonly Pick<Combatant, 'name'>[]): string[] => {
  if (count === 1) return [combatantName(name, rows)];
  const taken = new Set(rows.map((row) => row.name.toLowerCase()));
  const names: string[] = [];
  // One called "Goblin" is the first of them.
  for (let n = taken.has(name.toLowerCase()) ? 2 : 1; names.length < count; n++)
    if (!taken.has(`${name} ${n}`.toLowerCase())) names.push(`${name} ${n}`);
  return names;
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
