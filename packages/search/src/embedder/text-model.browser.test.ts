// Shows that a small text model runs on the device from our own files, streams its text, and can be stopped.
import { expect, it } from 'vitest';
import { tinyTextModel } from '../../testing/tiny-text-model.ts';
import { RUNTIME_FILES } from './runtime-files.ts';
import { loadTextModel } from './text-model.ts';

it('streams its text, respects the token limit, and can be stopped (R-7)', async () => {
  const files = tinyTextModel('The lamp went out before the bell rang twice .');
  const model = await loadTextModel(
    { id: 'tiny', dtype: 'fp32' },
    async (path) => (files.has(path) ? new Response(files.get(path) as BlobPart) : undefined),
    RUNTIME_FILES,
  );
  const pieces: string[] = [];
  const messages = [
    { role: 'system' as const, content: 'Be brief' },
    { role: 'user' as const, content: 'What happened' },
  ];
  expect((await model.generate(messages, 40, (piece) => pieces.push(piece))).replace(/\s+/g, ' ').trim()).toBe(
    'The lamp went out before the bell rang twice.',
  );
  expect(pieces.length).toBeGreaterThan(4);
  expect((await model.generate(messages, 3, () => undefined)).trim()).toBe('The lamp went');
  const stopped = await model.generate(messages, 40, (piece) => piece.includes('out') && model.stop());
  expect(stopped.trim()).toMatch(/^The lamp went out(?: before)?$/);
});
