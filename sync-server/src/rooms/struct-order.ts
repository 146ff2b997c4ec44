// Whether there is an order in which each item of an update comes after all that it refers to. Yjs integrates in such an
// order; an item that refers to itself or to a later one makes it throw or wait for ever.
import { createNumbers } from './ranges.ts';

/** Steps of work after which others may have their turn. */
const STEPS = 2000;

/** A client's structs in an update, as far as their order goes. */
export interface Line {
  /** Clocks of it that the update takes the room to: what refers to later ones refers to nothing. */
  reached: number;
}

/** Others of the update that a line's items refer to, in the order of the items. */
export interface References {
  /** An item of the line, at this clock, refers to this clock of another client, which the room has not reached. */
  add(line: Line, clock: number, toClient: number, toClock: number): void;
  /** Whether everything that is referred to is there once the update is. Yields between steps. */
  areThere(lineOf: (client: number) => Line | undefined): Generator<void, boolean>;
  /** Whether there is an order; to be asked once everything is there. Yields between steps. */
  haveAnOrder(lineOf: (client: number) => Line | undefined): Generator<void, boolean>;
}

/** A line that has references: which is next, and who waits until it is further. */
interface Walk {
  line: Line;
  next: number;
  end: number;
  /** Those that wait for this line, as a heap by the clock that they wait for. */
  waiting: { clock: number; walk: Walk }[];
}

/** Adds to a heap. */
const push = (heap: Walk['waiting'], item: Walk['waiting'][number]): void => {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent]!.clock <= item.clock) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
};

/** Takes the first of a heap. */
const pop = (heap: Walk['waiting']): Walk => {
  const { walk } = heap[0]!;
  const item = heap.pop()!;
  let at = 0;
  for (let child = 1; child < heap.length; child = at * 2 + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.clock < heap[child]!.clock) child += 1;
    if (heap[child]!.clock >= item.clock) break;
    heap[at] = heap[child]!;
    at = child;
  }
  if (heap.length > 0) heap[at] = item;
  return walk;
};

export const createReferences = (): References => {
  /** Of each reference: the clock of its item, the client and the clock that it names. */
  const numbers = createNumbers();
  const walks = new Map<Line, Walk>();
  let latest: { line: Line; client: number; clock: number } | null = null;

  const add: References['add'] = (line, clock, toClient, toClock) => {
    // What an earlier item of the line has waited for is there.
    if (latest?.line === line && latest.client === toClient && toClock <= latest.clock) return;
    latest = { line, client: toClient, clock: toClock };
    const walk = walks.get(line) ?? { line, next: numbers.length, end: 0, waiting: [] };
    walks.set(line, walk);
    numbers.push(clock);
    numbers.push(toClient);
    numbers.push(toClock);
    walk.end = numbers.length;
  };

  /** How far a line has come: to the item whose reference is next. */
  const positionOf = (line: Line): number => {
    const walk = walks.get(line);
    return walk && walk.next < walk.end ? numbers.at(walk.next) : line.reached;
  };

  /** Goes on until a reference is not there yet; then the walk waits for it. */
  function* goOn(walk: Walk, lineOf: (client: number) => Line | undefined): Generator<void, void> {
    for (let steps = 1; walk.next < walk.end; walk.next += 3, steps++) {
      const other = lineOf(numbers.at(walk.next + 1))!;
      const clock = numbers.at(walk.next + 2);
      if (clock >= positionOf(other)) return push(walks.get(other)!.waiting, { clock, walk });
      if (steps % STEPS === 0) yield;
    }
  }

  return {
    add,
    areThere: function* (lineOf) {
      for (let at = 0; at < numbers.length; at += 3) {
        if (numbers.at(at + 2) >= (lineOf(numbers.at(at + 1))?.reached ?? 0)) return false;
        if (at % (3 * STEPS) === 0) yield;
      }
      return true;
    },
    haveAnOrder: function* (lineOf) {
      const ready = [...walks.values()];
      let steps = 0;
      let left = ready.length;
      for (let walk = ready.pop(); walk; walk = ready.pop()) {
        yield* goOn(walk, lineOf);
        if (walk.next === walk.end) left -= 1;
        const position = positionOf(walk.line);
        while (walk.waiting.length > 0 && walk.waiting[0]!.clock < position) ready.push(pop(walk.waiting));
        if (++steps % STEPS === 0) yield;
      }
      return left === 0;
    },
  };
};
