// The order of “Linked from”: what was written last comes first, then what does not change with every session.
import { compareNames } from '@emberkeep/domain';
import type { Backlink } from '@emberkeep/store';
import type { BacklinkSource } from './backlink-source.ts';

export interface SourcedBacklink {
  link: Backlink;
  source: Pick<BacklinkSource, 'label' | 'sessionNumber'>;
}

/** Sessions from the newest to the first, then the others by name; links of one note stay in the order of its text. */
export const inBacklinkOrder = <T extends SourcedBacklink>(links: readonly T[]): T[] =>
  links.toSorted(({ source: a }, { source: b }) => {
    if (a.sessionNumber !== null && b.sessionNumber !== null) return b.sessionNumber - a.sessionNumber;
    if (a.sessionNumber !== null || b.sessionNumber !== null) return a.sessionNumber === null ? 1 : -1;
    return compareNames(a.label, b.label);
  });
