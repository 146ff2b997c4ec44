// The turn order of a fight: whoever is added, removed, moved or corrected, everyone else acts once a round. Repeat a run
// with EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../testing/index.ts';
import {
  combatantName,
  combatantNames,
  moveInTurnOrder,
  nextTurn,
  placeOf,
  turnOrder,
  turnPlace,
  type TurnPlace,
} from './turn-order.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const COUNT = Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 300);
const SEEDS = only ? [Number(only)] : Array.from({ length: COUNT }, (_, i) => i + 1);

const row = (id: string, initiative: number | null, order = id): TurnPlace => ({ id, initiative, order });
const ids = (rows: readonly TurnPlace[]): string =>
  turnOrder(rows)
    .map((each) => each.id)
    .join('');
const moved = (rows: readonly TurnPlace[], id: string, to: number): TurnPlace[] => {
  const changes = moveInTurnOrder(rows, id, to);
  return rows.map((each) => ({ ...each, ...changes.get(each.id) }));
};

describe('the turn order', () => {
  it('removing the one whose turn it is passes the turn to the one after it', () => {
    const rows = [row('a', 20), row('b', 15), row('c', 10), row('d', 5)];
    const left = rows.filter((each) => each.id !== 'b');
    const encounter = { turnId: 'b', turnPlace: placeOf(rows[1]!) };
    expect(nextTurn(left, turnPlace(encounter, left))).toMatchObject({ next: { id: 'c' }, isNewRound: false });
    const withoutLast = rows.slice(0, 3);
    const last = { turnId: 'd', turnPlace: placeOf(rows[3]!) };
    expect(nextTurn(withoutLast, turnPlace(last, withoutLast))).toMatchObject({ next: { id: 'a' }, isNewRound: true });
  });
  it('a turn that an older version passed on begins where its combatant is', () => {
    const rows = [row('a', 20), row('b', 15), row('c', 10)];
    for (const stale of [null, placeOf(rows[2]!), 7])
      expect(nextTurn(rows, turnPlace({ turnId: 'b', turnPlace: stale }, rows))?.next.id).toBe('c');
    expect(nextTurn(rows, turnPlace({ turnId: '', turnPlace: null }, rows))).toMatchObject({ isNewRound: true });
    expect(turnPlace({ turnId: 'b', turnPlace: { id: 'b', initiative: 'x', order: 3 } }, rows)).toEqual(
      row('b', null, 'V'),
    );
  });
  it('decimals and ties keep their order, and a move goes exactly where it was put', () => {
    expect(ids([row('a', 12), row('b', 12.5), row('c', 12), row('d', null), row('e', -1.5), row('f', null)])).toBe(
      'bacedf',
    );
    expect(ids(moved([row('a', 12), row('b', 12), row('c', 12)], 'c', 0))).toBe('cab');
    const delayed = moved([row('a', 20), row('b', 15), row('c', 10)], 'a', 1);
    expect([ids(delayed), delayed[0]?.initiative]).toEqual(['bac', 15]);
    for (const seed of SEEDS) {
      const random = createRandom(seed);
      const rows = Array.from({ length: 1 + random.int(7) }, (_, i) =>
        row(`r${i}`, random.pick([null, 3, 3, 7.5, 12]), random.pick(['A', 'V', 'V', `k${i}`])),
      );
      const { id } = random.pick(rows);
      const to = random.int(rows.length);
      const others = turnOrder(rows).filter((each) => each.id !== id);
      const after = turnOrder(moved(rows, id, to)).map((each) => each.id);
      expect(after, `seed ${seed}`).toEqual([
        ...others.slice(0, to).map((each) => each.id),
        id,
        ...others.slice(to).map((each) => each.id),
      ]);
    }
  });
  it('everyone who is in a round from its start to its end and is not moved acts once in it', () => {
    for (const seed of SEEDS) playRounds(seed);
  });
  it('one who waits acts later in the same round; a corrected initiative gives nobody a second turn', () => {
    const rows = [row('a', 20), row('b', 15), row('c', 10)];
    const place = placeOf(rows[0]!);
    const waits = moved(rows, 'a', 1);
    expect(nextTurn(waits, place)?.next.id).toBe('b');
    expect(nextTurn(waits, placeOf(waits[1]!))?.next.id).toBe('a');
    const corrected = rows.map((each) => (each.id === 'a' ? { ...each, initiative: 19 } : each));
    expect(nextTurn(corrected, place)?.next.id).toBe('b');
  });
  it('three goblins have three names, also when two GMs added them while apart', () => {
    const names = ['Goblin', 'goblin', 'Goblin'].reduce<{ name: string }[]>(
      (rows, name) => [...rows, { name: combatantName(name, rows) }],
      [],
    );
    expect(names.map((each) => each.name)).toEqual(['Goblin', 'goblin 2', 'Goblin 3']);
    expect(combatantName('Goblin 2', [{ name: 'Goblin' }, { name: 'goblin 2' }])).toBe('Goblin 3');
    const merged = [
      { id: '2', name: 'Goblin' },
      { id: '1', name: 'Goblin' },
      { id: '3', name: 'Vex' },
    ];
    expect([...combatantNames(merged)]).toEqual([
      ['1', 'Goblin'],
      ['2', 'Goblin (2)'],
      ['3', 'Vex'],
    ]);
  });
});

/** Some rounds of a fight in which combatants join, leave and are moved between turns. */
function playRounds(seed: number): void {
  const random = createRandom(seed);
  let made = 0;
  const newRow = (): TurnPlace => row(`r${made}`, random.pick([null, 4, 4, 9.5, 12, 17]), `V${made++}V`);
  let rows = Array.from({ length: 2 + random.int(5) }, newRow);
  let place: TurnPlace | null = null;
  /** Those who were there when the round began and were left alone since. */
  let settled = new Set<string>();
  let acted: string[] = [];
  for (let step = 0; step < 60 && rows.length > 0; step++) {
    const { next, isNewRound }: { next: TurnPlace; isNewRound: boolean } = nextTurn(rows, place)!;
    if (isNewRound) {
      for (const id of settled)
        expect(
          acted.filter((each) => each === id),
          `seed ${seed}: ${id}`,
        ).toHaveLength(1);
      settled = new Set(rows.map((each) => each.id));
      acted = [];
    }
    acted.push(next.id);
    place = placeOf(next);
    const what = random.int(6);
    const { id } = random.pick(rows);
    if (what === 0) rows = [...rows, newRow()];
    else if (what === 1) rows = rows.filter((each) => each.id !== id);
    else if (what === 2) rows = moved(rows, id, random.int(rows.length));
    if (what === 1 || what === 2) settled.delete(id);
  }
}
