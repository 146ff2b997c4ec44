// Splits a vault's note into what players may read and what is the GM's: comments, hidden HTML, secret callouts and
// admonitions, each to its end by the Markdown parser. What cannot be understood falls to the GM's side.
import { appendAll } from '@emberkeep/domain';
import type { Nodes } from 'mdast';
import { parseMarkdown } from '../markdown-to-note.ts';
import { isTooMuchForParser } from '../tame-markdown.ts';
import { readings, withoutUnseen } from './read-words.ts';
import {
  createEndFinder,
  createPlace,
  htmlTitles,
  lineTitles,
  mayHaveHtmlTitle,
  WHOLE_NOTE,
  type Container,
  type Heading,
} from './vault-headings.ts';
import { cut, rangeOf, WEB_ADDRESS, type Range } from './vault-ranges.ts';

/** What makes a part of a note the GM's. */
export type SecretForm = 'hidden' | 'callout' | 'code' | 'marked' | 'unused' | 'whole';

export interface SplitText {
  open: string;
  /** What is the GM's, in the order of the note. */
  secrets: string[];
  /** In which forms it was written. */
  forms: ReadonlySet<SecretForm>;
}

/** Callouts that a GM reads out or hands out. A callout of any other type may be the GM's, so it is. */
const OPEN_CALLOUTS = new Set(
  (
    'note abstract summary tldr info todo tip hint important success check done question help faq warning caution ' +
    'attention failure fail missing danger error bug example quote cite ' +
    'infobox recap read readaloud read-aloud boxtext narration handout player players'
  ).split(' '),
);

/** Whether a callout of this type is read out or handed out. */
export const isOpenCallout = (type: string): boolean => OPEN_CALLOUTS.has(type.trim().toLowerCase());

/** Signs that nobody sees and that are no blanks: they stand beside a mark in text that was copied from elsewhere. */
const UNSEEN = String.raw`\u00AD\u200B-\u200F\u2060`;

/**
 * Marks of quotes, lists and footnotes at the start of a line, with blanks of any kind. Written so that no text matches
 * it in two ways.
 */
const LINE_PREFIX = String.raw`(?:[^\S\n]|[${UNSEEN}]|>|[-*+][ \t]|\d{1,9}[.)][ \t]|\[\^[^\]\n]{1,60}\]:)*`;

/** `[!type` after them: the first line of a callout, also of one that is damaged or typed in fullwidth signs. */
const CALLOUT_START = new RegExp(`^(${LINE_PREFIX})[*_\`\\\\]*[[［][!！][ \\t]*([^\\]|\\n]*)([^\\n]*)`, 'gm');

/** Also in other languages, and written as one word with what follows. */
const SECRET_NAMES =
  String.raw`secrets?|secret[oa]s?|segret[oia]|segredos?|geheim(?:nis(?:se|ses)?|e[rs]?)?|spoilers?|hidden|mj|` +
  String.raw`spielleiter\w{0,9}|(?:gm|dm|(?:game|dungeon)[ -]?master)[’']?s?(?:[ _-]?(?:only|notes?|eyes|info|secrets?))?`;
const SECRET_WORD = String.raw`(?<![a-z0-9À-ɏ])(?:${SECRET_NAMES})(?![a-z0-9À-ɏ])`;

/** "Keeper's notes", "referee only": words that are also those of people in the world. */
const FOR_LEADER = String.raw`\b(?:keeper|referee|master|storyteller|narrator|private)[’']?s?[ -]{1,3}(?:notes?|only|info(?:rmation)?|eyes|section|part)\b`;

const SECRET_TITLE = new RegExp(`${SECRET_WORD}|${FOR_LEADER}`, 'i');

/** Whether a title (a heading, a tag, a kind of code), as it may be read, says that what it names is the GM's. */
export const isNamedSecret = (title: string): boolean =>
  readings(title).some((words) => SECRET_TITLE.test(words.replaceAll('_', ' ')));

/** The same for a file or folder, which may be a place that is called Hidden Valley. */
export const isFileNamedSecret = (name: string): boolean =>
  new RegExp(`^secrets?$|\\b(?:gm|dm|spoilers?)\\b|${FOR_LEADER}`, 'i').test(name.replaceAll('_', ' '));

