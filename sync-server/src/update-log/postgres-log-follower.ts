// Follows what other nodes write to the shared log, in order and without holes, for the rooms that are open here.
import { ledgerOf } from '../rooms/room-names.ts';
import type { Row } from '../storage/database.ts';
import type { CommitNotice, PostgresEngine } from '../storage/postgres.ts';
import { checkedBytes } from './entries.ts';
import type { LogHead, LogWatcher, RemoteEntry } from './relay-log.ts';

/** Entries fetched at once, when others have written much. */
const PAGE = 500;

/** `$4`: rooms whose bytes are wanted; `$5`: ledgers of campaigns whose heads are wanted. */
const FETCH = `
  SELECT
    sequence, room, tag, sum,
    CASE WHEN room = ANY($4) THEN bytes END AS bytes
  FROM update_log
  WHERE sequence > $1
    AND sequence <= $2
    AND node <> $3
    AND (room = ANY($4) OR substring(room FROM '^campaign/[^/]+') = ANY($5))
  ORDER BY sequence
  LIMIT ${PAGE}
`;
const NEWEST = `
  SELECT coalesce(max(sequence), 0) AS newest
  FROM update_log
`;

export const toHead = (row: Row): LogHead => ({
  room: String(row['room']),
  sequence: Number(row['sequence']),
  tag: String(row['tag']),
});

export interface LogFollower {
  watch(watcher: LogWatcher): void;
  /** Resolves once the watcher has been told everything that was committed before the call. */
  fresh(): Promise<void>;
  /** Starts again from the end of the log: the engine was away, and its clients have been closed. */
  skipToEnd(): Promise<void>;
  onCommitted(notice: CommitNotice): void;
}

/** The entries of a notice that the watcher wants: bytes of open rooms, heads of campaigns whose ledger is open. */
const wantedEntries = (entries: CommitNotice['entries'], watcher: LogWatcher): RemoteEntry[] => {
  const [rooms, ledgers] = [new Set(watcher.rooms()), new Set(watcher.ledgers())];
  return (entries ?? [])
    .filter(([, room]) => rooms.has(room) || ledgers.has(ledgerOf(room) ?? ''))
    .map(([sequence, room, tag, base64]) => ({
      sequence,
      room,
      tag,
      bytes: rooms.has(room) ? Buffer.from(base64, 'base64') : null,
    }));
};

export const createLogFollower = (engine: PostgresEngine, onError: (error: Error) => void): LogFollower => {
  let watcher: LogWatcher | null = null;
  /** Everything up to this sequence was told, or is our own. */
  let told = 0;
  /** The newest sequence that is known to be committed. */
  let committed = 0;
  let fetching: Promise<void> | null = null;

  const newest = async (): Promise<number> => Number((await engine.query(NEWEST, []))[0]?.['newest']);

  const fetchPages = async (): Promise<void> => {
    while (watcher && committed > told) {
      const upTo = committed;
      const rows = await engine.query(FETCH, [told, upTo, engine.writer(), watcher.rooms(), watcher.ledgers()]);
      told = rows.length === PAGE ? Number(rows.at(-1)?.['sequence']) : upTo;
      if (rows.length > 0)
        watcher.onEntries(rows.map((row) => ({ ...toHead(row), bytes: row['bytes'] ? checkedBytes(row) : null })));
    }
  };

  /** One fetch at a time: a caller that comes meanwhile is served by the loop that runs. */
  const followTo = (upTo: number): Promise<void> => {
    committed = Math.max(committed, upTo);
    if (committed <= told || !watcher) return Promise.resolve();
    fetching ??= fetchPages().finally(() => (fetching = null));
    return fetching;
  };

  /** Takes a tick from its notice if it follows on from what was told; sequences that were never used make a gap. */
  const takeFromNotice = ({ first, upTo, isOurs, entries }: CommitNotice): boolean => {
    const followsOn = first === told + 1 && committed === told && !fetching;
    if (!followsOn || !(isOurs || entries)) return false;
    told = committed = upTo;
    if (isOurs || !watcher) return true;
    const wanted = wantedEntries(entries, watcher);
    if (wanted.length > 0) watcher.onEntries(wanted);
    return true;
  };

  return {
    watch: (next) => void (watcher = next),
    fresh: async () => (watcher ? followTo(await newest()) : undefined),
    skipToEnd: async () => void (told = committed = await newest()),
    onCommitted: (notice) => {
      if (!takeFromNotice(notice)) void followTo(notice.upTo).catch(onError);
    },
  };
};
