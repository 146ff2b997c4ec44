// What passing the turn leads to: who is next, in which round, and which conditions end.
import type { Combatant, Encounter } from '../tracker.ts';
import { actingTogether, nextTurn, turnPlace } from './turn-order.ts';
import { conditionsEnding, type EndingCondition } from './condition-ends.ts';

export interface ComingTurn<C> {
  next: C;
  round: number;
  isNewRound: boolean;
  ending: readonly EndingCondition[];
}

/** Null without combatants. */
export const comingTurn = <C extends Combatant>(
  encounter: Pick<Encounter, 'turnId' | 'turnPlace' | 'round'> | null,
  rows: readonly C[],
): ComingTurn<C> | null => {
  const place = turnPlace(encounter, rows);
  const coming = nextTurn(rows, place);
  if (!coming) return null;
  const { next, isNewRound } = coming;
  const now = encounter?.round.value ?? 0;
  const round = now + (isNewRound ? 1 : 0);
  const idsWith = (id: string): string[] => [id, ...actingTogether(rows, id).map((row) => row.id)];
  const from = { round: now, ids: place ? idsWith(place.id) : [] };
  return { next, round, isNewRound, ending: conditionsEnding(rows, from, { round, ids: idsWith(next.id) }) };
};