/** Attributes of an element in which authors write "secret", or that make it invisible. */
const HIDING_ATTRIBUTE = String.raw`${SECRET_WORD}|display\s*:\s*none|(?:opacity|font-size)\s*:\s*0|color\s*:\s*transparent`;

/** One attribute's text, or the text between attributes: a `>` in quotes does not end the element. */
const IN_TAG = String.raw`(?:[^<>"']|"[^"<]{0,300}"|'[^'<]{0,300}')`;

/**
 * What starts a part that readers of the vault do not see: a comment, an element that its author hid or that no reader
 * shows, a block that other programs hide (`:::secret`, `{{secret`), a spoiler (`||words||`, `>!words!<`). The tag is that
 * of the element.
 */
const HIDING_MARK = new RegExp(
  String.raw`%{2,}|<!--|<!|<\?|<%|<(template|script|style)\b[^<>]{0,300}>` +
    String.raw`|<(details)\b[^<>]{0,300}>\s{0,9}<summary\b[^<>]{0,300}>[^<>]{0,100}(?:<[^<>]{0,100}>[^<>]{0,100}){0,5}?${SECRET_WORD}` +
    String.raw`|<([a-z][\w-]{0,40})\b(?=${IN_TAG}{0,300}>)[^<]{0,300}?(?:${HIDING_ATTRIBUTE})[^<]{0,300}?>` +
    String.raw`|(?:(?<!:):{2,}|\{\{|\{%)[ \t{.<%-]{0,9}[\w-]{0,40}?(?:\{[.#][\w-]{0,40}?)?${SECRET_WORD}` +
    String.raw`|(?<!\|)\|\|(?!\|)|>![^\S\n]*(?=[^\s[])`,
  'gi',
);

/** What ends a part, by the start of its mark. */
const ENDS: readonly (readonly [mark: string, end: RegExp])[] = [
  ['%%', /%{2,}/g],
  ['<!--', /-->/g],
  ['<!', />/g],
  ['<?', /\?>/g],
  ['<%', /%>/g],
  [':::', /\n[ \t>]*:::[^\n]*/g],
  ['::', /\n|$/g],
  ['{{<', /\{\{<[ \t]*\/[^\n]*?\}\}/g],
  ['{%', /\{%-?[ \t]*(?:end|\/)[^\n]*?%\}/g],
  ['{{', /\}\}/g],
  ['||', /\|\|/g],
  ['>!', /!</g],
];

/** A spoiler that is not closed hides the rest of its paragraph. */
const PARAGRAPH_END = /(?=\n[ \t>]*(?:\n|$))/g;

/** Two bars in code are an operator, and a quote in code is text: only other marks hide code. */
const isSpoiler = (mark: string): boolean => /^(?:\|\||>!)/.test(mark);

/**
 * Text that is parsed anew because a comment held code, UTF-16 units; beyond this, the rest of the note is the GM's.
 */
const MAX_PARSED = 20_000_000;

/** The parts of a note that decide what is secret, each in the order of the text. */
interface Blocks {
  /** An outer quote comes before those in it. */
  quotes: Range[];
  fences: (Range & { lang: string })[];
  /** Definitions of links and footnotes that nothing uses: nobody sees them, and `[//]: # (words)` is a comment. */
  unused: Range[];
  headings: Heading[];
  htmlHeadings: Heading[];
  /** Pieces of HTML, in which a label may be. */
  html: Range[];
  paragraphs: (Range & { container: Container })[];
  /** Items of lists, an outer one before those in it. */
  listItems: Range[];
  tables: Range[];
  /** Inline code and indented code, in which a mark may or may not count. */
  doubtful: Range[];
}

