// Parts of a vault's text by their places, and how they are cut out.
import type { Nodes } from 'mdast';

/** UTF-16 offsets, end exclusive. */
export interface Range {
  start: number;
  end: number;
}

/** A file's name behind a link may be a secret; an address in the web is the reader's to follow. */
export const WEB_ADDRESS = /^(?:https?:|mailto:)/i;

export const rangeOf = (node: Nodes): Range => ({
  start: node.position?.start.offset ?? 0,
  end: node.position?.end.offset ?? 0,
});

/** Cuts the ranges out of the text; ranges that overlap are one. */
export const cut = (text: string, ranges: readonly Range[]): { open: string; cuts: string[] } => {
  let open = '';
  let at = 0;
  const cuts: string[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= at) continue;
    open += text.slice(at, Math.max(at, start));
    cuts.push(text.slice(Math.max(at, start), end));
    at = end;
  }
  return { open: open + text.slice(at), cuts };
};
