// Bold, italic and struck text that a page's style sheet gives to classes, as a downloaded Google document does: each
// element gets what its classes say as a style of its own.
import type { Element, Root, RootContent } from 'hast';

/** A rule for one class and nothing else; other selectors are not followed. */
const CLASS_RULE = /^\s*\.([\w-]+)\s*$/;
/** Most declarations of a rule that are read, and the longest: a hostile sheet must not grow with each of its uses. */
const [MOST, LONGEST] = [4, 60];
const IS_READ = /^\s*(?:font-weight|font-style|text-decoration[\w-]*)\s*:/i;

const childrenOf = (node: Root | Element): Element[] =>
  (node.children as RootContent[]).filter((child): child is Element => child.type === 'element');

/** Calls `visit` for every element. Iterative: the markup may be deep. */
const eachElement = (tree: Root, visit: (element: Element) => void): void => {
  const open: (Root | Element)[] = [tree];
  for (let node = open.pop(); node; node = open.pop())
    for (const element of childrenOf(node)) {
      visit(element);
      open.push(element);
    }
};

/** The declarations of each class. Split at braces, so that a sheet without its ends costs one pass. */
const readSheet = (sheet: string, rules: Map<string, string>): void => {
  for (const rule of sheet.split('}')) {
    const [selectors = '', body = ''] = rule.split('{');
    const declarations = body
      .split(';')
      .filter((each) => each.length <= LONGEST && IS_READ.test(each))
      .slice(-MOST);
    if (declarations.length === 0) continue;
    for (const selector of selectors.split(',')) {
      const name = CLASS_RULE.exec(selector)?.[1];
      if (name) rules.set(name, declarations.join(';'));
    }
  }
};

/** Writes what a tree's style sheets say of classes into the elements' own styles, behind what those say themselves. */
export const inlineClassStyles = (tree: Root): Root => {
  const rules = new Map<string, string>();
  eachElement(tree, ({ tagName, children }) => {
    if (tagName !== 'style') return;
    for (const child of children) if (child.type === 'text') readSheet(child.value, rules);
  });
  if (rules.size === 0) return tree;
  eachElement(tree, ({ properties }) => {
    const names = Array.isArray(properties['className']) ? properties['className'] : [];
    const styles = [...new Set(names)].flatMap((name) => rules.get(String(name)) ?? []);
    if (styles.length > 0) properties['style'] = [properties['style'] ?? '', ...styles].join(';');
  });
  return tree;
};