const isFence = (text: string, { start }: Range): boolean => /^ {0,3}(?:`{3}|~{3})/.test(text.slice(start, start + 6));

/** Null where the parser gives up, as on thousands of nested quotes. */
const readBlocks = (text: string): Blocks | null => {
  if (isTooMuchForParser(text)) return null;
  const blocks: Blocks = {
    quotes: [],
    fences: [],
    unused: [],
    headings: [],
    htmlHeadings: [],
    html: [],
    paragraphs: [],
    listItems: [],
    tables: [],
    doubtful: [],
  };
  const definitions: (Range & { identifier: string })[] = [];
  const used = new Set<string>();
  const place = createPlace(text);
  const visit = (node: Nodes): void => {
    const range = rangeOf(node);
    if (node.type === 'blockquote') blocks.quotes.push(range);
    else if (node.type === 'code' && isFence(text, range)) blocks.fences.push({ ...range, lang: node.lang ?? '' });
    else if (node.type === 'code' || node.type === 'inlineCode') blocks.doubtful.push(range);
    else if (node.type === 'heading') blocks.headings.push({ ...range, depth: node.depth, container: place.current() });
    else if (node.type === 'html') {
      blocks.html.push(range);
      appendAll(blocks.htmlHeadings, place.readHtml(range));
    } else if (node.type === 'paragraph') blocks.paragraphs.push({ ...range, container: place.current() });
    else if (node.type === 'listItem') blocks.listItems.push(range);
    else if (node.type === 'table') blocks.tables.push(range);
    else if (node.type === 'definition' && !WEB_ADDRESS.test(node.url)) blocks.unused.push(range);
    else if (node.type === 'definition') definitions.push({ ...range, identifier: node.identifier });
    else if (node.type === 'footnoteDefinition') definitions.push({ ...range, identifier: `^${node.identifier}` });
    else if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier);
    else if (node.type === 'footnoteReference') used.add(`^${node.identifier}`);
    if (!('children' in node)) return;
    const visitChildren = (): void => node.children.forEach(visit);
    if (['blockquote', 'listItem', 'footnoteDefinition'].includes(node.type)) place.enter(visitChildren);
    else visitChildren();
  };
  try {
    visit(parseMarkdown(text));
    return { ...blocks, unused: [...blocks.unused, ...definitions.filter(({ identifier }) => !used.has(identifier))] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
};

/** Finds the ranges that contain an offset, the innermost last. Offsets must be asked for in ascending order. */
const createNestFinder = <R extends Range>(ranges: readonly R[]): ((offset: number) => readonly R[]) => {
  const open: R[] = [];
  let next = 0;
  const closeBefore = (offset: number): void => {
    while (open.length > 0 && open.at(-1)!.end <= offset) open.pop();
  };
  return (offset) => {
    for (; next < ranges.length && ranges[next]!.start <= offset; next++) {
      closeBefore(ranges[next]!.start);
      open.push(ranges[next]!);
    }
    closeBefore(offset);
    return open;
  };
};

/** As {@link createNestFinder}, with the innermost range only. */
const createFinder = <R extends Range>(ranges: readonly R[]): ((offset: number) => R | undefined) => {
  const nestAt = createNestFinder(ranges);
  return (offset) => nestAt(offset).at(-1);
};

/** The end of an element, tags included; the end of the text where it is not closed. */
const endOfElement = (text: string, tag: string, from: number): number => {
  const tags = new RegExp(String.raw`<(/?)${tag}\b[^<>]*>`, 'gi');
  tags.lastIndex = from;
  let depth = 1;
  for (let match = tags.exec(text); match; match = tags.exec(text)) {
    depth += match[1] ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return text.length;
};

/** Where the hidden part that starts with this mark ends. `tag`: of a hidden element. */
const endOfHidden = (text: string, from: number, mark: string, tag: string | undefined): number => {
  if (tag) return endOfElement(text, tag, from);
  const ends = [ENDS.find(([start]) => mark.startsWith(start))![1], ...(isSpoiler(mark) ? [PARAGRAPH_END] : [])];
  for (const end of ends) {
    const close = new RegExp(end);
    close.lastIndex = from;
    if (close.test(text)) return close.lastIndex;
  }
  return text.length;
};

/** Comments and hidden elements; `forPlayers`, spoilers too, which a GM reads as they are written. */
const hiddenRanges = (text: string, forPlayers: boolean): Range[] => {
  if (text.search(HIDING_MARK) === -1) return [];
  const hidden: Range[] = [];
  // What is found is masked and not cut out, so that offsets stay and the parser sees the lines around it.
  let masked = text;
  let parsed = 0;
  let blocks = readBlocks(masked);
  let fenceAt = createFinder(blocks?.fences ?? []);
  let doubtfulAt = createFinder(blocks?.doubtful ?? []);
  // Two bars in a table are an empty cell or a spoiler: nobody can tell.
  const tableAt = createFinder(blocks?.tables ?? []);
  const marks = new RegExp(HIDING_MARK);
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    const start = match.index;
    const isInCode = fenceAt(start) ?? doubtfulAt(start);
    const isSpoilerMark = isSpoiler(match[0]);
    if (isSpoilerMark && (!forPlayers || (blocks && isInCode))) continue;
    if (!blocks || parsed > MAX_PARSED || doubtfulAt(start)) return [...hidden, { start, end: text.length }];
    // Some languages hide what follows the mark, so all of the code is the GM's.
    const range = fenceAt(start) ??
      (isSpoilerMark ? tableAt(start) : undefined) ?? {
        start,
        end: endOfHidden(text, marks.lastIndex, match[0], match.slice(1).find(Boolean)),
      };
    hidden.push(range);
    marks.lastIndex = Math.max(marks.lastIndex, range.end);
    const words = text.slice(start, range.end);
    if (range.start < start || !/[`~]/.test(words)) continue;
    masked = masked.slice(0, start) + words.replace(/[^\n]/g, 'x') + masked.slice(range.end);
    parsed += masked.length;
    blocks = readBlocks(masked);
    fenceAt = createFinder(blocks?.fences ?? []);
    doubtfulAt = createFinder(blocks?.doubtful ?? []);
  }
  return hidden;
};

