// The log in memory, for tests of rooms. It keeps the promises of a real log as long as the process lives.
import type { LogEntry, LogHead, RelayLog } from './relay-log.ts';

/** `forget` simulates a relay that lost its disk; `copy` and `restore` simulate yesterday's backup. */
export interface MemoryLog extends RelayLog {
  forget(): void;
  copy(): LogEntry[];
  restore(entries: readonly LogEntry[]): void;
}

const isUnder = (room: string, prefix: string): boolean => room === prefix || room.startsWith(`${prefix}/`);
const sizeOf = (entries: readonly LogEntry[]): number => entries.reduce((sum, e) => sum + e.bytes.byteLength, 0);
const headOf = (entries: readonly LogEntry[]): LogHead | null => {
  const last = entries.at(-1);
  return last ? { room: last.room, sequence: last.sequence, tag: last.tag } : null;
};

export const createMemoryLog = (newTag: () => string): MemoryLog => {
  let entries: LogEntry[] = [];
  let nextSequence = 1;
  const entriesOf = (room: string): LogEntry[] => entries.filter((e) => e.room === room);
  const roomNames = (): string[] => [...new Set(entries.map((e) => e.room))].sort();
  return {
    append: async (added) => {
      const made = added.map(({ room, bytes }) => ({ room, bytes, tag: newTag(), sequence: nextSequence++ }));
      entries.push(...made);
      return made;
    },
    sync: async () => undefined,
    read: async (room) => ({ rows: entriesOf(room).map((e) => e.bytes.slice()), head: headOf(entriesOf(room)) }),
    heads: async (prefix) =>
      roomNames()
        .filter((room) => isUnder(room, prefix))
        .flatMap((room) => headOf(entriesOf(room)) ?? []),
    rooms: async () =>
      roomNames().map((room) => ({
        room,
        at: 0,
        entries: entriesOf(room).length,
        bytes: sizeOf(entriesOf(room)),
      })),
    size: async (room) => ({
      entries: entriesOf(room).length,
      bytes: sizeOf(entriesOf(room)),
      firstBytes: entriesOf(room)[0]?.bytes.byteLength ?? 0,
    }),
    compact: async (room, upTo, bytes) => {
      const head = entries.find((e) => e.room === room && e.sequence === upTo);
      if (!head) return;
      const others = entries.filter((e) => e.room !== room || e.sequence > upTo);
      entries = [...others, { ...head, bytes }].sort((a, b) => a.sequence - b.sequence);
    },
    remove: async (prefix) => void (entries = entries.filter((e) => !isUnder(e.room, prefix))),
    watch: () => undefined,
    fresh: async () => undefined,
    close: async () => undefined,
    forget: () => void (entries = []),
    copy: () => [...entries],
    restore: (copied) => void (entries = [...copied]),
  };
};
