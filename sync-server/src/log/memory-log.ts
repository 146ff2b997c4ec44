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
  const of = (room: string): LogEntry[] => entries.filter((e) => e.room === room);
  const bytesOf = (some: readonly LogEntry[]): number => some.reduce((sum, e) => sum + e.bytes.byteLength, 0);
  const headOf = (some: readonly LogEntry[]) => {
    const last = some.at(-1);
    return last ? { room: last.room, sequence: last.sequence, tag: last.tag } : null;
  };
  const names = (): string[] => [...new Set(entries.map((e) => e.room))].sort();
  return {
    append: async (added) => {
      const made = added.map(({ room, bytes }) => ({ room, bytes, tag: newTag(), sequence: next++ }));
      entries.push(...made);
      return made;
    },
    sync: async () => undefined,
    read: async (room) => ({ rows: of(room).map((e) => e.bytes.slice()), head: headOf(of(room)) }),
    heads: async (prefix) =>
      names()
        .filter((room) => under(room, prefix))
        .flatMap((room) => headOf(of(room)) ?? []),
    rooms: async () => names().map((room) => ({ room, at: 0, entries: of(room).length, bytes: bytesOf(of(room)) })),
    size: async (room) => ({
      entries: of(room).length,
      bytes: bytesOf(of(room)),
      firstBytes: of(room)[0]?.bytes.byteLength ?? 0,
    }),
    compact: async (room, upTo, bytes) => {
      const at = entries.find((e) => e.room === room && e.sequence === upTo);
      if (!at) return;
      entries = [...entries.filter((e) => e.room !== room || e.sequence > upTo), { ...at, bytes }].sort(
        (a, b) => a.sequence - b.sequence,
      );
    },
    remove: async (prefix) => void (entries = entries.filter((e) => !under(e.room, prefix))),
    watch: () => undefined,
    fresh: async () => undefined,
    close: async () => undefined,
    forget: () => void (entries = []),
    copy: () => [...entries],
    restore: (copied) => void (entries = [...copied]),
  };
};