/** From the first line of a secret callout to the end of its quote, or of its paragraph where it is in no quote. */
const calloutRanges = (text: string, { quotes, fences }: Blocks): Range[] => {
  const quotesAt = createNestFinder(quotes);
  const fenceAt = createFinder(fences);
  return [...text.matchAll(CALLOUT_START)].flatMap(
    ({ 0: found, 1: prefix = '', 2: type = '', 3: title = '', index }): Range[] => {
      if (isOpenCallout(type) && !isNamedSecret(title)) return [];
      const at = index + found.length - title.length - 1;
      const nest = quotesAt(at);
      // To the parser, a line with fewer marks continues the inner quote. To its author it is a callout of the outer one.
      const quote = nest[Math.max(1, prefix.split('>').length - 1) - 1] ?? nest.at(-1);
      if (quote) return [{ start: index, end: quote.end }];
      if (fenceAt(at)) return [];
      const blank = text.slice(index + prefix.length).search(/\n[ \t>]*(?:\n|$)/);
      return [{ start: index, end: blank === -1 ? text.length : index + prefix.length + blank }];
    },
  );
};

/** Kinds of code that a plugin shows as something else: a query, a map with its marks, the numbers of a monster. */
const PLUGIN_CODE = /^(?:dataview(?:js)?|query|tasks|statblock|encounter(?:-table)?|initiative|leaflet|templater)$/i;

const isOpenCode = (lang: string): boolean =>
  /^ad-/i.test(lang) ? isOpenCallout(lang.slice(3)) : !PLUGIN_CODE.test(lang) && !isNamedSecret(lang);

/** Code blocks of plugins, `ad-secret` and others, whose kind is not one for players. */
const codeRanges = ({ fences }: Blocks): Range[] => fences.filter(({ lang }) => !isOpenCode(lang));

/**
 * Sections under "GM notes" and the like, to the next heading of their level. What only looks like a heading begins a
 * section and ends none: in doubt its words are the GM's.
 */
const sectionRanges = (text: string, { headings, htmlHeadings, fences }: Blocks): Range[] => {
  const fenceAt = createFinder(fences);
  const endOf = createEndFinder([...headings, ...htmlHeadings], text.length);
  const containers = new Map(htmlHeadings.map(({ start, container }) => [start, container]));
  const headingEnds = new Set(headings.map(({ end }) => end));
  const titles = [
    ...headings.map((heading) => ({ ...heading, words: text.slice(heading.start, heading.end) })),
    ...htmlTitles(text).map((title) => ({ ...title, container: containers.get(title.start) ?? WHOLE_NOTE })),
    ...lineTitles(text).flatMap((title) => (headingEnds.has(title.end) ? [] : [{ ...title, container: WHOLE_NOTE }])),
  ].sort((a, b) => a.start - b.start);
  return titles.flatMap((title): Range[] =>
    isNamedSecret(title.words) ? [fenceAt(title.start) ?? { start: title.start, end: endOf(title) }] : [],
  );
};

