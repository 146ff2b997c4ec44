// What one caller may use of the relay: connections per address, attempts per minute, messages per second, and the disk
// space that must stay free. What an operator may set is in config.ts. Nothing here knows a campaign.
import { statfs } from 'node:fs/promises';

/** Unknown secrets of one address in a minute, after which it is told to wait. */
export const UNKNOWN_SECRETS_PER_MINUTE = 120;
/** Campaigns of one address in a minute that the relay did not know. */
export const NEW_CAMPAIGNS_PER_MINUTE = 300;
/** Handshakes of one device in a minute: a new tablet makes one per session. */
export const HANDSHAKES_PER_MINUTE = 3000;

/** Counts by key in the current minute. */
export interface MinuteCounter {
  /** Counts once more; false if that was one too many. */
  count(key: string): boolean;
}

const MINUTE_MS = 60_000;
/** Above this many keys all counts are dropped: an attacker who invents keys must not fill the memory. */
const MAX_KEYS = 10_000;

export const createMinuteCounter = (perMinute: number, nowMs: () => number): MinuteCounter => {
  const counts = new Map<string, { count: number; since: number }>();
  return {
    count: (key) => {
      const entry = counts.get(key);
      if (entry && nowMs() - entry.since <= MINUTE_MS) return ++entry.count <= perMinute;
      if (counts.size > MAX_KEYS) counts.clear();
      counts.set(key, { count: 1, since: nowMs() });
      return true;
    },
  };
};

/** A limited number of slots per key. */
export interface Slots {
  /** False if the key has no free slot. */
  take(key: string): boolean;
  release(key: string): void;
}

export const createSlots = (perKey: number): Slots => {
  const taken = new Map<string, number>();
  return {
    take: (key) => {
      const count = taken.get(key) ?? 0;
      if (count >= perKey) return false;
      taken.set(key, count + 1);
      return true;
    },
    release: (key) => {
      const left = (taken.get(key) ?? 1) - 1;
      if (left > 0) taken.set(key, left);
      else taken.delete(key);
    },
  };
};

/** Messages that a connection may send at once: twice the ten thousand edits of a night offline. */
const BURST = 20_000;

/** Returns a function to call per message: how long the connection must pause, ms; 0 while it is within its rate. */
export const createRate = (perSecond: number, nowMs: () => number): (() => number) => {
  let allowance = BURST;
  let countedAt = nowMs();
  return () => {
    const now = nowMs();
    allowance = Math.min(BURST, allowance + ((now - countedAt) / 1000) * perSecond) - 1;
    countedAt = now;
    return allowance >= 0 ? 0 : Math.ceil((-allowance / perSecond) * 1000);
  };
};

export interface DiskWatch {
  /** True as long as nothing else is known: before the first look, and where the system does not tell. */
  hasRoom(): boolean;
  look(): Promise<void>;
  stop(): void;
}

const LOOK_MS = 10_000;

/** Watches whether the folder's disk has more free space than the floor, MB. `readDisk` lets tests fill the disk. */
export const watchDisk = (folder: string, floorMb: number, readDisk: typeof statfs = statfs): DiskWatch => {
  let hasRoom = true;
  const look = async (): Promise<void> => {
    // reason: where the system does not tell, the relay goes on writing
    const disk = await readDisk(folder).catch(() => null);
    hasRoom = disk === null || disk.bavail * disk.bsize >= floorMb * 1024 * 1024;
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  return { hasRoom: () => hasRoom, look, stop: () => clearInterval(timer) };
};
