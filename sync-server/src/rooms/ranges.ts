// Ranges of clocks, packed: a document may have a million of them, and as arrays they would take five times the memory.

/** Sorted and disjoint pairs, one behind the other: from, to (exclusive), from, to … */
export type PackedRanges = Float64Array;

/** Numbers that are collected one by one. */
export interface Numbers {
  readonly length: number;
  at(index: number): number;
  push(value: number): void;
  /** A copy of what was pushed since there were `start` numbers. */
  from(start: number): Float64Array;
}

/** Numbers that are kept in one piece: to copy millions each time they grow would hold everybody up. */
const PIECE = 64 * 1024;

export const createNumbers = (): Numbers => {
  const pieces: Float64Array[] = [new Float64Array(16)];
  let length = 0;
  /** The piece that has room for another number: the first one grows up to `PIECE`. */
  const pieceForNext = (): Float64Array => {
    const at = Math.floor(length / PIECE);
    const piece = pieces[at];
    if (piece && length - at * PIECE < piece.length) return piece;
    const larger = new Float64Array(piece ? piece.length * 2 : PIECE);
    if (piece) larger.set(piece);
    pieces[at] = larger;
    return larger;
  };
  return {
    get length() {
      return length;
    },
    at: (index) => pieces[Math.floor(index / PIECE)]![index % PIECE]!,
    push: (value) => {
      pieceForNext()[length % PIECE] = value;
      length += 1;
    },
    from: (start) => {
      const copy = new Float64Array(length - start);
      for (let at = start; at < length;) {
        const piece = pieces[Math.floor(at / PIECE)]!;
        const end = Math.min(length, at - (at % PIECE) + PIECE);
        copy.set(piece.subarray(at % PIECE, (at % PIECE) + end - at), at - start);
        at = end;
      }
      return copy;
    },
  };
};

/** How many of the ranges end before `clock`. */
const rangesBefore = (ranges: PackedRanges, clock: number): number => {
  let low = 0;
  let high = ranges.length >> 1;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (ranges[mid * 2 + 1]! < clock) low = mid + 1;
    else high = mid;
  }
  return low;
};

/** Whether one range holds all of `from` to `to`. */
export const isCovered = (ranges: PackedRanges | undefined, from: number, to: number): boolean => {
  if (!ranges) return false;
  const at = rangesBefore(ranges, from + 1) * 2;
  return at < ranges.length && ranges[at]! <= from && to <= ranges[at + 1]!;
};

const isAscending = (pairs: Float64Array): boolean => {
  for (let i = 2; i < pairs.length; i += 2) if (pairs[i]! < pairs[i - 2]!) return false;
  return true;
};

/** Pairs sorted by where they begin; what is sorted already, as Yjs writes it, takes no time. */
const sortPairs = (pairs: Float64Array): Float64Array => {
  if (isAscending(pairs)) return pairs;
  const order = Array.from({ length: pairs.length >> 1 }, (_, i) => i * 2);
  order.sort((a, b) => pairs[a]! - pairs[b]!);
  return Float64Array.from(order.flatMap((at) => [pairs[at]!, pairs[at + 1]!]));
};

/** Joins what touches or overlaps in two sorted lists of pairs. */
const merge = (a: Float64Array, b: Float64Array): Float64Array => {
  const merged = new Float64Array(a.length + b.length);
  let length = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const isFirst = j >= b.length || (i < a.length && a[i]! <= b[j]!);
    const from = isFirst ? a[i]! : b[j]!;
    const to = isFirst ? a[i + 1]! : b[j + 1]!;
    if (isFirst) i += 2;
    else j += 2;
    if (length > 0 && from <= merged[length - 1]!) merged[length - 1] = Math.max(merged[length - 1]!, to);
    else {
      merged[length++] = from;
      merged[length++] = to;
    }
  }
  return merged.slice(0, length);
};

/** Sorted, and with a gap between each and the next. */
const areApart = (pairs: Float64Array): boolean => {
  for (let i = 2; i < pairs.length; i += 2) if (pairs[i]! <= pairs[i - 1]!) return false;
  return true;
};

/** The ranges with `added`, which are pairs in any order: only what lies between the first and the last is looked at. */
export const withRanges = (ranges: PackedRanges | undefined, added: Float64Array): PackedRanges => {
  if (!ranges?.length && areApart(added)) return added;
  const sorted = sortPairs(added);
  if (!ranges || ranges.length === 0) return merge(sorted, new Float64Array(0));
  const start = rangesBefore(ranges, sorted[0]!) * 2;
  let last = 0;
  for (let i = 1; i < sorted.length; i += 2) last = Math.max(last, sorted[i]!);
  let end = rangesBefore(ranges, last) * 2;
  if (end < ranges.length && ranges[end]! <= last) end += 2;
  const between = merge(ranges.subarray(start, end), sorted);
  const joined = new Float64Array(start + between.length + ranges.length - end);
  joined.set(ranges.subarray(0, start));
  joined.set(between, start);
  joined.set(ranges.subarray(end), start + between.length);
  return joined;
};
