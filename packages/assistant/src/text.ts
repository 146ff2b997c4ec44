// Owns how a note is cut: lines with their layout, sentences and words, each with UTF-16 offsets into the whole text.

export type LineKind = 'blank' | 'rule' | 'heading' | 'bullet' | 'numbered' | 'text';

/** One line. `start` is where its words begin, markers left out; `from` where the line begins. */
export interface Line {
  from: number;
  start: number;
  end: number;
  kind: LineKind;
  /** Headings: 1 is the largest. Bullets: 0 is the outermost. */
  level: number;
  words: string;
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*\s*$/;
const BULLET = /^(\s*)[-*•–‣▪]\s+(?=\S)/;
const NUMBERED = /^(\s*)\(?(?:\d{1,3}|[a-hA-H])[.)]\s+(?=\S)/;
const RULE = /^\s*(?:[-*_=~]\s*){3,}$/;
const BOLD_LINE = /^\s*(?:\*\*|__)(.{1,80}?)(?:\*\*|__):?\s*$/;
/** Short, not a sentence, and in capitals: a heading of somebody who writes no marks. */
const SHOUTED = /^[A-Z][A-Z0-9'’&/ -]{2,40}:?$/;

/** Splits a text into lines. A bold line, a shouted one or one marked by # is a heading. */
export const cutLines = (text: string): Line[] => {
  const lines: Line[] = [];
  let from = 0;
  for (const raw of text.split('\n')) {
    const end = from + raw.trimEnd().length;
    const at = (match: RegExpExecArray | null, group: number): number => from + raw.indexOf(match?.[group] ?? '', 0);
    const heading = HEADING.exec(raw) ?? null;
    const bold = BOLD_LINE.exec(raw);
    const bullet = BULLET.exec(raw);
    const numbered = NUMBERED.exec(raw);
    const trimmed = raw.trim();
    const line = (kind: LineKind, start: number, level = 0): void =>
      void lines.push({ from, start, end, kind, level, words: text.slice(start, end) });
    if (trimmed === '') line('blank', from);
    else if (RULE.test(raw)) line('rule', from);
    else if (heading) line('heading', heading[2] ? at(heading, 2) : from, heading[1]!.length);
    else if (bold) line('heading', at(bold, 1), 5);
    else if (bullet) line('bullet', from + bullet[0].length, Math.floor(bullet[1]!.replace(/\t/g, '  ').length / 2));
    else if (numbered)
      line('numbered', from + numbered[0].length, Math.floor(numbered[1]!.replace(/\t/g, '  ').length / 2));
    else if (SHOUTED.test(trimmed) && trimmed.length > 3 && trimmed.split(/\s+/).length <= 5)
      line('heading', from + raw.indexOf(trimmed), 4);
    else line('text', from + raw.indexOf(trimmed));
    from += raw.length + 1;
  }
  return lines;
};

export interface Span {
  start: number;
  end: number;
  text: string;
}

// A full stop after these ends no sentence.
const ABBREVIATION =
  /(?:\b(?:mr|mrs|ms|dr|st|sr|jr|prof|capt|sgt|lt|col|gen|rev|insp|mt|vs|etc|no|ca|approx|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$/i;

/** Sentences of [from, to); a semicolon, a dash with blanks and a line break part them as well as a full stop. */
export const cutSentences = (text: string, from = 0, to = text.length): Span[] => {
  const spans: Span[] = [];
  let start = from;
  const close = (end: number): void => {
    const piece = text.slice(start, end);
    const trimmed = piece.trim();
    if (trimmed)
      spans.push({
        start: start + piece.indexOf(trimmed),
        end: start + piece.indexOf(trimmed) + trimmed.length,
        text: trimmed,
      });
    start = end;
  };
  for (let i = from; i < to; i++) {
    const c = text[i]!;
    if (c === '\n') close(i + 1);
    else if ((c === '.' || c === '!' || c === '?') && (i + 1 >= to || /[\s"”')\]]/.test(text[i + 1]!))) {
      if (c === '.' && ABBREVIATION.test(text.slice(Math.max(start, i - 8), i + 1))) continue;
      let end = i + 1;
      while (end < to && /["”')\].!?]/.test(text[end]!)) end += 1;
      close(end);
      i = end - 1;
    }
  }
  close(to);
  return spans;
};

/** Those that lie wholly in [start, end), of spans sorted by their start. Cost: a search, not a walk over a long note. */
export const within = <S extends { start: number; end: number }>(
  sorted: readonly S[],
  start: number,
  end: number,
): S[] => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found: S[] = [];
  for (let i = low; i < sorted.length && sorted[i]!.start < end; i++) if (sorted[i]!.end <= end) found.push(sorted[i]!);
  return found;
};

/** A look-up of which places are taken by any of the spans, which may come in any order. */
export const takenBy = (
  spans: readonly { start: number; end: number }[],
): { has(start: number, end: number): boolean; add(start: number, end: number): void } => {
  const places = new Set<number>();
  const add = (start: number, end: number): void => {
    for (let i = start; i < end; i++) places.add(i);
  };
  for (const { start, end } of spans) add(start, end);
  return {
    add,
    has: (start, end) => {
      for (let i = start; i < end; i++) if (places.has(i)) return true;
      return false;
    },
  };
};

export const countWords = (text: string): number => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;

/** Bold, italic and code marks mean nothing to a reader of words. */
export const plainWords = (text: string): string =>
  text
    .replace(/\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .trim();

/** The first clause, as a title: no marks, no rules talk, at most `limit` characters, ending on a word. */
export const asTitle = (text: string, limit = 60): string => {
  const clause = plainWords(text)
    .replace(/^[\s\-–—•*#>\d.)]+/, '')
    .split(/(?<=[^\s]{3})[.;:!?](?:\s|$)|\s[–—-]\s|\s\(|, (?:and|but|who|which|where|so|because)\b|\n/)[0]!
    .trim();
  const cut = clause.length > limit ? clause.slice(0, limit).replace(/\s+\S*$/, '') : clause;
  return cut.charAt(0).toUpperCase() + cut.slice(1).replace(/[,;:\s]+$/, '');
};
