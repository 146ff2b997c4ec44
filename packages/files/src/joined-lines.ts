// Lines that a page writes as blocks of their own without any space between, as mail programs, chats and Google Docs do:
// they become the lines of one paragraph, and a blank one ends it. Otherwise every line would be read as a paragraph.
import type { Element, ElementContent, Root } from 'hast';
import { isElement, isInvisible, rewriteChildren, styleOf, textIn, type Child } from './hast-elements.ts';

/** Elements that may be in a line. */
const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr q ruby rt rp s samp ' +
    'small span strike strong sub sup time tt u var wbr o:p'
  ).split(' '),
);

const SPACE_AROUND = /margin(?:-top|-bottom|-block[\w-]*)?\s*:\s*[^;]*[1-9]/i;
const NO_SPACE = [/margin(?:-top)?\s*:\s*0(?:\D|$)/i, /margin(?:-bottom)?\s*:\s*0(?:\D|$)/i];

const isInlineOnly = (node: Child): boolean =>
  !isElement(node) || (INLINE.has(node.tagName) && node.children.every(isInlineOnly));

/**
 * `blank`: a line with nothing in it. `line`: one with nothing below it but its words. `spaceless`: a paragraph that its
 * style sets without space, which is a line only where others are parted by blank ones.
 */
type LineKind = 'blank' | 'line' | 'spaceless' | null;

const kindOf = (node: Child): LineKind => {
  if (!isElement(node)) return null;
  if (node.tagName === 'br') return 'blank';
  const isDivision = node.tagName === 'div';
  if ((!isDivision && node.tagName !== 'p') || !node.children.every(isInlineOnly)) return null;
  const style = styleOf(node);
  const isLine = !SPACE_AROUND.test(style) && (isDivision || NO_SPACE.every((pattern) => pattern.test(style)));
  if (!isLine) return null;
  const hasPicture = node.children.some((child) => isElement(child) && child.tagName === 'img');
  if (textIn(node).trim() === '' && !hasPicture) return 'blank';
  return isDivision ? 'line' : 'spaceless';
};

const lineBreak = (): Element => ({ type: 'element', tagName: 'br', properties: {}, children: [] });

const paragraph = (lines: readonly Element[]): Element => ({
  type: 'element',
  tagName: 'p',
  properties: {},
  children: lines.flatMap((line, i): ElementContent[] => [...(i > 0 ? [lineBreak()] : []), ...line.children]),
});

/** The paragraphs of a run of lines, parted by its blank ones. */
const paragraphsOf = (run: readonly Child[]): Child[] => {
  const kinds = run.map(kindOf);
  const firstLine = kinds.findIndex((kind) => kind !== 'blank');
  const lastLine = kinds.findLastIndex((kind) => kind !== 'blank');
  const hasParting = kinds.some((kind, i) => kind === 'blank' && i > firstLine && i < lastLine);
  if (!hasParting && kinds.includes('spaceless')) return [...run];
  const groups: Element[][] = [[]];
  for (const [i, node] of run.entries()) {
    if (kinds[i] === 'blank') groups.push([]);
    else if (isElement(node)) groups.at(-1)!.push(node);
  }
  return groups.filter((group) => group.length > 0).map(paragraph);
};

const joinLines = (children: readonly Child[]): Child[] => {
  // A break is a blank line only beside lines that are blocks; within a text it is just a break.
  if (!children.some((child) => ['line', 'spaceless'].includes(kindOf(child) ?? ''))) return [...children];
  const result: Child[] = [];
  let run: Child[] = [];
  const endRun = (): void => {
    result.push(...(run.some((node) => isElement(node) && node.tagName !== 'br') ? paragraphsOf(run) : run));
    run = [];
  };
  for (const child of children) {
    if (kindOf(child) !== null) run.push(child);
    else if (run.length === 0 || !isInvisible(child)) {
      endRun();
      result.push(child);
    }
  }
  endRun();
  return result;
};

/** The tree with such lines joined to paragraphs. */
export const joinLineBlocks = (tree: Root): Root => rewriteChildren(tree, joinLines);
