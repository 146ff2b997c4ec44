// Owns what one caller may take of the relay: connections by address, handshakes and tries of a secret by the minute, messages
// by the second, and the disk that must be left. Nothing here knows a campaign.
import { statfs } from 'node:fs/promises';

/** Counts by key in the current minute; forgets everything where an attacker makes up keys. */
export interface MinuteCounter {
  /** Counts once more; false where that was one too many. */
  count(key: string): boolean;
  isOver(key: string): boolean;
}

export const createMinuteCounter = (perMinute: number, nowMs: () => number): MinuteCounter => {
  const counts = new Map<string, { count: number; since: number }>();
  const current = (key: string): { count: number; since: number } | undefined => {
    const entry = counts.get(key);
    return entry && nowMs() - entry.since <= 60_000 ? entry : undefined;
  };
  return {
    isOver: (key) => (current(key)?.count ?? 0) >= perMinute,
    count: (key) => {
      const entry = current(key);
      if (entry) return ++entry.count <= perMinute;
      if (counts.size > 10_000) counts.clear();
      counts.set(key, { count: 1, since: nowMs() });
      return true;
    },
  };
};

/** Places by key that are given back. */
export const createPlaces = (most: number): { take(key: string): boolean; giveBack(key: string): void } => {
  const taken = new Map<string, number>();
  return {
    take: (key) => {
      const now = taken.get(key) ?? 0;
      if (now >= most) return false;
      taken.set(key, now + 1);
      return true;
    },
    giveBack: (key) => {
      const left = (taken.get(key) ?? 1) - 1;
      if (left > 0) taken.set(key, left);
      else taken.delete(key);
    },
  };
};

/** Messages that a connection may send at once: ten thousand edits of a night offline, twice. */
const BURST = 20_000;

/** How long a connection has to rest, ms, before it is read on; 0 while it is within its rate. */
export const createRate = (perSecond: number, nowMs: () => number): (() => number) => {
  let left = BURST;
  let at = nowMs();
  return () => {
    const now = nowMs();
    left = Math.min(BURST, left + ((now - at) / 1000) * perSecond) - 1;
    at = now;
    return left >= 0 ? 0 : Math.ceil((-left / perSecond) * 1000);
  };
};

const LOOK_MS = 10_000;

/** Whether the folder's disk has room above the floor; looked at now and then, and true where the system does not say. */
export const watchDisk = (
  folder: string,
  floorMb: number,
  look: typeof statfs = statfs,
): { hasRoom(): boolean; look(): Promise<void>; stop(): void } => {
  let hasRoom = true;
  const again = async (): Promise<void> => {
    const disk = await look(folder).catch(() => null);
    hasRoom = disk === null || disk.bavail * disk.bsize >= floorMb * 1024 * 1024;
  };
  const timer = setInterval(() => void again(), LOOK_MS);
  timer.unref();
  return { hasRoom: () => hasRoom, look: again, stop: () => clearInterval(timer) };
};
