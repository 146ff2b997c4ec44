// The numbers of imported sessions: a number that the campaign shows stays where it is, whatever a file says.
import type { StoredRecord } from '@emberkeep/domain';

/** Sessions of the campaign, by the numbers that they are shown with. */
export type NumberedSessions = readonly { id: string; number: number }[];

export interface FreeNumbers {
  /** The number for a new session that asks for `number`: a taken or missing one becomes the next after the highest. */
  claim(number: unknown): unknown;
}

/** `wanted`: the numbers of the file, so that a session that is moved takes none that another one has there. */
export const createFreeNumbers = (known: NumberedSessions, wanted: readonly unknown[]): FreeNumbers => {
  const taken = new Set<unknown>(known.map((s) => s.number));
  let highest = Math.max(0, ...[...taken, ...wanted].filter((n) => typeof n === 'number'));
  return {
    claim: (number) => {
      const free = typeof number !== 'number' || taken.has(number) ? ++highest : number;
      taken.add(free);
      return free;
    },
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
