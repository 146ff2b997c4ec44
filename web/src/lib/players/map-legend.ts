// The numbers that pins and zones of a shown map have for players: names would cover each other on a phone.
import type { MapPoint, PlayerMap } from '@emberkeep/domain';

/** A pin, or a zone by its middle. `number` is null for one without a name, which no list tells. */
export interface NumberedMark {
  at: MapPoint;
  name: string;
  number: number | null;
  /** None for a pin. */
  corners: readonly MapPoint[];
}

const middleOf = (corners: readonly MapPoint[]): MapPoint => ({
  x: corners.reduce((sum, { x }) => sum + x, 0) / Math.max(1, corners.length),
  y: corners.reduce((sum, { y }) => sum + y, 0) / Math.max(1, corners.length),
});

/** The pins and then the zones of a map, those with a name numbered from 1. */
export const numberedMarks = ({ pins, zones }: PlayerMap): NumberedMark[] => {
  let last = 0;
  return [
    ...pins.map(({ at, name }) => ({ at, name, corners: [] })),
    ...zones.map(({ corners, name }) => ({ at: middleOf(corners), name, corners })),
  ].map((mark) => ({ ...mark, number: mark.name === '' ? null : (last += 1) }));
};
