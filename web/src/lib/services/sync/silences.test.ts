// Shows when a socket on which nothing arrives is replaced, and that a slow upload is not cut off for ever.
import { expect, it } from 'vitest';
import type { Attachment } from './attachments.ts';
import { Silences } from './silences.ts';

const attachmentIn = (state: string): Attachment =>
  ({ provider: { state: () => ({ type: state }) } }) as unknown as Attachment; // reason: nothing else is asked

/** The looks, from 1 on, after which the socket was replaced. */
const replacedAt = (silences: Silences, attachment: Attachment, looks: number, isSilent = true): number[] =>
  Array.from({ length: looks }, (_, i) => i + 1).filter(() => silences.look([{ attachment, isSilent }]).length > 0);

it('[C9] a silent socket is replaced at once, and then after twice as many looks each time', () => {
  expect(replacedAt(new Silences(), attachmentIn('synced'), 20)).toEqual([1, 3, 7, 15]);
});

it('one that is heard is left alone, and one that settled in between starts anew', () => {
  const [silences, attachment] = [new Silences(), attachmentIn('synced')];
  expect(replacedAt(silences, attachment, 5, false)).toEqual([]);
  expect(replacedAt(silences, attachment, 1)).toEqual([1]);
  expect(replacedAt(silences, attachment, 5, false)).toEqual([]);
  expect(replacedAt(silences, attachment, 1)).toEqual([]);
  silences.look([]);
  expect(replacedAt(silences, attachment, 1)).toEqual([1]);
});

it('one that has no socket, or was refused, is not asked for one', () => {
  for (const state of ['offline', 'refused']) expect(replacedAt(new Silences(), attachmentIn(state), 3)).toEqual([]);
});
