// Owns the log in memory, for tests of rooms: the same promises as the real one while the process lives.
import type { LogEntry, RelayLog } from './relay-log.ts';

/** `forget()` plays a relay whose disk was lost; `copy`/`restore` play yesterday's backup. */
export interface MemoryLog extends RelayLog {
  forget(): void;
  copy(): LogEntry[];
  restore(entries: readonly LogEntry[]): void;
}

export const createMemoryLog = (newTag: () => string): MemoryLog => {
  let entries: LogEntry[] = [];
  let next = 1;
  const under = (room: string, prefix: string): boolean => room === prefix || room.startsWith(`${prefix}/`);
  const headOf = (room: string): LogEntry | undefined => entries.findLast((e) => e.room === room);
  return {
    append: (added) => {
      const made = added.map(({ room, bytes }) => ({ room, bytes, tag: newTag(), sequence: next++ }));
      entries.push(...made);
      return made;
    },
    sync: async () => Promise.resolve(),
    read: (room) => entries.filter((e) => e.room === room).map((e) => e.bytes.slice()),
    head: (room) => {
      const head = headOf(room);
      return head ? { room, sequence: head.sequence, tag: head.tag } : null;
    },
    heads: (prefix) => [...new Set(entries.filter((e) => under(e.room, prefix)).map((e) => e.room))].map((room) => ({ room, sequence: headOf(room)!.sequence, tag: headOf(room)!.tag })),
    rooms: () => [...new Set(entries.map((e) => e.room))].sort().map((room) => ({ room, at: 0, entries: entries.filter((e) => e.room === room).length, bytes: entries.filter((e) => e.room === room).reduce((sum, e) => sum + e.bytes.byteLength, 0) })),
    size: (room) => ({ entries: entries.filter((e) => e.room === room).length, bytes: entries.filter((e) => e.room === room).reduce((sum, e) => sum + e.bytes.byteLength, 0) }),
    compact: (room, upTo, bytes) => {
      const at = entries.find((e) => e.room === room && e.sequence === upTo);
      if (!at) return;
      entries = [...entries.filter((e) => e.room !== room || e.sequence > upTo), { ...at, bytes }].sort((a, b) => a.sequence - b.sequence);
    },
    remove: (prefix) => void (entries = entries.filter((e) => !under(e.room, prefix))),
    close: async () => Promise.resolve(),
    forget: () => void (entries = []),
    copy: () => [...entries],
    restore: (copied) => void (entries = [...copied]),
  };
};
