// Shows what the status of sync says of a campaign: "synced" only when nothing waits on either side.
import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '@emberkeep/sync';
import { isAllSynced, NO_SYNC, readStatus, type StatusSources } from './sync-status.ts';

interface Situation {
  /** The connection of each open document; the first is the ledger. Null without a relay. */
  connections?: (ConnectionState | null)[];
  /** Unsent updates of each open document. */
  unsent?: number[];
  /** Rooms with unsent edits, by the disk's word. */
  unsentRooms?: string[];
  missing?: number;
  isComplete?: boolean;
  isOffline?: boolean;
  isOnline?: boolean;
  hasRelay?: boolean;
  people?: object[];
}

const SYNCED: ConnectionState = { type: 'synced' };

const sources = ({ connections = [SYNCED], unsent = [], ...rest }: Situation): StatusSources => {
  const all = connections.map((state, n) => ({
    document: { room: `room${n}` },
    provider: state && { state: () => state },
    awareness: { getStates: () => new Map((rest.people ?? []).map((user, id) => [id, { user }])) },
  }));
  return {
    docs: { queue: { unsentCount: (room: string) => unsent[Number(room.slice(4))] ?? 0 } },
    ledgerRoom: 'room0',
    hasRelay: rest.hasRelay ?? true,
    attachments: {
      all,
      get: (room: string) => all.find(({ document }) => document.room === room),
      unsentRooms: new Set(rest.unsentRooms),
      isOffline: rest.isOffline ?? false,
      person: { deviceId: 'me' },
    },
    rounds: { missing: rest.missing ?? 0, isComplete: rest.isComplete ?? true, hasPlayerView: false },
    isOnline: () => rest.isOnline ?? true,
  } as unknown as StatusSources; // reason: only what the status reads
};

const read = (situation: Situation = {}) => readStatus(sources(situation), null);

describe('everything is synced', () => {
  it('when the ledger is connected, nothing waits and the last comparison found nothing', () => {
    expect(isAllSynced(read())).toBe(true);
    expect(isAllSynced(NO_SYNC)).toBe(false);
  });

  it.each<[string, Situation]>([
    ['an open document has edits to send', { unsent: [1] }],
    ['a closed document has edits to send', { unsentRooms: ['elsewhere'] }],
    ['the comparison is not over', { isComplete: false }],
    ['the ledger is only connected', { connections: [{ type: 'connected' }] }],
    ['the ledger connects', { connections: [{ type: 'connecting' }] }],
    ['the relay refused', { connections: [{ type: 'refused', code: 4401, reason: 'Revoked' }] }],
    ['the browser says that the network is gone', { isOnline: false }],
    ['the device was set offline', { isOffline: true }],
    ['the ledger is not open', { connections: [] }],
    ['there is no relay', { connections: [null], hasRelay: false }],
  ])('never while %s', (_what, situation) => {
    expect(isAllSynced(read(situation))).toBe(false);
  });
});

describe('the connection', () => {
  it('is offline by the browser’s word, before the socket notices', () => {
    expect(read({ isOnline: false }).connection).toEqual({ type: 'offline' });
    expect(read({ isOffline: true }).connection).toEqual({ type: 'offline' });
  });

  it('stays refused while offline: only the person can mend that', () => {
    const refused: ConnectionState = { type: 'refused', code: 4401, reason: 'Revoked' };
    expect(read({ connections: [refused], isOnline: false }).connection).toEqual(refused);
  });

  it('is the ledger’s, and null without a relay, online or not', () => {
    expect(read({ connections: [SYNCED, { type: 'offline' }] }).connection).toEqual(SYNCED);
    expect(read({ connections: [null], hasRelay: false, isOnline: false }).connection).toBeNull();
  });
});

describe('the counts', () => {
  it('count a document with unsent edits once, open or closed', () => {
    expect(
      read({ connections: [SYNCED, SYNCED], unsent: [3, 0], unsentRooms: ['room0', 'room1', 'closed'] }).toSend,
    ).toBe(2);
  });

  it('count nothing to send without a relay: nobody waits for it', () => {
    expect(read({ connections: [null], unsent: [3], unsentRooms: ['closed'], hasRelay: false }).toSend).toBe(0);
  });

  it('count sockets, and pass on what is missing', () => {
    expect(read({ connections: [SYNCED, null, SYNCED], missing: 4 })).toMatchObject({ socketCount: 2, missing: 4 });
  });

  it('name the other people once, and not this device', () => {
    const person = (deviceId: string) => ({ deviceId, name: deviceId, color: '#112233', place: '' });
    const { people } = read({ connections: [SYNCED, SYNCED], people: [person('me'), person('rok')] });
    expect(people.map(({ deviceId }) => deviceId)).toEqual(['rok']);
  });
});
