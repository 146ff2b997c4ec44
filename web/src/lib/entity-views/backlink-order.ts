// The order of “Linked from”: what was written last comes first, then what does not change with every session.
import { readRoom } from '@emberkeep/domain';
import type { Backlink } from '@emberkeep/store';

interface Sources {
  /** The number that a session is shown with; undefined for one that is not here. */
  numberOf(sessionId: string): number | undefined;
  /** What a note of the ledger belongs to; undefined where it is not here. */
  nameOf(recordId: string): string | undefined;
}

/** Sessions from the newest to the first, then entities by name; links of one note stay in the order of its text. */
export const inBacklinkOrder = (links: readonly Backlink[], { numberOf, nameOf }: Sources): Backlink[] => {
  const placed = links.map((link) => {
    const ref = readRoom(link.room);
    return ref?.kind === 'session'
      ? { link, number: numberOf(ref.sessionId) ?? 0, name: '' }
      : { link, number: null, name: nameOf(link.text.split('/')[0] ?? '') ?? '' };
  });
  return placed
    .sort((a, b) => {
      if (a.number !== null && b.number !== null) return b.number - a.number;
      if (a.number !== null || b.number !== null) return a.number === null ? 1 : -1;
      return a.name.localeCompare(b.name);
    })
    .map(({ link }) => link);
};
