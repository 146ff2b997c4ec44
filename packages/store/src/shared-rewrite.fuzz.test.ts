// Two GMs who rewrite the same links apart (19, 17.7). Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import type * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { noteLines } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { createEntity, fillNote, noteName, readNote, removeLinks, updateLinks, type CampaignDocs } from './index.ts';
import { createTestDevices, meet, oneParagraph, value } from '../testing/index.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261129);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 60);

const pairWithNote = async (devices: number, words: string) => {
  const [a, b] = await createTestDevices(devices).pair();
  const name = noteName(value(createEntity(a, { name: 'Osric', entityType: 'npc' })), 'description');
  value(fillNote(a.ledger, name, oneParagraph(words)));
  await meet(a, b);
  return { a, b, name };
};
const textOf = (docs: CampaignDocs, name: string): string => noteLines(readNote(docs.ledger, name)).join('|');
const typed = (docs: CampaignDocs, name: string): Y.XmlText =>
  (docs.ledger.doc.getXmlFragment(name).get(0) as Y.XmlElement).get(0) as Y.XmlText;

describe('two GMs rewrite the same links apart', () => {
  it('an updated or removed link is there once', async () => {
    const words = 'Met [[Rook]] and [[Rook|the bird]] twice.';
    for (const [rewrite, expected] of [
      [
        (docs: CampaignDocs, name: string) => updateLinks(docs.ledger, name, ['Rook'], 'Raven'),
        'Met [[Raven]] and [[Raven|the bird]] twice.',
      ],
      [(docs: CampaignDocs, name: string) => removeLinks(docs.ledger, name, ['Rook']), 'Met Rook and the bird twice.'],
    ] as const) {
      const { a, b, name } = await pairWithNote(1, words);
      const first = value(rewrite(a, name));
      value(rewrite(b, name));
      await meet(a, b);
      for (const docs of [a, b]) expect(textOf(docs, name)).toBe(expected);
      // Undo by one takes it back for both, and it can be made again.
      expect(await first.undo()).toBe(true);
      await meet(a, b);
      for (const docs of [a, b]) expect(textOf(docs, name)).toBe(words);
      for (const docs of [a, b]) value(rewrite(docs, name));
      await meet(a, b);
      for (const docs of [a, b]) expect(textOf(docs, name)).toBe(expected);
    }
  });

  it('what is around a link keeps its formatting, and the link its own', async () => {
    const { a, name } = await pairWithNote(2, 'x');
    const text = typed(a, name);
    text.delete(0, text.length);
    text.applyDelta([
      { insert: 'Met ' },
      { insert: '[[Rook]]', attributes: { bold: {} } },
      { insert: ' then ' },
      { insert: 'see', attributes: { italic: {} } },
      { insert: '[[Rook]] end' },
    ]);
    value(updateLinks(a.ledger, name, ['Rook'], 'Raven'));
    expect(text.toDelta()).toEqual([
      { insert: 'Met ' },
      { insert: '[[Raven]]', attributes: { bold: {} } },
      { insert: ' then ' },
      { insert: 'see', attributes: { italic: {} } },
      { insert: '[[Raven]] end' },
    ]);
  });

  it('texts × typing beside and between links: no name twice, no typed word lost, and both read the same', async () => {
    const pieces = ['[[Rook]]', '[[rook|the bird]]', 'then ', ' é😀 ', '[[Osric]]'];
    for (let i = 0; i < runs; i++) {
      const random = createRandom(seed + i);
      const words = Array.from({ length: random.int(9) }, () => random.pick(pieces));
      const { a, b, name } = await pairWithNote(100 + i, `|${words.join('')}|`);
      const links = words.filter((each) => /rook/i.test(each)).length;
      const edits = random.int(5);
      for (let edit = 0; edit < edits; edit++) {
        const text = typed(random.pick([a, b]), name);
        // Between the links and not inside them: that breaks a link, rewritten or not.
        const starts = [...text.toString().matchAll(/\[\[.*?\]\]|./gsu)].map((match) => match.index);
        text.insert(random.pick(starts), String(edit));
      }
      const at = `seed ${seed + i}`;
      for (const docs of [a, b]) expect(value(updateLinks(docs.ledger, name, ['Rook'], 'Raven')).count, at).toBe(links);
      await meet(a, b);
      expect(textOf(b, name), at).toBe(textOf(a, name));
      expect(textOf(a, name).match(/\[\[Raven/g) ?? [], at).toHaveLength(links);
      expect(textOf(a, name), at).not.toMatch(/rook/i);
      for (let edit = 0; edit < edits; edit++) expect(textOf(a, name).split(String(edit)), at).toHaveLength(2);
    }
  });
});
