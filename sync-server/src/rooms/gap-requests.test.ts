// A connection whose document has a gap that it cannot fill is asked a few times, not without end.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Connection } from './connection.ts';
import { createGapRequests } from './gap-requests.ts';
import { createMember } from './member.ts';
import { emptyState } from './room-state.ts';
import { createUpdateIntake } from './update-intake.ts';

describe('[R7] asking for what is missing', () => {
  it('asks once at a time, then only after a pause that doubles up to a minute', () => {
    const requests = createGapRequests();
    expect([requests.shouldAsk(0), requests.shouldAsk(0)]).toEqual([true, false]);
    let asked = 0;
    for (let now = 0; now < 600_000; now += 100) {
      if (!requests.shouldAsk(now)) continue;
      asked += 1;
      requests.failed(now);
    }
    expect(asked).toBe(0); // the first request has not been answered
    requests.failed(600_000);
    const times: number[] = [];
    for (let now = 600_000; now < 1_200_000; now += 100) {
      if (!requests.shouldAsk(now)) continue;
      times.push((now - 600_000) / 1000);
      requests.failed(now);
    }
    expect(times).toEqual([1, 3, 7, 15, 31, 63, 123, 183, 243, 303, 363, 423, 483, 543]);
    requests.filled();
    expect(requests.shouldAsk(0)).toBe(true);
  });

  it('a client that answers every SyncStep1 with the same gap does not start an endless exchange', () => {
    const sent: Uint8Array[] = [];
    // reason: it has what the intake uses
    const connection = { isOurs: true, role: 'owner', send: (f: Uint8Array) => sent.push(f) } as unknown as Connection;
    const member = createMember(connection);
    const accept = createUpdateIntake({
      name: 'r',
      stored: { state: emptyState, size: () => ({ entries: 0, bytes: 0, firstBytes: 0 }) } as never,
      ticks: { add: () => undefined, isIdle: () => true },
      commits: {} as never,
      maxDocBytes: 1e6,
      hasRoom: () => true,
      onRefused: () => undefined,
      onAnsweredInFull: () => undefined,
    });
    const doc = new Y.Doc();
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    for (const word of ['a', 'b']) doc.getText('t').insert(0, word);
    accept(member, { number: 1, bytes: updates[1]!, isStep2: false });
    let answered = 0;
    // The client answers each SyncStep1 with what it has, and the gap is still there.
    while (sent.splice(0).length > 0 && answered < 1000) {
      answered += 1;
      accept(member, { number: 1 + answered, bytes: updates[1]!, isStep2: true });
    }
    expect(answered).toBe(1);
    accept(member, { number: 9, bytes: updates[1]!, isStep2: false });
    expect(sent).toEqual([]);
    expect([...member.gaps]).toEqual([1, 2, 9]);
  });
});
