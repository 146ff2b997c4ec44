// Tests the scores of notes by hands left out.
import { expect, it } from 'vitest';
import { goldOfLabelled, scoreNote, summarise, type GoldNote, type Prediction } from '../../testing/index.ts';
import { labelledNotes } from '../../testing/node/labelled-sets.ts';

/** What a reader would answer who finds exactly the labels. */
const perfect = ({ gold, input }: GoldNote): Prediction => ({
  scenes: gold.scenes.map(({ start, end, types }) => ({ start, end, title: '', type: types[0]! })),
  entities: gold.entities.map(({ name, types, status }) => ({ name, type: types[0]!, status })),
  relationships: gold.relationships,
  logEntries:
    input.stage === 'prep'
      ? []
      : gold.logEntries.map(({ entity, keywords }) => ({ entity, content: keywords.join(' ') })),
  mentions: [],
});

it('the labels of a note score 1 against themselves, and an empty answer scores 0', () => {
  const notes = labelledNotes()
    .map(goldOfLabelled)
    .filter(({ input }) => input.stage === 'actual');
  const scores = summarise(notes.map((note) => scoreNote(note, perfect(note))));
  for (const name of ['scene boundary F1', 'scene match F1', 'scene type', 'new name P', 'new name R', 'log F1'])
    expect(scores[name], name).toBeCloseTo(1);
  expect(scores['WindowDiff']).toBe(0);
  const none: Prediction = { scenes: [], entities: [], relationships: [], logEntries: [], mentions: [] };
  const empty = summarise(notes.map((note) => scoreNote(note, none)));
  for (const name of ['scene boundary F1', 'scene type', 'new name R', 'relationship R', 'log F1'])
    expect(empty[name], name).toBe(0);
});
