// The totals that an entry answers, as a GM writes them: "7", "2-5", "01–05", "96-00".

/** Both included. */
export interface NumberRange {
  from: number;
  to: number;
}

const RANGE = /^([+\-−]?\d{1,7})(?:\s*(?:[-–—−]|to|bis)\s*([+\-−]?\d{1,7}))?$/u;
const OPEN_RANGE = /^([+\-−]?\d{1,7})\s*(?:\+|or more|and up|oder mehr)$/u;
/** Where "15+" ends. */
const OPEN_END = 9_999_999;

/** `00` and `000` are the highest face of percentile dice. */
const numberOf = (digits: string): number =>
  /^0{2,3}$/.test(digits) ? 10 ** digits.length : Number(digits.replace('−', '-')) + 0;

/** Null for what names no numbers. Numbers in the wrong order are put right. */
export const readRange = (value: unknown): NumberRange | null => {
  if (typeof value !== 'string') return null;
  const text = value.trim().toLowerCase();
  const open = OPEN_RANGE.exec(text)?.[1];
  if (open !== undefined) return { from: numberOf(open), to: OPEN_END };
  const [, first, last = first] = RANGE.exec(text) ?? [];
  if (first === undefined || last === undefined) return null;
  const [from, to] = [numberOf(first), numberOf(last)];
  return from <= to ? { from, to } : { from: to, to: from };
};

/** As {@link readRange} reads it. */
export const rangeWords = ({ from, to }: NumberRange): string => {
  if (to >= OPEN_END) return `${from}+`;
  return from === to ? String(from) : `${from}–${to}`;
};
