// The initiative and hit-point tracker of a session: combatants that take turns, and one round counter for all.
import { counter } from './counter.ts';
import { hidden, line, maybeWhole, ref, tags } from './fields.ts';
import { byOrder } from './order.ts';
import { defineRecord, type RecordOf } from './record-spec.ts';

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
    initiative: maybeWhole('gm', 'Initiative', { min: -999, max: 999 }),
    hp: counter('gm', 'Hit points', { min: -9999, max: 99_999 }),
    hpMax: maybeWhole('gm', 'Hit points at most', { min: 0, max: 99_999 }),
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
    round: counter('gm', 'Round', { min: 0, max: 9999 }),
  },
});
export const ENCOUNTER_ID = 'now';

/** Combatants by initiative; equal ones in the order they were added, the same on every device. */
export const turnOrder = <C extends Pick<Combatant, 'id' | 'initiative' | 'order'>>(rows: readonly C[]): C[] =>
  [...rows].sort((a, b) => (b.initiative ?? -Infinity) - (a.initiative ?? -Infinity) || byOrder(a, b));

/** The combatant after `turnId`, and whether a new round begins; null without combatants. */
export const nextTurn = <C extends Pick<Combatant, 'id' | 'initiative' | 'order'>>(
  rows: readonly C[],
  turnId: string,
): { id: string; isNewRound: boolean } | null => {
  const order = turnOrder(rows);
  if (order.length === 0) return null;
  const at = order.findIndex((c) => c.id === turnId);
  return at === -1 || at === order.length - 1
    ? { id: order[0]!.id, isNewRound: true }
    : { id: order[at + 1]!.id, isNewRound: false };
};
