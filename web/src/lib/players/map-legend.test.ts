import { expect, it } from 'vitest';
import { numberedMarks } from './map-legend.ts';

it('numbers the pins and then the zones that have a name', () => {
  const at = { x: 0.5, y: 0.5 };
  const corners = [
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
    { x: 1, y: 0.3 },
  ];
  const marks = numberedMarks({
    pins: [
      { at, name: 'Pier' },
      { at, name: '' },
    ],
    zones: [{ corners, name: 'Docks' }],
  });
  expect(marks.map(({ number, name }) => [number, name])).toEqual([
    [1, 'Pier'],
    [null, ''],
    [2, 'Docks'],
  ]);
  expect(marks[2]!.at.x).toBeCloseTo(0.5);
  expect(marks[2]!.at.y).toBeCloseTo(0.1);
});

it('reads a hostile zone without corners', () => {
  expect(numberedMarks({ pins: [], zones: [{ corners: [], name: 'Odd' }] })[0]!.at).toEqual({ x: 0, y: 0 });
});
