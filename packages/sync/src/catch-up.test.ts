// Tests the policy of catching up, without a disk or a socket.
import { describe, expect, it } from 'vitest';
import { catchUp, roomsToVisit } from './catch-up.ts';

const standing = (cursors: Record<string, [number, string]>, unsent: string[] = []) => ({
  cursors: new Map(Object.entries(cursors).map(([room, [sequence, tag]]) => [room, { sequence, tag }])),
  rooms: new Set(Object.keys(cursors)),
  unsent: new Set(unsent),
});

describe('rooms to visit', () => {
  it('[C4] rooms that changed, are new or have unsent writes are visited, newest first', () => {
    const heads = [
      { room: 'c/1', sequence: 5, tag: 'a' },
      { room: 'c/2', sequence: 9, tag: 'b' },
      { room: 'c/3', sequence: 2, tag: 'c' },
    ];
    expect(roomsToVisit(heads, standing({ 'c/1': [5, 'a'], 'c/2': [8, 'x'] }, ['c/1']))).toEqual(['c/3', 'c/2', 'c/1']);
  });
  it('[C4] an edit in one session causes one visit', () => {
    const heads = Array.from({ length: 300 }, (_, i) => ({ room: `c/${i}`, sequence: i, tag: 't' }));
    const cursors = Object.fromEntries(heads.map((h) => [h.room, [h.sequence, h.tag] as [number, string]]));
    heads[42] = { room: 'c/42', sequence: 900, tag: 'new' };
    expect(roomsToVisit(heads, standing(cursors))).toEqual(['c/42']);
  });
  it('[C5] a room with another tag is visited, even if its sequence is older than or equal to the cursor', () => {
    expect(roomsToVisit([{ room: 'c/1', sequence: 3, tag: 'old' }], standing({ 'c/1': [5, 'a'] }))).toEqual(['c/1']);
    expect(roomsToVisit([{ room: 'c/1', sequence: 5, tag: 'other' }], standing({ 'c/1': [5, 'a'] }))).toEqual(['c/1']);
  });
  it('[C5] every room is visited again when the relay was emptied', () => {
    expect(roomsToVisit([], standing({ 'c/1': [5, 'a'], 'c/2': [6, 'b'] }))).toEqual(['c/2', 'c/1']);
  });
});

describe('catching up', () => {
  it('[C4] at most two rooms are visited at once; failed and unvisited rooms are counted as left', async () => {
    let now = 0;
    let most = 0;
    let visits = 0;
    const rooms = Array.from({ length: 20 }, (_, i) => `r${i}`);
    const left = await catchUp(rooms, {
      isStopped: () => visits >= 15,
      visit: async (room) => {
        visits += 1;
        most = Math.max(most, ++now);
        await Promise.resolve();
        now -= 1;
        return room !== 'r3';
      },
    });
    expect(most).toBe(2);
    expect(left).toBe(20 - visits + 1);
  });
});
