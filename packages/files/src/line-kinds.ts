// Tells what each line of a Markdown text is, as far as the work of its parser depends on it. In doubt a line is text: what
// an author writes may then be read more plainly than it could be, but nothing hostile is taken for something cheap.

/**
 * `start` begins a paragraph, `text` goes on with it. `row`, `html` and `code` are lines of a table, of a block of HTML and
 * of a fence; `fence` and `comment` are blocks by themselves.
 */
export type LineKind = 'empty' | 'fence' | 'code' | 'comment' | 'html' | 'row' | 'start' | 'text';

const EMPTY = /^[ \t>]*$/;
const QUOTED = /^[ \t]*>/;
const LIST_ITEM = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const HEADING = /^[ \t>]*#/;
const FENCE = /^([ \t>]*)(`{3,}|~{3,})/;

/** HTML that is a block until the next empty line. */
const HTML_BLOCK =
  /^<\/?(?:article|aside|blockquote|body|center|details|div|dl|dt|dd|figure|footer|h[1-6]|header|hr|html|li|link|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s/>]|$)/i;
/** A comment that ends on its line. */
const COMMENT = /^<!--.*?-->\s*$/;

/** The line below the names of a table's columns. */
const TABLE_RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const cellsIn = (row: string): number =>
  row
    .trim()
    .replace(/\\[\\|]/g, '')
    .replace(/^\||\|$/g, '')
    .split('|').length;
const isTableRule = (line: string, before: string): boolean =>
  line.includes('|') && TABLE_RULE.test(line) && /^\S/.test(before) && cellsIn(line) === cellsIn(before);

/** HTML that may go on over empty lines, so that a fence in it is none. */
const RAW_HTML = /^ {0,3}<(?:[!?]|pre|script|style|textarea)/i;

interface Fence {
  mark: string;
  before: string;
}

const fenceIn = (line: string): Fence | null => {
  const [, before = '', mark] = FENCE.exec(line) ?? [];
  return mark === undefined ? null : { mark, before };
};

/** A fence within a quote or a list ends with it. */
const hasLeft = ({ before }: Fence, line: string): boolean =>
  QUOTED.test(line) !== before.includes('>') || line.search(/\S/) < before.search(/[^ \t]|$/);

const startsBlock = (line: string): boolean => LIST_ITEM.test(line) || HEADING.test(line);

/** Returns the function that tells what the next line is; lines must be asked about in order. */
export const createLineKinds = (): ((line: string) => LineKind) => {
  let block: 'text' | 'table' | 'html' = 'text';
  let fence: Fence | null = null;
  /** No list and no quote was opened since the last empty line: a line without an indent is in none. */
  let isPlain = true;
  /** The fence that is open may be none: its lines are text. */
  let isDoubtful = false;
  let hasRawHtml = false;
  let before = '';
  let kind: LineKind = 'empty';

  const isFirst = (): boolean => kind === 'empty' || kind === 'fence' || kind === 'comment';

  const passesFence = (line: string): boolean => {
    const found = block === 'html' ? null : fenceIn(line);
    if (!found || (fence && !found.mark.startsWith(fence.mark))) return false;
    fence = fence ? null : found;
    isDoubtful = hasRawHtml || !isFirst();
    block = 'text';
    return true;
  };

  const kindOfText = (line: string): LineKind => {
    if (block === 'html') return 'html';
    if (isPlain && isFirst() && COMMENT.test(line)) return 'comment';
    hasRawHtml ||= RAW_HTML.test(line);
    if (isPlain && isFirst() && HTML_BLOCK.test(line)) {
      block = 'html';
      return 'html';
    }
    if (isPlain && (kind === 'text' || kind === 'start') && isTableRule(line, before)) block = 'table';
    else if (startsBlock(line) || QUOTED.test(line) || HTML_BLOCK.test(line)) block = 'text';
    if (block === 'table') return 'row';
    isPlain &&= !LIST_ITEM.test(line) && !QUOTED.test(line);
    return startsBlock(line) ? 'start' : 'text';
  };

  const kindOf = (line: string): LineKind => {
    if (EMPTY.test(line)) {
      block = 'text';
      isPlain = !QUOTED.test(line);
      return fence && !isDoubtful ? 'code' : 'empty';
    }
    if (fence && hasLeft(fence, line)) fence = null;
    if (passesFence(line)) return 'fence';
    if (fence) return isDoubtful ? 'text' : 'code';
    return kindOfText(line);
  };

  return (line) => {
    kind = kindOf(line);
    before = line;
    return kind;
  };
};
