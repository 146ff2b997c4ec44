// Tests which session is live after a merge.
import { describe, expect, it } from 'vitest';
import { liveSession } from './live-session.ts';

describe('the live session (M-017)', () => {
  it('one claim wins on every device, and only concurrent claims count as overruled', () => {
    const apart = [
      { deviceId: 'a', sessionId: 's1', sequence: 4 },
      { deviceId: 'b', sessionId: 's2', sequence: 4 },
    ];
    for (const claims of [apart, [...apart].reverse()])
      expect(liveSession(claims)).toEqual({ sessionId: 's2', overruled: [apart[0]] });
    expect(liveSession([{ deviceId: 'a', sessionId: 's1', sequence: 5 }, apart[1]!])).toEqual({
      sessionId: 's1',
      overruled: [],
    });
    const none = { deviceId: 'z', sessionId: null, sequence: 4 };
    expect(liveSession([none, apart[0]!]), '19.1').toEqual({ sessionId: 's1', overruled: [] });
    expect(liveSession([])).toEqual({ sessionId: null, overruled: [] });
    expect(liveSession([{ deviceId: 'a', sessionId: null, sequence: 9 }, apart[1]!]).sessionId).toBeNull();
  });
});
