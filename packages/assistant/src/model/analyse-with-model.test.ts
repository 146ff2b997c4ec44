// Tests reading notes with a model: which of its items are kept, and that the rules' items always are.
import { describe, expect, it } from 'vitest';
import type { AnalysisInput } from '@emberkeep/domain';
import { scriptedModel, type Scripted } from '../../testing/scripted-model.ts';
import { analyse } from '../analyse.ts';
import { analyseWithModel } from './analyse-with-model.ts';
import { chunksOf } from './note-chunks.ts';

const neverStopped = new AbortController().signal;
const note = [
  'The party met Old Tam at the Rusty Anchor. Tam works for Captain Ilse Varn.',
  'In the cellar they found Sister Marrow in chains. The Pale Choir keeps her there.',
].join('\n\n');
const input: AnalysisInput = {
  text: note,
  gameSystem: 'dnd-5e',
  stage: 'actual',
  knownEntities: [
    { id: '1', name: 'Captain Ilse Varn', type: 'npc', aliases: ['Ilse'] },
    { id: '9', name: 'The Pale Choir', type: 'faction', aliases: ['Pale Choir'] },
  ],
};
const read = (reply: Scripted, rules = [] as ReturnType<typeof analyse>) =>
  analyseWithModel(input, rules, scriptedModel(reply), { signal: neverStopped, lines: ['torture'], tellsLimits: true });

/** A reply with these items. */
const itemsReply = (...items: readonly object[]): string => JSON.stringify({ items });
const marrow = {
  kind: 'entity',
  name: 'Sister Marrow',
  type: 'npc',
  quote: 'they found Sister Marrow in chains',
};
const enemies = {
  kind: 'tie',
  from: 'The Pale Choir',
  to: 'Sister Marrow',
  type: 'enemy',
  quote: 'The Pale Choir keeps her there',
};
const found = {
  kind: 'log',
  about: 'Sister Marrow',
  text: 'Sister Marrow was found in chains in the cellar.',
  quote: 'found Sister Marrow in chains',
};

describe('notes read with a model', () => {
  it('[R-7] adds items that are in the note, names the model, and keeps the items of the rules', async () => {
    const rules = analyse(input);
    const { items, problem } = await read(`Sure! ${itemsReply(marrow, enemies, found)}`, rules);
    expect(problem).toBeNull();
    expect(items.slice(0, rules.length)).toEqual(rules);
    const own = (await read(itemsReply(marrow, enemies))).items;
    expect(own).toMatchObject([
      {
        type: 'entity_suggestion',
        rule: 'model',
        reason: 'Found by parrot at test',
        quote: 'they found Sister Marrow in chains',
        proposal: { name: 'Sister Marrow', entityType: 'npc' },
      },
      {
        type: 'relationship_suggestion',
        proposal: { from: 'The Pale Choir', to: 'Sister Marrow', relationType: 'enemy', tone: 'negative' },
      },
    ]);
    for (const item of own) expect(note.slice(item.start, item.end)).toBe(item.quote);
  });

  const met = 'The party met Old Tam';
  const works = 'Tam works for Captain Ilse Varn';
  const VARN = 'Captain Ilse Varn';
  it.each([
    ['a name that is not in the note', itemsReply({ kind: 'entity', name: 'Baron Vex', type: 'npc', quote: met })],
    [
      'a quote that is not in the note',
      itemsReply({ kind: 'entity', name: 'Old Tam', type: 'npc', quote: 'Tam was born in winter' }),
    ],
    ['an unknown type of entity', itemsReply({ kind: 'entity', name: 'Old Tam', type: 'god', quote: met })],
    ['a status', itemsReply({ kind: 'promote', name: 'Old Tam', confidence: 'AUTHORITATIVE', quote: met })],
    [
      'a relationship with an unknown entity',
      itemsReply({ kind: 'tie', from: VARN, to: 'Baron Vex', type: 'enemy', quote: works }),
    ],
    [
      'an unknown type of relationship',
      itemsReply({ kind: 'tie', from: VARN, to: 'The Pale Choir', type: 'constructor', quote: works }),
    ],
    [
      'a relationship whose ends cannot have it',
      itemsReply({ kind: 'tie', from: 'The Pale Choir', to: VARN, type: 'member_of', quote: works }),
    ],
    [
      'a log entry that the note does not tell',
      itemsReply({ kind: 'log', about: VARN, text: 'Ilse stabbed Mayor Hobb with poison', quote: works }),
    ],
    ['a known entity', itemsReply({ kind: 'entity', name: VARN, type: 'npc', quote: works })],
    ['a reply without JSON', 'I am sorry, I cannot.'],
    ['a list of junk', '[1,null,"x",{"kind":7}]'],
    ['an empty reply', ''],
  ])('leaves out %s', async (_what, reply) => {
    expect((await read(reply)).items).toEqual([]);
  });

  it('keeps the whole items of a reply that broke off, and the items of the rules where the model fails', async () => {
    const rules = analyse(input);
    const half = await analyseWithModel(
      input,
      rules,
      scriptedModel({
        problem: 'slow',
        text: itemsReply({ ...marrow, type: 'creature', quote: 'found Sister Marrow in chains' }).replace(
          /]}$/,
          ',{"kind":"ti',
        ),
      }),
      { signal: neverStopped, lines: [], tellsLimits: true },
    );
    expect(half.problem).toBe('slow');
    expect(half.items.length).toBeGreaterThanOrEqual(rules.length);
    expect(
      await analyseWithModel(input, rules, scriptedModel({ problem: 'unreachable' }), {
        signal: neverStopped,
        lines: [],
        tellsLimits: true,
      }),
    ).toEqual({ items: rules, problem: 'unreachable' });
  });

  it('cuts a long note at scenes into pieces that overlap, and loses nothing', () => {
    const long = Array.from(
      { length: 12 },
      (_, n) => `## Scene ${n}\n\n${'Somebody waits in the dark and counts the bells. '.repeat(20)}`,
    ).join('\n\n');
    const chunks = chunksOf({ text: long, gameSystem: 'dnd-5e', stage: 'prep' });
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.map((c) => long.slice(c.start, c.end)).join('')).toBe(long);
    for (const chunk of chunks) expect(chunk.end - chunk.from).toBeLessThanOrEqual(3100);
    for (const chunk of chunks.slice(1)) expect(chunk.from).toBeLessThan(chunk.start);
    expect(
      chunksOf({ text: 'x'.repeat(9000), gameSystem: 'fitd', stage: 'prep' })
        .map((c) => c.end - c.start)
        .reduce((a, b) => a + b),
    ).toBe(9000);
    expect(chunksOf({ text: '', gameSystem: 'fitd', stage: 'prep' })).toEqual([]);
  });
});
