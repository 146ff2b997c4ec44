// Tests that what waits for one connection does not grow without bound.
import { expect, it } from 'vitest';
import { CLOSE } from '@emberkeep/sync/wire';
import type { Connection } from './connection.ts';
import { acknowledge, countMessage, createMember, MAX_PENDING } from './member.ts';

/** A member, and the codes with which its connection was closed. */
const startMember = () => {
  const closed: number[] = [];
  // reason: it has what a member uses
  const connection = {
    received: 0,
    say: () => undefined,
    close: (code: number) => closed.push(code),
  } as unknown as Connection;
  return { member: createMember(connection), closed };
};

it('[R9] messages that are never durable end their connection before they fill the memory', () => {
  const { member, closed } = startMember();
  let counted = 0;
  while (closed.length === 0 && counted <= MAX_PENDING) if (countMessage(member) !== null) counted += 1;
  expect([counted, closed]).toEqual([MAX_PENDING, [CLOSE.tooSlow]]);
  expect(member.pending.size).toBe(MAX_PENDING);
});

it('[R9] messages that become durable make room for others, without end', () => {
  const { member, closed } = startMember();
  for (let n = 0; n < MAX_PENDING * 3; n += 1000) {
    const numbers = Array.from({ length: 1000 }, () => countMessage(member)!);
    acknowledge(member, numbers);
  }
  expect([closed, member.durable, member.pending.size]).toEqual([[], MAX_PENDING * 3, 0]);
});
