// Tests what a recap of notes tells and never tells, on both halves of the labelled set: facts, but no dice, no
// book-keeping and no invented names, each sentence with its source.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecapNotes, scoreRecap } from '../../testing/recap-notes.ts';
import { recapNotes, recapText } from './recap-notes.ts';

const notes = readRecapNotes(readFileSync(new URL('../../testing/recaps/notes.txt', import.meta.url), 'utf8'));
const input = (text: string, players: readonly string[] = []) => ({
  text,
  gameSystem: 'dnd-5e',
  stage: 'actual' as const,
  knownEntities: [
    { id: 'a', name: 'Vexilla', type: 'pc', aliases: [] },
    { id: 'b', name: 'Old Tam', type: 'npc', aliases: [] },
  ],
  players,
});
const told = (text: string, players: readonly string[] = []): string => recapText(recapNotes(input(text, players)));

describe('the recap of notes', () => {
  it('tells the facts and no talk at the table, in notes of many styles (M-222)', () => {
    expect(notes).toHaveLength(10);
    for (const split of ['tune', 'hold'] as const) {
      const scores = notes
        .filter((n) => n.split === split)
        .map((n) => ({ id: n.id, ...scoreRecap(n, recapText(recapNotes(n.input))) }));
      expect(scores.reduce((sum, s) => sum + s.told / s.facts, 0) / scores.length, split).toBeGreaterThanOrEqual(0.85);
      for (const s of scores) {
        expect([s.admin, s.talk], s.id).toEqual([0, 0]);
        expect(s.words, s.id).toBeGreaterThanOrEqual(90);
        expect(s.words, s.id).toBeLessThanOrEqual(160);
      }
    }
  });

  it('has two or three paragraphs, and every sentence names its place in the notes (M-222)', () => {
    for (const { input: note } of notes) {
      const { paragraphs } = recapNotes(note);
      expect(paragraphs.length).toBeGreaterThanOrEqual(2);
      expect(paragraphs.length).toBeLessThanOrEqual(3);
      for (const { sources } of paragraphs.flat())
        for (const { start, end } of sources) expect(note.text.slice(start, end).trim().length).toBeGreaterThan(3);
    }
  });

  it('tells a sentence that names its session, and no line of the note’s head', () => {
    const note =
      'Date: 3 May 2026\n**Players:** Ann, Bo\n\nIn session 12, the party fled from the lighthouse. ' +
      'During the last session Old Tam rowed Vexilla to the sea gate. The harbour master locked the gate behind them.';
    const text = told(note);
    expect(text).toMatch(/the party fled from the lighthouse/i);
    expect(text).toMatch(/Old Tam rowed Vexilla/);
    expect(text).not.toMatch(/session|May|Date|Ann/);
  });

  it('invents no names', () => {
    for (const { input: note, id } of notes) {
      const known = new Set(
        [...note.text.toLowerCase().matchAll(/\p{L}+/gu)]
          .map((m) => m[0])
          .concat(
            note.knownEntities.flatMap((e) =>
              [e.name, ...e.aliases]
                .join(' ')
                .toLowerCase()
                .split(/\P{L}+/u),
            ),
          ),
      );
      const said = [...recapText(recapNotes(note)).matchAll(/(?<=[^.!?\s"“]\s)\p{Lu}\p{L}+/gu)].map((m) =>
        m[0].toLowerCase(),
      );
      expect(
        said.filter((w) => !known.has(w)),
        id,
      ).toEqual([]);
    }
  });

  it('leaves out dice, game numbers, players and talk at the table', () => {
    expect(told('Vexilla picked the lock (nat 20!) and freed Old Tam. XP: 900 each. Snacks: Mika.')).toBe(
      'Vexilla picked the lock and freed Old Tam.',
    );
    expect(told('We crossed the bridge, DC 15, lost 4 hp. Sarah rolled a 3. Old Tam swore revenge.', ['Sarah'])).toBe(
      'The party crossed the bridge. Old Tam swore revenge.',
    );
    expect(told('got to the tower finally. old tam gave us the key')).toBe(
      'The party got to the tower finally. Old Tam gave them the key.',
    );
    expect(told('')).toBe('');
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        expect(recapText(recapNotes(input(text))).split(/\s+/).length).toBeLessThan(400);
      }),
      { numRuns: 200 },
    );
  });
});