/** `GM: words`, `**Secret:** words`, `(dm note:: words)`: how a paragraph or a field begins that is the GM's. */
const GM_LABEL = new RegExp(
  String.raw`(?:^|\n|[([])[ \t>*_([-]{0,9}(?:[\w-]{1,30}[ _-]){0,2}(?:${SECRET_WORD})(?:[ _-][\w-]{1,30}){0,2}[*_]{0,3}(?::|[ \t][-–—][ \t])`,
  'i',
);
/** Whether a paragraph begins with a label that keeps it from players. */
export const isLabelledSecret = (words: string): boolean => readings(words).some((each) => GM_LABEL.test(each));

/** `#gm`, `#secret/plot`: a tag of Obsidian within the text. */
const TAG = /(?<![\p{L}\p{N}_/&#])#([\p{L}\p{N}_/-]+)/gu;
const hasSecretTag = (words: string): boolean => [...words.matchAll(TAG)].some(([, tag]) => isNamedSecret(tag!));

/** Whether a paragraph of nothing but tags says that the note is the GM's, as its front matter can. */
const isTaggedSecret = (text: string, { paragraphs }: Blocks): boolean =>
  paragraphs.some(({ start, end }) => {
    const words = text.slice(start, end);
    return words.replace(TAG, '').trim() === '' && hasSecretTag(words);
  });

const BOLD_LINE = /^(?:\*\*|__)[^*_\n]+(?:\*\*|__):?[ \t]*$/;

/** Pieces of HTML of which a line or an element begins with a label that keeps it from players. */
const labelledHtml = (text: string, { html }: Blocks): Range[] =>
  html.filter(({ start, end }) => isLabelledSecret(text.slice(start, end).replace(/<[^<>]*>/g, '\n')));

/** A line that names what follows it. */
const isSecretTitle = (line: string): boolean => line.length <= 100 && isNamedSecret(line);

const firstLine = (text: string): string => text.split('\n', 1)[0]!;

/** Paragraphs with such a label, tag or title. In a list, what is nested below one goes with it. */
const labelledRanges = (text: string, { paragraphs, listItems }: Blocks): Range[] => {
  const itemsAt = createNestFinder(listItems);
  return paragraphs.flatMap(({ start, end }): Range[] => {
    const words = text.slice(start, end);
    const title = firstLine(words);
    const item = itemsAt(start).at(-1);
    const isFirstInItem = item !== undefined && !text.slice(item.start, start).includes('\n');
    const isItemTitle = isFirstInItem && item.end > end;
    const isTitle = (isItemTitle || BOLD_LINE.test(title)) && isSecretTitle(title);
    if (!isTitle && !isLabelledSecret(words) && !hasSecretTag(words)) return [];
    return [isFirstInItem ? item : { start, end }];
  });
};

/** Below a line in bold type that names a secret, to the next heading or line in bold type. */
const boldSectionRanges = (text: string, { paragraphs, headings }: Blocks): Range[] => {
  const titleOf = ({ start, end }: Range): string => firstLine(text.slice(start, end));
  const titles = paragraphs.filter((paragraph) => BOLD_LINE.test(titleOf(paragraph)));
  if (titles.length === 0) return [];
  const isWhole = ({ start, end }: Range): boolean => BOLD_LINE.test(text.slice(start, end));
  const ends = titles.filter(isWhole).map((title) => ({ ...title, depth: 6 }));
  const endOf = createEndFinder([...headings, ...ends], text.length);
  return titles.flatMap((title): Range[] =>
    isSecretTitle(titleOf(title)) ? [{ start: title.start, end: endOf({ ...title, depth: 6 }) }] : [],
  );
};

/** Tables with a column that is the GM's: a table is not taken apart. */
const tableRanges = (text: string, { tables }: Blocks): Range[] =>
  tables.filter(({ start, end }) =>
    firstLine(text.slice(start, end))
      .split('|')
      .some((title) => title.length <= 60 && isNamedSecret(title)),
  );

/** `!!! secret` and `??? gm` with the indented lines below them. */
const ADMONITION = /^(?:!!!|\?\?\?\+?)[ \t]+([^\n]*)(?:\n(?:[ \t]+[^\n]*|[ \t]*(?=\n[ \t]*\S)))*/gm;
const admonitionRanges = (text: string): Range[] =>
  [...text.matchAll(ADMONITION)].flatMap(({ 0: found, 1: title = '', index }): Range[] =>
    isNamedSecret(title) ? [{ start: index, end: index + found.length }] : [],
  );

/** Without the marks of a comment. */
const wordsOfHidden = (hidden: string): string => {
  if (isSpoiler(hidden)) return hidden.replace(/^(?:\|\||>!)|(?:\|\||!<)$/g, '').trim();
  if (hidden.startsWith('%%')) return hidden.replace(/^%+|%{2,}$/g, '').trim();
  const [open, close] = ['<!--', '-->'];
  if (!hidden.startsWith(open)) return hidden;
  return (hidden.endsWith(close) ? hidden.slice(open.length, -close.length) : hidden.slice(open.length)).trim();
};

/** Without the marks of the quotes that the callout was in; its first line becomes a title. */
const wordsOfCallout = (callout: string): string => {
  const prefix = new RegExp(`^${LINE_PREFIX}`).exec(callout)![0];
  const depth = prefix.split('>').length - 1;
  const [first = '', ...lines] = callout.slice(prefix.length).split('\n');
  const head = /^\[!([^\]|\n]*)(?:\|[^\]\n]*)?\][+-]?[ \t]*(.*)$/.exec(first);
  const title = head ? `**${calloutTitle(head[1]!, head[2]!)}**\n` : first;
  const quote = new RegExp(String.raw`^(?:[ \t]*> ?){1,${Math.max(1, depth)}}`);
  return [title, ...lines.map((line) => (depth > 0 ? line.replace(quote, '') : line))].join('\n');
};

