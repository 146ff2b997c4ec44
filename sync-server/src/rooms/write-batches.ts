// What a room accepts in one tick: per connection one entry in the log and one frame to the others. Invariants (numbers
// are rules of packages/sync/SPEC.md): nothing is passed on before it is in the log (R2), and nothing is acknowledged
// before it is on the disk (R3).
import { encodeSync, SYNC } from '@emberkeep/sync/wire';
import type { LogEntry, LogHead, NewEntry } from '../update-log/relay-log.ts';
import { mergeSmall } from '../merge/merge-tasks.ts';
import type { Metrics } from '../metrics.ts';
import type { Commit, CommitQueue } from './commit-queue.ts';
import type { Connection } from './connection.ts';
import { acknowledge, type Member } from './member.ts';

export interface Ticks {
  add(member: Member, write: AcceptedWrite): void;
  /** Everything that was added is in the log, or has failed. */
  isIdle(): boolean;
}

export interface AcceptedWrite {
  update: Uint8Array;
  /** Numbers of the sync messages that are acknowledged once this write is durable. */
  covered: readonly number[];
}

export interface TickDeps {
  room: string;
  commits: CommitQueue;
  metrics: Pick<Metrics, 'updateStored' | 'tickDurable'>;
  /** An update is in the log. */
  onUpdate(update: Uint8Array, from: Connection): void;
  /** A tick is in the log; the room's head is now here. */
  onAppended(head: LogHead): void;
  onDurable(): void;
  /** Nothing of a tick was stored, or nobody can know. */
  onFailed(error: Error): void;
}

/** One connection's part of a tick. */
interface Contribution {
  /** They follow on from each other and may be merged into one. */
  updates: Uint8Array[];
  covered: number[];
}
type Tick = Map<Member, Contribution>;

const addTo = (tick: Tick, member: Member, { update, covered }: AcceptedWrite): void => {
  const contribution = tick.get(member) ?? { updates: [], covered: [] };
  tick.set(member, contribution);
  for (const number of covered) contribution.covered.push(number);
  contribution.updates.push(update);
};

/** A contribution as it is stored: merged where that is little work. */
interface StoredPart {
  member: Member;
  updates: Uint8Array[];
  covered: readonly number[];
}

const toParts = (tick: Tick): StoredPart[] =>
  [...tick].map(([member, { updates, covered }]) => ({ member, covered, updates: mergeSmall(updates) }));

const acknowledgePart = ({ member, updates, covered }: StoredPart): void => {
  const { connection } = member;
  // Stock clients know no `durable` message: the echo of their update is their receipt.
  if (!connection.isOurs) for (const update of updates) connection.send(encodeSync(SYNC.update, update));
  acknowledge(member, covered);
};

export const createTicks = (deps: TickDeps): Ticks => {
  let current: Tick | null = null;
  /** Ticks handed to the log that it has not answered yet. */
  let appending = 0;

  const toEntries = (parts: readonly StoredPart[]): NewEntry[] =>
    parts.flatMap(({ member, updates }) =>
      updates.map((bytes) => ({ room: deps.room, bytes, member: member.connection.member })),
    );

  const passOn = ({ member, updates }: StoredPart): void => {
    for (const update of updates) {
      deps.metrics.updateStored(update.byteLength);
      deps.onUpdate(update, member.connection);
    }
  };

  const toCommit = (tick: Tick): Commit => {
    const startedAt = performance.now();
    let isAppended = false;
    let parts: StoredPart[] = [];
    return {
      entries: () => {
        current = null;
        appending += 1;
        parts = toParts(tick);
        return toEntries(parts);
      },
      onAppended: (entries) => {
        appending -= 1;
        isAppended = true;
        parts.forEach(passOn);
        const { sequence, tag } = entries.at(-1) as LogEntry;
        deps.onAppended({ room: deps.room, sequence, tag });
      },
      onDurable: () => {
        deps.metrics.tickDurable(performance.now() - startedAt);
        parts.forEach(acknowledgePart);
        deps.onDurable();
      },
      onFailed: (error) => {
        if (!isAppended) appending -= 1;
        deps.onFailed(error);
      },
    };
  };

  const open = (): Tick => {
    const tick: Tick = new Map();
    current = tick;
    deps.commits.push(toCommit(tick));
    return tick;
  };

  return {
    add: (member, write) => addTo(current ?? open(), member, write),
    isIdle: () => current === null && appending === 0,
  };
};
