// Removes links to files and other programs from a vault's text, because their names can reveal secrets. The words of
// links stay, and so do web addresses.
import type { Link, Nodes } from 'mdast';
import { parseMarkdown } from '../markdown-to-note.ts';
import { isTooMuchForParser } from '../tame-markdown.ts';
import { cut, rangeOf, WEB_ADDRESS, type Range } from './vault-ranges.ts';

/** An address in plain words, with a scheme such as `obsidian://`. */
const OTHER_SCHEME = /\b(?!https?:|mailto:)[a-z][a-z\d+.-]{1,20}:\/\/[^\s)>\]]+/gi;
/** An HTML tag with attributes. */
const TAG_WITH_ATTRIBUTES = /<[a-z][^<>=]{0,60}=[^<>]*>/gi;

const matchesIn = (text: string, pattern: RegExp, offset = 0): Range[] =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: offset + index,
    end: offset + index + found.length,
  }));

/** A link without its address: what is before and after its words; all of it where the words are the address. */
const addressOf = (link: Link): Range[] => {
  const { start, end } = rangeOf(link);
  const [first, last] = [link.children[0], link.children.at(-1)];
  if (!first || !last || (first.type === 'text' && first.value === link.url)) return [{ start, end }];
  return [
    { start, end: rangeOf(first).start },
    { start: rangeOf(last).end, end },
  ];
};

/** Null where the parser gives up. */
const addressRanges = (text: string): Range[] | null => {
  if (isTooMuchForParser(text)) return null;
  const ranges = matchesIn(text, OTHER_SCHEME);
  const visit = (node: Nodes): void => {
    const range = rangeOf(node);
    if (node.type === 'link' && !WEB_ADDRESS.test(node.url)) ranges.push(...addressOf(node));
    else if (node.type === 'html')
      ranges.push(...matchesIn(text.slice(range.start, range.end), TAG_WITH_ATTRIBUTES, range.start));
    if ('children' in node) for (const child of node.children) visit(child);
  };
  try {
    visit(parseMarkdown(text));
    return ranges;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
};

/** `open`: the text without them. `addresses`: what was cut out, in order. Never throws. */
export const cutAddresses = (text: string): { open: string; addresses: string[] } => {
  if (!/\]\(|<|:\/\//.test(text)) return { open: text, addresses: [] };
  const ranges = addressRanges(text);
  if (!ranges) return { open: '', addresses: [text] };
  const { open, cuts } = cut(text, ranges);
  return { open, addresses: cuts.filter((words) => /[\p{L}\p{N}]/u.test(words)) };
};
