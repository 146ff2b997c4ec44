// Lists as word processors put them on the clipboard: Word writes paragraphs with a sign before them, Google Docs and
// Word online write each level as a list of its own beside the others. Both become lists in lists.
import type { Element, Root } from 'hast';
import {
  classesOf,
  isElement,
  isInvisible,
  property,
  rewriteChildren,
  styleOf,
  textIn,
  type Child,
} from './hast-elements.ts';

/** An item or a list with the level that its program gave it; 1 is the outermost. */
interface Leveled {
  level: number;
  tag: string;
  start: number;
  items: Child[];
}

const MAX_LEVEL = 9;
const POINTS: Readonly<Record<string, number>> = { in: 72, cm: 28.35, mm: 2.835, pt: 1, px: 0.75 };
/** How far Word indents a level, points. */
const INDENT = 36;
/** The sign before an item and the blanks behind it, where Word does not say that it is one. */
const SIGN = /^\s*([·•o§ü▪–-]|\(?(?:\d{1,3}|[a-z]{1,4})[.)])[\s\u00A0]{2,}/i;
const NUMBER = /^\(?(\d{1,3}|[a-z]{1,4})[.)]/i;

/** The level by Word's own property, or by how far the paragraph is indented. */
const wordLevel = (style: string): number => {
  const own = /mso-list\s*:[^;]*\blevel(\d)/i.exec(style)?.[1];
  if (own) return Number(own);
  const indent = /margin-left\s*:\s*([\d.]+)(in|cm|mm|pt|px)/i.exec(style);
  const points = indent ? Number(indent[1]) * (POINTS[indent[2]!.toLowerCase()] ?? 1) : INDENT;
  return Math.min(MAX_LEVEL, Math.max(1, Math.round(points / INDENT)));
};

/** Takes the element that holds the sign out of a paragraph; returns the sign, or null where Word marked none. */
const takeMarkedSign = (parent: Element): string | null => {
  for (const [i, child] of parent.children.entries()) {
    if (!isElement(child)) continue;
    if (/mso-list\s*:\s*ignore/i.test(styleOf(child))) {
      parent.children.splice(i, 1);
      return textIn(child).trim();
    }
    const inner = takeMarkedSign(child);
    if (inner !== null) return inner;
  }
  return null;
};

/** Takes this many characters from the beginning of an element's text. */
const takeCharacters = (parent: Element, count: number): number => {
  let left = count;
  for (const child of parent.children) {
    if (left === 0) return 0;
    if (child.type === 'text') {
      const taken = Math.min(left, child.value.length);
      child.value = child.value.slice(taken);
      left -= taken;
    } else if (isElement(child)) left = takeCharacters(child, left);
  }
  return left;
};

const takeSign = (paragraph: Element): string | null => {
  const marked = takeMarkedSign(paragraph);
  if (marked !== null) return marked;
  const found = SIGN.exec(textIn(paragraph));
  if (!found) return null;
  takeCharacters(paragraph, found[0].length);
  return found[1]!;
};

/** A paragraph that Word shows as a list item, or null. */
const wordItem = (paragraph: Element): Leveled | null => {
  const style = styleOf(paragraph);
  const isMarked = /mso-list\s*:\s*l\d/i.test(style);
  if (!isMarked && !classesOf(paragraph).some((name) => /^MsoListParagraph/i.test(name))) return null;
  const sign = takeSign(paragraph);
  // A paragraph that continues an item has no sign.
  if (sign === null) return null;
  const number = NUMBER.exec(sign)?.[1];
  const item: Element = { type: 'element', tagName: 'li', properties: {}, children: [paragraph] };
  return {
    level: wordLevel(style),
    tag: number === undefined ? 'ul' : 'ol',
    start: Number(number) || 1,
    items: [item],
  };
};

const listLevel = (list: Element): number | null => {
  const kix = classesOf(list)
    .map((name) => /^lst-kix_\w+-(\d)$/.exec(name)?.[1])
    .find((level) => level !== undefined);
  if (kix !== undefined) return Number(kix) + 1;
  const item = list.children.find((child) => isElement(child) && child.tagName === 'li');
  const level = isElement(item) ? Number(property(item, 'ariaLevel') || property(item, 'dataAriaLevel')) : 0;
  return level > 0 ? Math.min(MAX_LEVEL, level) : null;
};

const leveled = (node: Child): Leveled | null => {
  if (!isElement(node)) return null;
  if (node.tagName === 'p') return wordItem(node);
  if (node.tagName !== 'ul' && node.tagName !== 'ol') return null;
  const level = listLevel(node);
  return level === null
    ? null
    : { level, tag: node.tagName, start: Number(node.properties['start'] ?? 1), items: node.children };
};

const newList = ({ tag, start, items }: Leveled): Element => ({
  type: 'element',
  tagName: tag,
  properties: tag === 'ol' && start !== 1 ? { start } : {},
  children: items as Element['children'],
});

/** Nests a run of lists with levels: each goes into the last item of the list above it. */
const nested = (run: readonly Leveled[]): Element[] => {
  const top: Element[] = [];
  let open: { level: number; list: Element }[] = [];
  for (const next of run) {
    open = open.filter(({ level }) => level <= next.level);
    const last = open.at(-1);
    if (last?.level === next.level && last.list.tagName === next.tag) {
      last.list.children.push(...(next.items as Element['children']));
      continue;
    }
    open = open.filter(({ level }) => level < next.level);
    const list = newList(next);
    const item = open.at(-1)?.list.children.findLast((child) => isElement(child) && child.tagName === 'li');
    if (isElement(item)) item.children.push(list);
    else top.push(list);
    open.push({ level: next.level, list });
  }
  return top;
};

/** Word online puts every item into a box of its own. */
const unboxed = (children: readonly Child[]): Child[] =>
  children.flatMap((child) =>
    isElement(child) && child.tagName === 'div' && classesOf(child).some((name) => /^ListContainerWrapper/.test(name))
      ? child.children
      : [child],
  );

const nestLists = (children: readonly Child[]): Child[] => {
  const result: Child[] = [];
  let run: Leveled[] = [];
  let between: Child[] = [];
  const endRun = (): void => {
    result.push(...nested(run), ...between);
    [run, between] = [[], []];
  };
  for (const child of unboxed(children)) {
    const item = leveled(child);
    if (item) {
      [run, between] = [[...run, item], []];
      continue;
    }
    if (run.length > 0 && isInvisible(child)) {
      between.push(child);
      continue;
    }
    endRun();
    result.push(child);
  }
  endRun();
  return result;
};

/** The tree with the lists of word processors as lists in lists. */
export const nestFlatLists = (tree: Root): Root =>
  rewriteChildren(tree, (children, parent) =>
    // In a list, a list beside an item is part of that item already.
    parent.type === 'element' && /^[ou]l$/.test(parent.tagName) ? [...children] : nestLists(children),
  );
