// Tests that a recap retold by a model is used only where it adds nothing.
import { describe, expect, it } from 'vitest';
import { scriptedModel, type Scripted } from '../../testing/scripted-model.ts';
import { retellWithModel } from './retell.ts';

const neverStopped = new AbortController().signal;

describe('a recap retold by a model', () => {
  const recap = [
    'The party met Old Tam at the Rusty Anchor. He told them of the cellar. They found Sister',
    'Marrow there, in chains, and fled with her before 3 guards came. The Pale Choir now hunts',
    'them through the harbour, and nobody opens a door.',
  ].join(' ');
  const again = (reply: Scripted, lines: string[] = []) =>
    retellWithModel({ recap, system: 'dnd-5e', lines, tellsLimits: true }, scriptedModel(reply), neverStopped);
  it('is used where it says what the recap says', async () => {
    const text = [
      'At the Rusty Anchor, Old Tam spoke of a cellar. There the party found Sister Marrow in',
      'chains, and they fled with her before 3 guards came. Now the Pale Choir hunts them through',
      'a harbour where nobody opens a door.',
    ].join(' ');
    expect(await again(text)).toEqual({ ok: true, value: text });
  });
  it.each([
    [
      'an invented name',
      [
        'The party met Old Tam at the Rusty Anchor and then Baron Vex appeared, who took Sister',
        'Marrow from the cellar with his guards and fled into the harbour while nobody opened a',
        'door to them at all.',
      ].join(' '),
      'invented',
    ],
    [
      'an invented number',
      [
        'The party met Old Tam at the Rusty Anchor and found Sister Marrow in chains, and they fled',
        'with her before 40 guards came through the harbour, where nobody opens a door to them at',
        'all.',
      ].join(' '),
      'invented',
    ],
    ['a few words', 'They fled.', 'garbage'],
    ['a text that is too long', 'and then they fled '.repeat(90), 'garbage'],
  ])('is refused for %s', async (_what, text, problem) => {
    expect(await again(text)).toMatchObject({ ok: false, error: { problem } });
  });

  it('that touches a line is neither used nor shown while it grows', async () => {
    const seen: string[] = [];
    const told = await retellWithModel(
      { recap, system: 'dnd-5e', lines: ['chains'], tellsLimits: false },
      scriptedModel(recap),
      neverStopped,
      (soFar) => seen.push(soFar),
    );
    expect(told).toMatchObject({ error: { problem: 'line' } });
    expect(seen).toEqual([]);
  });
});