/** The title of a callout; its type where it has none. */
export const calloutTitle = (type: string, title: string): string =>
  title.trim() || type.charAt(0).toUpperCase() + type.slice(1).toLowerCase();

/** Most notes have none, and are not parsed. */
const mayHaveCallouts = (text: string): boolean =>
  text.search(CALLOUT_START) !== -1 || /`{3}|~{3}|\]:/.test(text) || mayHaveHtmlTitle(text) || isNamedSecret(text);

/** The parts of a text that are the GM's, by their form. */
const calloutsAndSections = (text: string): [SecretForm, Range[]][] => {
  if (!mayHaveCallouts(text)) return [];
  const blocks = readBlocks(text);
  if (!blocks || isTaggedSecret(text, blocks)) return [['whole', [{ start: 0, end: text.length }]]];
  return [
    ['callout', [...calloutRanges(text, blocks), ...admonitionRanges(text)]],
    ['code', codeRanges(blocks)],
    [
      'marked',
      [
        ...sectionRanges(text, blocks),
        ...labelledRanges(text, blocks),
        ...labelledHtml(text, blocks),
        ...boldSectionRanges(text, blocks),
        ...tableRanges(text, blocks),
      ],
    ],
    ['unused', blocks.unused],
  ];
};

/**
 * Cuts out what `find` finds, and then what it finds in the rest as readers see it: a sign that nobody sees keeps the
 * parser from a mark, and not the author from meaning one.
 */
const cutFound = (text: string, find: (text: string) => Range[]): ReturnType<typeof cut> => {
  const first = cut(text, find(text));
  const read = withoutUnseen(first.open);
  if (!read) return first;
  const second = cut(first.open, find(read.seen).map(read.toOriginal));
  return { open: second.open, cuts: [...first.cuts, ...second.cuts] };
};

/** Splits the text of a note. Never throws. Line ends are `\n`. `forPlayers`: spoilers are the GM's too. */
export const splitSecrets = (text: string, forPlayers = true): SplitText => {
  const withoutHidden = cutFound(text, (words) => hiddenRanges(words, forPlayers));
  const forms = new Set<SecretForm>();
  const { open, cuts } = cutFound(withoutHidden.open, (words) =>
    calloutsAndSections(words).flatMap(([form, ranges]) => {
      if (ranges.some(({ start, end }) => words.slice(start, end).trim() !== '')) forms.add(form);
      return ranges;
    }),
  );
  const isSaid = (words: string): boolean => words.trim() !== '';
  // An empty comment hides nothing.
  const hidden = withoutHidden.cuts.map(wordsOfHidden).filter(isSaid);
  if (hidden.length > 0) forms.add('hidden');
  return { open, secrets: [...hidden, ...cuts.map(wordsOfCallout).filter(isSaid)], forms };
};
