// The size of a file or of storage, in the reader's language.

const UNITS = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
] as const;

/** "3 kB", "1.4 MB", "120 MB", "2.0 GB": at least 1 kB, one digit after the point below 10 MB and from 1 GB. */
export const sizeWords = (size: number): string => {
  const bytes = Math.min(Math.max(0, size || 0), Number.MAX_SAFE_INTEGER);
  const [unit, unitBytes] = UNITS.find(([, least]) => bytes >= least) ?? (['kilobyte', 1e3] as const);
  const digits = unit === 'gigabyte' || (unit === 'megabyte' && bytes < 1e7) ? 1 : 0;
  return new Intl.NumberFormat(undefined, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(Math.max(bytes / unitBytes, unit === 'kilobyte' ? 1 : 0));
};
