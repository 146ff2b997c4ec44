// The relay hears which pictures players may fetch: each list once, in order, and again where it may not have heard it.
import { expect, it, vi } from 'vitest';
import type { PlayerHandout } from '@emberkeep/domain';
import { PictureGate } from './allow-pictures.ts';

const handout = (hash: string): PlayerHandout =>
  ({ id: hash, title: '', caption: '', words: [], picture: { small: hash, full: hash } }) as unknown as PlayerHandout; // reason: the gate reads the picture only

/** A relay whose answers the test gives. */
const createRelay = () => {
  const lists: string[][] = [];
  const answers: ((status: number) => void)[] = [];
  const send = vi.fn((_url: unknown, init?: RequestInit) => {
    lists.push((JSON.parse(String(init?.body)) as { hashes: string[] }).hashes);
    return new Promise<Response>((resolve, reject) =>
      answers.push((status) => (status === 0 ? reject(new Error('offline')) : resolve(new Response(null, { status })))),
    );
  });
  const gate = new PictureGate({ relay: '', campaignId: 'c', token: 't', fetch: send as typeof fetch });
  const answer = async (status: number): Promise<void> => {
    await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
    answers.shift()!(status);
  };
  return { gate, lists, answer };
};

it('a list that the relay knows is not sent again, and one that it may not have heard is', async () => {
  const { gate, lists, answer } = createRelay();
  const first = gate.allow([handout('a')]);
  await answer(200);
  expect([await first, await gate.allow([handout('a')])]).toEqual([true, true]);
  expect(lists).toEqual([['a']]);
  const refused = gate.allow([]);
  await answer(503);
  expect(await refused).toBe(false);
  const again = gate.allow([]);
  await answer(200);
  expect([await again, lists]).toEqual([true, [['a'], [], []]]);
  gate.forget();
  const anew = gate.allow([]);
  await answer(200);
  expect([await anew, lists.length]).toEqual([true, 4]);
});

it('lists never overtake each other, and the last one that was asked for is the last that is sent', async () => {
  const { gate, lists, answer } = createRelay();
  const all = [gate.allow([handout('a')]), gate.allow([handout('a'), handout('b')]), gate.allow([])];
  await vi.waitFor(() => expect(lists.length).toBe(1));
  expect(lists).toEqual([[]]);
  await answer(0);
  await answer(200);
  expect(await Promise.all(all)).toEqual([false, true, true]);
  expect(lists).toEqual([[], []]);
});

it('an older relay, which has no such list, keeps nothing back', async () => {
  const { gate, answer } = createRelay();
  const asked = gate.allow([handout('a')]);
  await answer(404);
  expect(await asked).toBe(true);
});
