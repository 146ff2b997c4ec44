// Tests how trained weights decide, and that training gives the same weights twice.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examplesOf, goldOfLabelled, trainReading } from '../../testing/index.ts';
import { shortNotes } from '../../testing/node/labelled-sets.ts';
import { bestClass, classSums } from './class-model.ts';
import { bestSegments, LONGEST, stepOf, UNIT_STEPS, WORD_STEPS, type SegmentWeights } from './segment-model.ts';
import { SHIPPED } from './shipped-weights.ts';

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
const WEIGHTS: SegmentWeights = {
  notes: 0,
  hands: 0,
  words: zeros(WORD_STEPS.length + 1),
  units: zeros(UNIT_STEPS.length + 1),
  transitions: [0, 0, 0, 0],
  features: { begin: [9, 0, -9], go: [-5, 2, -5], list: [-9, -3, 4] },
};
const cut = (features: readonly string[], weights = WEIGHTS): string[] =>
  bestSegments(
    features.map((feature) => ({ features: [feature], words: 10 })),
    weights,
  ).map(({ from, to }) => `${from}-${to}`);

describe('trained weights', () => {
  it('cut units into scenes and leave out what is outside them', () => {
    expect(cut(['list', 'begin', 'go', 'go', 'begin', 'list', 'list', 'begin'])).toEqual(['1-4', '4-5', '7-8']);
    expect(cut(['list', 'list'])).toEqual([]);
    expect(cut([])).toEqual([]);
  });
  it('find the cut with the greatest sum of all (property)', () => {
    /** The greatest sum, found by trying every cut. */
    const greatest = (kinds: readonly string[]): number => {
      const valueOf = (kind: string, at: number): number => WEIGHTS.features[kind]![at]!;
      const from = (i: number, isOpen: boolean): number => {
        if (i === kinds.length) return 0;
        const kind = kinds[i]!;
        const begins = valueOf(kind, 0) + from(i + 1, true);
        const out = valueOf(kind, 2) + from(i + 1, false);
        return Math.max(begins, out, isOpen ? valueOf(kind, 1) + from(i + 1, true) : -Infinity);
      };
      return from(0, false);
    };
    fc.assert(
      fc.property(fc.array(fc.constantFrom('begin', 'go', 'list'), { maxLength: 9 }), (kinds) => {
        const units = kinds.map((kind) => ({ features: [kind], words: 10 }));
        const segments = bestSegments(units, WEIGHTS);
        const sum = kinds.reduce((n, kind, i) => {
          const inside = segments.find(({ from, to }) => i >= from && i < to);
          return n + WEIGHTS.features[kind]![inside ? (inside.from === i ? 0 : 1) : 2]!;
        }, 0);
        expect(sum).toBe(greatest(kinds));
      }),
    );
  });
  it('keep a scene within the most units that one may have', () => {
    for (const { from, to } of bestSegments(
      Array.from({ length: LONGEST * 2 + 5 }, () => ({ features: ['go'], words: 3 })),
      WEIGHTS,
    ))
      expect(to - from).toBeLessThanOrEqual(LONGEST);
  });
  it('choose the class with the greatest sum among those allowed, and know no feature but their own', () => {
    const weights = { examples: 0, hands: 0, classes: ['fight', 'talk'], features: { swords: [5, -2], wine: [0, 3] } };
    expect(bestClass(new Map([['swords', 4]]), weights)).toBe('fight');
    expect(bestClass(new Map([['swords', 4]]), weights, (name) => name !== 'fight')).toBe('talk');
    expect(
      classSums(
        new Map([
          ['constructor', 4],
          ['wine', 2],
        ]),
        weights,
      ),
    ).toEqual([0, 6]);
  });
  it('count steps that are reached', () => {
    expect([7, 8, 15, 16, 1000].map((n) => stepOf(n, WORD_STEPS))).toEqual([0, 1, 1, 2, WORD_STEPS.length]);
  });
  it('are whole numbers within a byte, so that every device finds the same', () => {
    const { scenes, ...choices } = SHIPPED;
    for (const { features } of [scenes, ...Object.values(choices)])
      for (const weights of Object.values<readonly number[]>(features))
        for (const weight of weights) {
          expect(Number.isInteger(weight)).toBe(true);
          expect(Math.abs(weight)).toBeLessThanOrEqual(127);
        }
  });
  it('are the same when they are trained twice, and cut the notes that they were trained on', () => {
    const notes = shortNotes().map(goldOfLabelled).map(examplesOf);
    const trained = trainReading(notes);
    expect(trainReading(notes)).toEqual(trained);
    expect(Object.keys(trained.scenes.features).length).toBeGreaterThan(20);
  });
});
