// Headings that Markdown does not know: those of HTML, in whatever form, and lines that look like one.
import type { Range } from './vault-ranges.ts';

/** A quote, a list item or an element around others; of the whole note, `around` is null. */
export interface Container {
  around: Container | null;
  isHtml: boolean;
}
export const WHOLE_NOTE: Container = { around: null, isHtml: false };

export interface Heading extends Range {
  /** 1 to 6. */
  depth: number;
  /** The quote, list item or element of HTML that it is in. */
  container: Container;
}

/** A title with the level at which a later heading ends what it names. */
export interface Title extends Range {
  depth: number;
  words: string;
}

/** Longest title, UTF-16 units with its tags. */
const TITLE = 600;

/**
 * The begin of an element that is a title, wherever it is: also where the parser takes it for text. Those after the
 * headings are titles only where they are short.
 */
const TITLE_TAG = new RegExp(
  String.raw`(?:<|&lt;|＜)[ \t]{0,3}(?:h([1-6])` +
    '|(dt|th|summary|legend|caption|figcaption|center|b|strong|big|font|u|mark)' +
    String.raw`|([a-z][\w-]{0,40})(?=[^<>]{1,200}\brole[ \t]{0,9}=[ \t"']{0,9}heading))(?![\w-])`,
  'gi',
);

/** Whether a text may have such a title. */
export const mayHaveHtmlTitle = (text: string): boolean => text.search(TITLE_TAG) !== -1;

/** Elements for words within a sentence: titles where nothing else is in their line. */
const INLINE = /^(?:b|strong|big|font|u|mark)$/i;
const SHORT = 100;

