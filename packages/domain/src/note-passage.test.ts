// Tests that a stretch of an outline gives the blocks it was made of. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>; a
// longer one with EMBERKEEP_FUZZ_RUNS=<count>.
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../testing/index.ts';
import { noteOutline } from './note-outline.ts';
import { notePassage } from './note-passage.ts';
import type { NoteNode } from './note.ts';

const text = (words: string, mark?: string): NoteNode => ({
  type: 'text',
  text: words,
  ...(mark ? { marks: [{ type: mark }] } : {}),
});
const block = (type: string, ...content: NoteNode[]): NoteNode => ({ type, content });
const heading = (level: number, words: string): NoteNode => ({
  type: 'heading',
  attrs: { level },
  content: [text(words)],
});

const WORDS = ['mill', 'Cora', 'door', 'Ghast', 'two', 'ash', 'lamp', 'Ælfric', 'stair', '1d6', 'salt', 'DC'];

/** A note of every kind of block, in which no two words are the same. */
const randomNote = (random: Random): NoteNode[] => {
  let count = 0;
  const word = (): string => `${random.pick(WORDS)}${++count}`;
  const some = <T>(most: number, make: () => T): T[] => Array.from({ length: 1 + random.int(most) }, make);
  const words = (): string => some(4, word).join(' ');
  const run = (): NoteNode => {
    if (random.chance(0.1)) return { type: 'hardBreak' };
    const link = random.chance(0.5) ? `[[${words()}]]` : `[[x|${words()}]]`;
    const said = random.chance(0.3) ? `${word()} ${link}. ` : `${words()}${random.pick([' ', '. ', ', '])}`;
    return text(said, random.pick([undefined, undefined, 'bold', 'italic']));
  };
  const paragraph = (): NoteNode => (random.chance(0.1) ? block('paragraph') : block('paragraph', ...some(4, run)));
  const list = (depth: number): NoteNode => {
    const type = random.pick(['bulletList', 'orderedList', 'taskList']);
    const item = (): NoteNode =>
      block(
        type === 'taskList' ? 'taskItem' : 'listItem',
        block('paragraph', text(words())),
        ...(depth < 2 && random.chance(0.3) ? [list(depth + 1)] : []),
      );
    return { type, ...(type === 'orderedList' ? { attrs: { start: 1 + random.int(9) } } : {}), content: some(4, item) };
  };
  const row = (): NoteNode =>
    block('tableRow', ...some(3, () => block('tableCell', block('paragraph', text(words())))));
  const makers: (() => NoteNode)[] = [
    paragraph,
    paragraph,
    paragraph,
    () => heading(1 + random.int(4), words()),
    () => list(0),
    () => block('blockquote', ...some(3, paragraph)),
    () => block('table', ...some(3, row)),
    () => ({ type: 'horizontalRule' }),
    () => block('codeBlock', text(words())),
  ];
  return some(12, () => random.pick(makers)());
};

const wordsOf = (outline: string): string[] => outline.match(/[\p{L}]\p{L}*\d+|\d+d\d+/gu) ?? [];

/** Where a note may be cut: at the beginnings of its lines but those of inner lists, and behind full stops. */
const cutsOf = (outline: string): number[] =>
  [...outline.matchAll(/(?:^|\n)(?=[^\n ])|(?<=\p{L}\d+)\. /gu)].map((m) => m.index + m[0].length);

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] ?? 1903);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] ?? 300);

describe('the passage of a note', () => {
  it(`cut anywhere, its parts have every word once, in order (seed ${seed}, ${runs} notes)`, () => {
    const random = createRandom(seed);
    for (let i = 0; i < runs; i++) {
      const note = randomNote(random);
      const outline = noteOutline(note);
      const cuts = [0, ...cutsOf(outline).filter(() => random.chance(0.3)), outline.length];
      const parts = cuts.slice(1).map((end, n) => notePassage(note, cuts[n]!, end));
      expect(wordsOf(parts.map(noteOutline).join('\n')), `note ${i}: ${outline}`).toEqual(wordsOf(outline));
      for (const [n, part] of parts.entries())
        expect(new Set(wordsOf(noteOutline(part))), `part ${n} of note ${i}: ${outline}`).toEqual(
          new Set(wordsOf(outline.slice(cuts[n], cuts[n + 1]))),
        );
    }
  });
  it('keeps links, formatting, lists and tables, and cuts a paragraph at the sentence', () => {
    const note = [
      heading(2, 'The kiln'),
      block(
        'paragraph',
        text('Nell waits. '),
        text('Ask [[Nell Voss|her]]', 'bold'),
        text(' about ash. The roof falls.'),
      ),
      block('paragraph'),
      block('paragraph'),
      block(
        'bulletList',
        block('listItem', block('paragraph', text('Clue: a burnt key'))),
        block('listItem', block('paragraph', text('Roll DC 14'))),
      ),
      heading(2, 'The pit'),
    ];
    const outline = noteOutline(note);
    const at = (words: string): number => outline.indexOf(words);
    expect(notePassage(note, at('Ask'), at('The roof') - 1)).toEqual([
      block('paragraph', text('Ask [[Nell Voss|her]]', 'bold'), text(' about ash.')),
    ]);
    expect(notePassage(note, at('The roof'), at('## The pit'))).toEqual([
      block('paragraph', text('The roof falls.')),
      note[2],
      note[3],
      note[4],
    ]);
    expect(notePassage(note, at('- Roll'), at('## The pit'))).toEqual([
      block('bulletList', block('listItem', block('paragraph', text('Roll DC 14')))),
    ]);
    expect(notePassage(note, 0, outline.length)).toEqual(note);
    const numbered = [
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [block('listItem', block('paragraph', text('a'))), block('listItem', block('paragraph', text('b')))],
      },
    ];
    expect(notePassage(numbered, 5, 9)[0]).toMatchObject({ attrs: { start: 4 } });
  });
});
