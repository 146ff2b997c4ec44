// Which moments of a document are deleted as they age.

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Returns the moments to delete. Keeps the newest moment of each hour of the last day, and of each day before that.
 * Beyond `days` it keeps one, so that a document that has not changed since still has a version. Times are Unix ms.
 */
export const momentsToDelete = (moments: readonly number[], now: number, days: number): number[] => {
  const bucketOf = (at: number): string => {
    const age = now - at;
    if (age > days * DAY_MS) return 'older';
    return age > DAY_MS ? `day ${Math.floor(at / DAY_MS)}` : `hour ${Math.floor(at / HOUR_MS)}`;
  };
  const kept = new Set<string>();
  const newestFirst = [...moments].sort((a, b) => b - a);
  return newestFirst.filter((at) => {
    const bucket = bucketOf(at);
    if (kept.has(bucket)) return true;
    kept.add(bucket);
    return false;
  });
};
