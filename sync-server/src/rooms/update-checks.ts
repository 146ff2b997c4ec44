// Whether an update can be applied by every client, judged by its structure alone: what the relay acknowledges must
// apply, because one item that throws stops its document on every device.
import * as Y from 'yjs';

type Update = ReturnType<typeof Y.decodeUpdate>;
type Struct = Update['structs'][number];
type Id = { client: number; clock: number };

/** Deepest nesting of plain values that is kept. Devices encode and compare them by recursion. */
const MAX_VALUE_DEPTH = 100;

/** Whether a plain value is nested no deeper than `MAX_VALUE_DEPTH`, without recursion. */
const isShallow = (value: unknown): boolean => {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null || next.value instanceof Uint8Array) continue;
    if (next.depth >= MAX_VALUE_DEPTH) return false;
    for (const child of Object.values(next.value)) open.push({ value: child, depth: next.depth + 1 });
  }
  return true;
};

const plainValues = (content: unknown): unknown => {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentEmbed) return content.embed;
  if (content instanceof Y.ContentFormat) return content.value;
  return null;
};

/**
 * Whether devices can use it: its plain values are nested no deeper than they can bear, and it is no document within the
 * document. Nobody makes those, and their options can make every device throw that encodes them.
 */
export const isUsable = (struct: Struct): boolean =>
  !(struct instanceof Y.Item) || (!(struct.content instanceof Y.ContentDoc) && isShallow(plainValues(struct.content)));

/** Clients come in descending order, each once, and their clocks without overlap: merging updates relies on it. */
const isSorted = (structs: readonly Struct[]): boolean =>
  structs.every((struct, i) => {
    const before = structs[i - 1];
    if (!before || struct.id.client < before.id.client) return true;
    return struct.id.client === before.id.client && struct.id.clock === before.id.clock + before.length;
  });

/** Structs are sorted as Yjs sorts them, all have a length, and devices can use all values. */
export const isWellFormed = ({ structs, ds }: Update): boolean =>
  isSorted(structs) &&
  structs.every((struct) => struct.length > 0 && isUsable(struct)) &&
  [...ds.clients.values()].every((deletions) => deletions.every(({ clock, len }) => clock >= 0 && len > 0));

const referencesOf = (struct: Struct): Id[] =>
  struct instanceof Y.Item
    ? [struct.origin, struct.rightOrigin, struct.parent instanceof Y.ID ? struct.parent : null].filter(
        (id): id is Y.ID => id !== null,
      )
    : [];

/** Whether everything that the update's items refer to is there once the update is. */
export const hasItsReferences = ({ structs }: Update, clockOf: (client: number) => number): boolean =>
  structs.every((struct) => referencesOf(struct).every(({ client, clock }) => clock < clockOf(client)));

/**
 * Whether there is an order in which each item comes after all that it refers to. Yjs integrates in such an order; an
 * item that refers to itself or to a later one makes it throw or wait for ever.
 */
export const hasAnOrder = ({ structs }: Update, clockBefore: (client: number) => number): boolean => {
  const groups = Map.groupBy(structs, (struct) => struct.id.client);
  const clocks = new Map<number, number>();
  const clockOf = (client: number): number => clocks.get(client) ?? clockBefore(client);
  /** Per client that is waited for, the clients whose next struct waits. */
  const waiting = new Map<number, number[]>();
  const ready = [...groups.keys()];
  let left = structs.length;
  const next = new Map<number, number>();

  const integrate = (client: number): void => {
    const group = groups.get(client)!;
    let index = next.get(client) ?? 0;
    for (; index < group.length; index++) {
      const struct = group[index]!;
      const missing = referencesOf(struct).find((id) => id.clock >= Math.min(clockOf(id.client), boundOf(struct, id)));
      if (missing) {
        const others = waiting.get(missing.client);
        if (others) others.push(client);
        else waiting.set(missing.client, [client]);
        break;
      }
      clocks.set(client, Math.max(clockOf(client), struct.id.clock + struct.length));
      left -= 1;
    }
    next.set(client, index);
  };

  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const before = clockOf(client);
    integrate(client);
    if (clockOf(client) === before) continue;
    for (const each of waiting.get(client) ?? []) ready.push(each);
    waiting.delete(client);
  }
  return left === 0;
};

/** An item may refer to what its own client made before it only. */
const boundOf = (struct: Struct, { client }: Id): number => (client === struct.id.client ? struct.id.clock : Infinity);