const MARKS_BEFORE = /^(?:[\s>*+_#-]|\d{1,9}[.)]|<[^<>]*>)*$/;
const MARKS_AFTER = /^(?:[\s*_:.–—-]|<[^<>]*>)*$/;

/** What is before a place in its line; null where that is longer than a title. */
const beforeInLine = (text: string, at: number): string | null => {
  const before = text.slice(Math.max(0, at - TITLE), at);
  const lineEnd = before.lastIndexOf('\n');
  return lineEnd === -1 && at > TITLE ? null : before.slice(lineEnd + 1);
};

/** Where the words of a title end: with its element, at the next heading, or where they are too long for one. */
const endOfWords = (text: string, from: number, name: string): number => {
  const part = text.slice(from, from + TITLE);
  const end = part.search(
    new RegExp(String.raw`(?:<|&lt;|＜)[ \t]{0,3}/[ \t]{0,3}${name}(?![\w-])|<h[1-6](?![\w-])`, 'i'),
  );
  return from + (end === -1 ? part.length : end);
};

/** The line of an element that is the only thing in it; null where it is not. */
const wholeLine = (text: string, start: number, name: string): Range | null => {
  const [line = ''] = text.slice(start, start + TITLE).split('\n', 1);
  const close = line.toLowerCase().lastIndexOf(`</${name.toLowerCase()}`);
  const before = beforeInLine(text, start);
  const isWhole = before !== null && line.length < TITLE && close !== -1;
  if (!isWhole || !MARKS_BEFORE.test(before) || !MARKS_AFTER.test(line.slice(close))) return null;
  return { start, end: start + close };
};

/** Without the rest of the tag before them, which may be damaged. */
const afterTag = (words: string): string => words.replace(/^[^<>]*(?:>|&gt;|＞)/, '');

/** The titles of HTML in a text, also in code and where a tag is damaged. */
export const htmlTitles = (text: string): Title[] =>
  [...text.matchAll(TITLE_TAG)].flatMap(({ 0: tag, 1: level, 2: other, 3: named = '', index }): Title[] => {
    const from = index + tag.length;
    if (other !== undefined && INLINE.test(other)) {
      const line = wholeLine(text, index, other);
      const words = line ? afterTag(text.slice(from, line.end)) : '';
      return line && words.length <= SHORT ? [{ ...line, depth: 6, words }] : [];
    }
    const end = endOfWords(text, from, level === undefined ? (other ?? named) : 'h[1-6]');
    const words = afterTag(text.slice(from, end));
    if (level !== undefined) return [{ start: index, end, depth: Number(level), words }];
    return words.length <= SHORT ? [{ start: index, end, depth: 6, words }] : [];
  });

/** `##GM notes` and other lines that some program takes for a heading and the parser does not. `#gm` is a tag. */
const LIKE_HEADING =
  /^[^\S\n]*(?:[>*+-][^\S\n]*|\d{1,9}[.)][^\S\n]*)*\\?([#＃]{2,6}|＃|#(?=[^\S\n]))([^#＃\n][^\n]*)$/gm;
/** The first of two lines, of which the second is drawn below it. */
const LIKE_UNDERLINED = /^([^\n]{1,200})\n[^\S\n]*(?:>[^\S\n]*)*(?:[=＝═]{2,}|[-–—―─━_]{2,})[^\S\n]*$/gm;

/** Lines that look like a heading, wherever they are. */
export const lineTitles = (text: string): Title[] => [
  ...[...text.matchAll(LIKE_HEADING)].map(({ 0: line, 1: signs = '', 2: words = '', index }): Title => ({
    ...{ start: index, end: index + line.length },
    ...{ depth: signs.length, words },
  })),
  ...[...text.matchAll(LIKE_UNDERLINED)].map(({ 0: lines, 1: words = '', index }): Title => ({
    start: index,
    end: index + lines.length,
    depth: 2,
    words,
  })),
];

interface Tag extends Range {
  name: string;
  isEnd: boolean;
}

/** The end of the tag that begins here; null where it has none. What is in the quotes of a value does not end it. */
const endOfTag = (html: string, from: number): number | null => {
  let quote = '';
  let before = '';
  for (let at = from + 1; at < html.length; at++) {
    const sign = html[at]!;
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (before === '=' && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === '>') return at + 1;
    if (sign.trim() !== '') before = sign;
  }
  return null;
};

/** The tags of a piece of HTML without its comments, up to one that does not end: then `isWhole` is false. */
const tagsOf = (html: string): { tags: Tag[]; isWhole: boolean } => {
  const tags: Tag[] = [];
  for (let start = html.indexOf('<'); start !== -1;) {
    const [, slash, name] = /^<(\/?)([a-z][\w-]{0,40})/i.exec(html.slice(start, start + 50)) ?? [];
    const isComment = html.startsWith('<!--', start);
    const close = isComment ? html.indexOf('-->', start) + 3 : name === undefined ? start + 1 : endOfTag(html, start);
    if (close === null || close <= start) return { tags, isWhole: false };
    if (name !== undefined) tags.push({ start, end: close, name: name.toLowerCase(), isEnd: slash !== '' });
    start = html.indexOf('<', close);
  }
  return { tags, isWhole: true };
};

/** Elements whose content is text, or is not shown where it is written. */
const NO_TAGS_WITHIN = /<(?:textarea|title|xmp|plaintext|noscript|iframe|select|svg|math|template|script|style)\b/i;

/** Elements around others. A paragraph or an item that is not closed is none of them. */
const CONTAINERS = new Set(
  (
    'div section article aside blockquote details figure header footer main nav table ul ol dl center form fieldset ' +
    'address hgroup'
  ).split(' '),
);

/** Where a heading is, as the note is read from its beginning. */
export interface Place {
  current(): Container;
  /** Runs `within` in a quote or list item; elements of HTML that it leaves open end with it. */
  enter(within: () => void): void;
  /** Reads a piece of HTML. Gives its headings: only they end a section, and what merely looks like one does not. */
  readHtml({ start, end }: Range): Heading[];
}

export const createPlace = (text: string): Place => {
  let current = WHOLE_NOTE;
  let lastTagEnd = 0;
  /** Whether a tag begins its line, or follows another tag: in text it may be meant as words. */
  const isByItself = (at: number): boolean =>
    beforeInLine(text, at)?.trim() === '' || (at - lastTagEnd < TITLE && text.slice(lastTagEnd, at).trim() === '');
  return {
    current: () => current,
    enter: (within) => {
      const before = current;
      current = { around: before, isHtml: false };
      within();
      current = before;
    },
    readHtml: ({ start, end }) => {
      const html = text.slice(start, end);
      const isReadable = !NO_TAGS_WITHIN.test(html);
      const { tags, isWhole } = tagsOf(html);
      const headings: Heading[] = [];
      for (const tag of tags) {
        const [at, after] = [start + tag.start, start + tag.end];
        if (CONTAINERS.has(tag.name) && !tag.isEnd) current = { around: current, isHtml: true };
        else if (CONTAINERS.has(tag.name) && current.isHtml) current = current.around ?? WHOLE_NOTE;
        else if (/^h[1-6]$/.test(tag.name) && !tag.isEnd && isReadable && isByItself(at))
          headings.push({ start: at, end: after, depth: Number(tag.name[1]), container: current });
        lastTagEnd = after;
      }
      // Nobody knows what the rest opens: what follows counts as within it.
      if (!isWhole) current = { around: current, isHtml: true };
      return headings;
    },
  };
};

const listAt = (lists: Map<number, number[]>, key: number): number[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};

/** Deepest container of which headings end a section in it. Below, only those of the whole note do. */
const CONTAINERS_AROUND = 8;

/** The containers in which a heading ends a section that begins in this one. */
const containersOf = (container: Container): Container[] => {
  const found: Container[] = [];
  for (let at: Container | null = container; at && at !== WHOLE_NOTE; at = at.around) {
    if (found.length === CONTAINERS_AROUND) return [WHOLE_NOTE];
    found.push(at);
  }
  return [...found, WHOLE_NOTE];
};

type EndFinder = (section: { end: number; depth: number; container: Container }) => number;

/**
 * Finds where a section ends: at the first heading of its level or above, in a container that it is in. A heading in a
 * quote within the section ends nothing.
 */
export const createEndFinder = (headings: readonly Heading[], length: number): EndFinder => {
  /** By container and level, in their order. */
  const starts = new Map<Container, Map<number, number[]>>();
  for (const { container, depth, start } of [...headings].sort((a, b) => a.start - b.start)) {
    const inContainer = starts.get(container) ?? new Map<number, number[]>();
    starts.set(container, inContainer);
    for (let level = depth; level <= 6; level++) listAt(inContainer, level).push(start);
  }
  const firstFrom = (sorted: readonly number[], from: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < from) low = middle + 1;
      else high = middle;
    }
    return sorted[low] ?? length;
  };
  return ({ end, depth, container }) =>
    Math.min(...containersOf(container).map((each) => firstFrom(starts.get(each)?.get(depth) ?? [], end)));
};
