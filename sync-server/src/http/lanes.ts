// How many requests of one caller are worked on at the same time. The others wait, and their bodies wait unread on the
// caller's side: twenty requests at once take no more of the relay's time than a few.

export interface Lanes {
  /**
   * Runs the work now, or when one of the key's earlier ones has ended; null if too many wait already. It counts until
   * `ended` resolves, which is called once the work is done.
   */
  run<T>(key: string, work: () => Promise<T>, ended?: () => Promise<void>): Promise<T> | null;
}

export const createLanes = (perKey: number, maxWaiting: number): Lanes => {
  const lanes = new Map<string, { running: number; waiting: (() => void)[] }>();

  const enter = async (key: string): Promise<void> => {
    const lane = lanes.get(key) ?? { running: 0, waiting: [] };
    lanes.set(key, lane);
    if (lane.running < perKey) lane.running += 1;
    // Whoever leaves hands over their place.
    else await new Promise<void>((resolve) => lane.waiting.push(resolve));
  };
  const isFull = (key: string): boolean => (lanes.get(key)?.waiting.length ?? 0) >= maxWaiting;
  const leave = (key: string): void => {
    const lane = lanes.get(key)!;
    const next = lane.waiting.shift();
    if (next) next();
    else if (--lane.running === 0) lanes.delete(key);
  };

  const runInLane = async <T>(key: string, work: () => Promise<T>, ended: () => Promise<void>): Promise<T> => {
    await enter(key);
    try {
      return await work();
    } finally {
      void ended().finally(() => leave(key));
    }
  };

  return {
    run: (key, work, ended = async () => undefined) => (isFull(key) ? null : runInLane(key, work, ended)),
  };
};
