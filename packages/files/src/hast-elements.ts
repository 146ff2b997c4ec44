// Helpers for an HTML tree (hast) that is rewritten before it becomes a note.
import type { Element, ElementContent, Root, RootContent } from 'hast';

export type Child = RootContent | ElementContent;

export const property = (element: Element, name: string): string => String(element.properties[name] ?? '');

/** Longest style that is read, characters: a hostile one must not be searched over and over. */
const STYLE_MAX = 2000;

export const styleOf = (element: Element): string => property(element, 'style').slice(0, STYLE_MAX);

export const classesOf = (element: Element): string[] =>
  ([] as unknown[]).concat(element.properties['className'] ?? []).map(String);

export const isElement = (node: Child | undefined): node is Element => node?.type === 'element';

/** Text of white space only, or a comment: nothing that a reader sees. A no-break space is seen. */
export const isInvisible = (node: Child): boolean =>
  node.type === 'comment' || (node.type === 'text' && /^[ \t\n\r\f]*$/.test(node.value));

/** The text of a node and of all below it. */
export const textIn = (node: Child): string => {
  if (node.type === 'text') return node.value;
  return isElement(node) ? node.children.map(textIn).join('') : '';
};

/**
 * Replaces the children of every element, innermost first. The tree must not be deeper than the stack: see
 * `flattenDeepNodes`.
 */
export const rewriteChildren = <N extends Root | Element>(
  node: N,
  rewrite: (children: Child[], parent: Root | Element) => Child[],
): N => {
  for (const child of node.children) if (isElement(child)) rewriteChildren(child, rewrite);
  node.children = rewrite(node.children, node) as typeof node.children;
  return node;
};
