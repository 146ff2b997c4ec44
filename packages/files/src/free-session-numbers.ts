// The numbers of imported sessions: a number that the campaign shows stays where it is, whatever a file says. Only a
// session that nobody has used yet, such as the first one of a new campaign, gives way.
import type { StoredRecord } from '@emberkeep/domain';

/** Sessions of the campaign, by the numbers that they are shown with. `isUntouched`: nobody has written in it yet. */
export type NumberedSessions = readonly { id: string; number: number; isUntouched?: boolean }[];

/** A session of the campaign that gets another number. */
export interface Renumbered {
  id: string;
  from: number;
  to: number;
}

export interface FreeNumbers {
  /** The number for a new session that asks for `number`: a taken or missing one becomes the next after the highest. */
  claim(number: unknown): unknown;
  /** The untouched sessions whose numbers were claimed, after all others. To be asked when everything is claimed. */
  givenWay(): Renumbered[];
}

/** `wanted`: the numbers of the file, so that a session that is moved takes none that another one has there. */
export const createFreeNumbers = (known: NumberedSessions, wanted: readonly unknown[]): FreeNumbers => {
  const untouched = known.filter((session) => session.isUntouched);
  const taken = new Set<unknown>(known.filter((session) => !session.isUntouched).map(({ number }) => number));
  let highest = Math.max(0, ...[...known.map(({ number }) => number), ...wanted].filter((n) => typeof n === 'number'));
  return {
    claim: (number) => {
      const free = typeof number !== 'number' || taken.has(number) ? ++highest : number;
      taken.add(free);
      return free;
    },
    givenWay: () =>
      untouched
        .filter(({ number }) => taken.has(number))
        .map(({ id, number }) => ({ id, from: number, to: ++highest })),
  };
};

/**
 * Records of this app's own files. Their sessions come with their ids, and an older id would take a number from the
 * session that shows it: a new session gets a free one, and one that is here keeps its own.
 */
export const withFreeNumbers = (
  records: readonly StoredRecord[],
  known: NumberedSessions,
  numbers: FreeNumbers = createFreeNumbers(
    known,
    records.filter(({ kind }) => kind === 'session').map(({ keys }) => keys['number']),
  ),
): StoredRecord[] => {
  const ids = new Set(known.map(({ id }) => id));
  const ofOthers = (id: string, number: unknown): boolean =>
    known.some((session) => session.id !== id && session.number === number);
  return records.map((record) => {
    if (record.kind !== 'session' || !('number' in record.keys)) return record;
    const { number, ...rest } = record.keys;
    if (!ids.has(record.id)) return { ...record, keys: { ...record.keys, number: numbers.claim(number) } };
    return ofOthers(record.id, number) ? { ...record, keys: rest } : record;
  });
};
