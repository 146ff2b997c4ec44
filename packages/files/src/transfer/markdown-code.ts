// Where Markdown is code, which stays as it was written.

const FENCE = /^ {0,3}(?:> ?)*(`{3,}|~{3,})/;

/** Splits fenced code from the rest: the parts at odd indexes are code. */
export const splitFences = (body: string): string[] => {
  const parts: string[] = [''];
  let fence: string | null = null;
  for (const line of body.split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    const opens = fence === null && mark !== undefined;
    if (opens) {
      fence = mark;
      parts.push('');
    }
    parts[parts.length - 1] += `${line}\n`;
    const closes = !opens && fence !== null && mark?.startsWith(fence) && line.trim().replace(/^(?:> ?)*/, '') === mark;
    if (closes) {
      fence = null;
      parts.push('');
    }
  }
  return parts;
};

/** The spans of inline code: each ends at the next run of as many backticks as it starts with. */
const codeSpans = (text: string): { start: number; end: number }[] => {
  const runs = [...text.matchAll(/`+/g)].map((run) => ({ start: run.index, length: run[0].length }));
  /** The next run of the same length, by index. */
  const next: (number | undefined)[] = [];
  const nearest = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i--) {
    const { length } = runs[i]!;
    next[i] = nearest.get(length);
    nearest.set(length, i);
  }
  const spans: { start: number; end: number }[] = [];
  for (let i = 0; i < runs.length; i++) {
    const closing = next[i];
    if (closing === undefined) continue;
    spans.push({ start: runs[i]!.start, end: runs[closing]!.start + runs[closing]!.length });
    i = closing;
  }
  return spans;
};

/** A text with what is outside of its inline code rewritten. */
export const outsideSpans = (text: string, rewrite: (words: string) => string): string => {
  let [rewritten, at] = ['', 0];
  for (const { start, end } of codeSpans(text)) {
    rewritten += rewrite(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return rewritten + rewrite(text.slice(at));
};

/** A text with what is outside of its code rewritten. */
export const outsideCode = (text: string, rewrite: (words: string) => string): string =>
  splitFences(text)
    .map((part, i) => (i % 2 === 1 ? part : outsideSpans(part, rewrite)))
    .join('');
