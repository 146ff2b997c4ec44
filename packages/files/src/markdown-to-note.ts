// Parses Markdown (GFM) into a note. Front matter is kept, as a code block at the top.
import { unified } from 'unified';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import type { Root } from 'mdast';
import { appendAll, type NoteMark, type NoteNode } from '@emberkeep/domain';
import { coverLinkBars } from './cover-link-bars.ts';
import { endOfParsed, tameMarkdown } from './tame-markdown.ts';
import { mdastToNote } from './mdast-to-note.ts';
import { textToNote } from './text-to-note.ts';

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false });

/**
 * Only `key: value` lines count as front matter, because a note may start with a rule. No line matches in two ways:
 * front matter without an end would take exponential time.
 */
const FRONT_MATTER = /^---\n((?:[\w-]+:.*\n|[ \t].*\n|- .*\n)+)---(?:\n|$)/;

/** The syntax tree of Markdown. Throws a RangeError where it is nested too deeply for the parser's stack. */
export const parseMarkdown = (markdown: string): Root => parser.parse(markdown);

const parse = (body: string): NoteNode[] => {
  try {
    return mdastToNote(parseMarkdown(body), body);
  } catch (error) {
    // The parser recurses: thousands of nested marks exhaust its stack. They stay plain text.
    if (!(error instanceof RangeError)) throw error;
    return textToNote(body);
  }
};

const frontMatterBlock = (yaml: string): NoteNode => ({
  type: 'codeBlock',
  attrs: { language: 'yaml' },
  content: [{ type: 'text', text: yaml.trimEnd() }],
});

/** Addresses that the parser found in plain words have marks, too. */
const uncoveredMarks = (marks: readonly NoteMark[], uncover: (words: string) => string): NoteMark[] =>
  marks.map(({ type, attrs }) => ({
    type,
    ...(attrs
      ? {
          attrs: Object.fromEntries(
            Object.entries(attrs).map(([name, value]) => [name, typeof value === 'string' ? uncover(value) : value]),
          ),
        }
      : {}),
  }));

const uncovered = (nodes: readonly NoteNode[], uncover: (words: string) => string): NoteNode[] =>
  nodes.map((node) => ({
    ...node,
    ...(node.marks ? { marks: uncoveredMarks(node.marks, uncover) } : {}),
    ...(node.text === undefined ? {} : { text: uncover(node.text) }),
    ...(node.content ? { content: uncovered(node.content, uncover) } : {}),
  }));

const bodyToNote = (body: string): NoteNode[] => {
  const covered = coverLinkBars(body);
  const tamed = tameMarkdown(covered.text);
  return tamed ? uncovered(parse(tamed.text), (words) => covered.uncover(tamed.uncover(words))) : textToNote(body);
};

/**
 * Parses Markdown into note nodes; empty text gives none. What is too long to be parsed is plain text from there. Never
 * throws, whatever the text.
 */
export const markdownToNote = (markdown: string): NoteNode[] => {
  const text = markdown.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const front = FRONT_MATTER.exec(text);
  const body = text.slice(front?.[0].length ?? 0);
  const end = endOfParsed(body);
  const nodes = bodyToNote(body.slice(0, end ?? body.length));
  if (front) nodes.unshift(frontMatterBlock(front[1] ?? ''));
  if (end !== null) appendAll(nodes, textToNote(body.slice(end)));
  return nodes;
};
