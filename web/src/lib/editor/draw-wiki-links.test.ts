// Links that are drawn again paragraph by paragraph look as if all of them had been drawn anew. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { Schema, type Node as ProseNode } from '@tiptap/pm/model';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import { expect, it } from 'vitest';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { draw, redraw, type Drawn, type LinkNames } from './draw-wiki-links.ts';

const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { group: 'block', content: 'text*' },
    codeBlock: { group: 'block', content: 'text*', code: true, marks: '' },
    quote: { group: 'block', content: 'block+' },
    text: {},
  },
  marks: { code: {}, bold: {} },
});
const names: LinkNames = {
  resolve: (name) => (name.startsWith('I') ? { type: 'resolved', id: name } : { type: 'missing' }),
  nameOf: (id) => (id === 'Ilse' ? 'Ilse the Bell' : id),
  typeOf: () => 'npc',
};
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261130);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 150);

const WORDS = ['[[Ilse]]', '[[Rook|he]]', 'said', '[[', ']]', '[[Iron]] ', 'x', ' and '];
const words = (random: Random): string => Array.from({ length: 1 + random.int(5) }, () => random.pick(WORDS)).join('');
const block = (random: Random, depth = 0): ProseNode => {
  const kind = random.int(depth > 1 ? 4 : 6);
  if (kind < 4) return schema.node(kind === 3 ? 'codeBlock' : 'paragraph', null, schema.text(words(random)));
  return schema.node('quote', null, [block(random, depth + 1), block(random, depth + 1)]);
};

/** One to three random changes: text, marks, paragraphs split, joined, turned into code, replaced, or a moved caret. */
const change = (state: EditorState, random: Random): Transaction => {
  const { tr } = state;
  for (let i = 0; i < 1 + (random.chance(0.2) ? random.int(3) : 0); i++) {
    const { size } = tr.doc.content;
    const [a, b] = [random.int(size + 1), random.int(size + 1)].sort((x, y) => x - y) as [number, number];
    try {
      const kind = random.int(8);
      if (kind === 0) tr.insertText(words(random), a);
      else if (kind === 1) tr.delete(a, Math.min(b, a + 6));
      else if (kind === 2) tr.split(a);
      else if (kind === 3) tr.join(a);
      else if (kind === 4) tr.setBlockType(a, b, schema.nodes[random.chance(0.5) ? 'codeBlock' : 'paragraph']!);
      else if (kind === 5) tr.addMark(a, b, schema.marks['code']!.create());
      else if (kind === 6) tr.removeMark(a, b, schema.marks['code']);
      else tr.replaceWith(0, size, [block(random), block(random)]);
    } catch {
      // reason: not every change fits at every place; those that do are enough
    }
  }
  if (random.chance(0.6)) {
    const { size } = tr.doc.content;
    const at = (): number => random.int(size + 1);
    tr.setSelection(TextSelection.between(tr.doc.resolve(at()), tr.doc.resolve(at())));
  }
  return tr;
};
const looks = ({ links }: Drawn): string[] =>
  links
    .find()
    .map((each) => JSON.stringify([each.from, each.to, (each as unknown as { type: { attrs: unknown } }).type.attrs])) // reason: the library does not declare its attributes
    .sort();

it(`links drawn by paragraph are those drawn at once, after any changes (seed ${seed})`, () => {
  let drawnLinks = 0;
  for (let run = 0; run < runs; run++) {
    const random = createRandom(seed + run);
    const doc = schema.node('doc', null, [block(random), block(random), block(random)]);
    let state = EditorState.create({ doc });
    let drawn = draw(state, names);
    for (let i = 0; i < 12; i++) {
      const transaction = change(state, random);
      state = state.apply(transaction);
      drawn = redraw(transaction, drawn, state, names);
      expect(looks(drawn), `seed ${seed + run}, change ${i}`).toEqual(looks(draw(state, names)));
      drawnLinks += drawn.links.find().length;
    }
  }
  expect(drawnLinks).toBeGreaterThan(runs);
});
