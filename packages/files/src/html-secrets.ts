// Splits a page into what players may read and what is the GM's: elements that the author hid or marked, sections under
// "GM notes" and the like, and paragraphs that begin with "GM:".
import { appendAll, isSafeLink } from '@emberkeep/domain';
import type { Element, Root, RootContent } from 'hast';
import { isElement, textIn, type Child } from './hast-elements.ts';
import { isEmoji } from './hast-to-note.ts';
import { isLabelledSecret, isNamedSecret, isOpenCallout } from './transfer/vault-secrets.ts';

type Parent = Root | Element;

const HIDING_STYLE =
  /display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|font-size)\s*:\s*0(?![.\d])|color\s*:\s*transparent/i;

/** Attributes that name a place or a picture: their words say nothing about the element. */
const ADDRESSES = new Set(['href', 'src', 'srcSet', 'alt', 'cite', 'poster']);

/** Elements that a label at their beginning keeps as a whole. */
const LABELLED = new Set(['p', 'li', 'td', 'dd', 'blockquote', 'div']);

/** Longest beginning of an element that is looked at for a label, UTF-16 units. */
const BEGINNING = 200;

/** The first words of an element. It stops early, because every element around them asks too. */
const beginningOf = (node: Element): string => {
  let words = '';
  const open: Child[] = [...node.children].reverse();
  for (let next = open.pop(); next && words.length < BEGINNING; next = open.pop()) {
    if (next.type === 'text') words += words === '' ? next.value.trimStart() : next.value;
    else if (isElement(next)) appendAll(open, [...next.children].reverse());
  }
  return words.split('\n', 1)[0]!;
};

const headingLevel = (node: RootContent): number | null =>
  node.type === 'element' && /^h[1-6]$/.test(node.tagName) ? Number(node.tagName.slice(1)) : null;

/** Whether an attribute, by its name or its value, says that the element is not for readers. */
const isHidingAttribute = ([name, value]: [string, unknown]): boolean => {
  if (ADDRESSES.has(name)) return false;
  const words = Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : '';
  if (name === 'style') return HIDING_STYLE.test(words);
  if (name === 'dataCallout') return !isOpenCallout(words);
  if (name === 'dataVisibility') return /^(?:gm|owner|none)$/i.test(words.trim());
  const isOff = value === false || words === 'false';
  return (!isOff && isNamedSecret(name.replace(/[A-Z]/g, ' $&'))) || isNamedSecret(words);
};

const isSecretDetails = ({ tagName, children }: Element): boolean =>
  tagName === 'details' &&
  children.some((child) => child.type === 'element' && child.tagName === 'summary' && isNamedSecret(textIn(child)));

const childrenOf = (node: Element, ...tags: string[]): Element[] =>
  node.children.filter((child): child is Element => isElement(child) && tags.includes(child.tagName));

const isSecretTable = (node: Element): boolean => {
  if (node.tagName !== 'table') return false;
  const rows = [node, ...childrenOf(node, 'thead', 'tbody')].flatMap((part) => childrenOf(part, 'tr'));
  return rows.slice(0, 1).some((row) => childrenOf(row, 'th', 'td').some((cell) => isNamedSecret(beginningOf(cell))));
};

/** Content that browsers show only where they cannot show something else. */
const FALLBACKS = new Set(['noscript', 'video', 'audio', 'object', 'canvas', 'datalist']);

const BOLD = new Set(['strong', 'b']);
const LISTS: readonly string[] = ['ul', 'ol'];

const hasWords = (node: RootContent): boolean => node.type !== 'text' || node.value.trim() !== '';

/** The only child that is more than white space; null where there are several. */
const onlyChild = (node: Element): RootContent | null => {
  const children = (node.children as RootContent[]).filter(hasWords);
  return children.length === 1 ? children[0]! : null;
};

/** The level of a title: of a heading, a line in bold type, or the term of a list of definitions; null of other nodes. */
const titleLevel = (node: RootContent): number | null => {
  const heading = headingLevel(node);
  if (heading !== null || !isElement(node)) return heading;
  if (node.tagName === 'dt') return 8;
  if (!['p', 'div', 'section', 'header'].includes(node.tagName)) return null;
  const child = onlyChild(node);
  if (child === null || !isElement(child)) return null;
  return BOLD.has(child.tagName) ? 7 : headingLevel(child);
};

/** An item of a list whose words name a secret: what is nested below goes with it. */
const isSecretItem = (node: Element): boolean => {
  if (node.tagName !== 'li' || childrenOf(node, ...LISTS).length === 0) return false;
  const title = beginningOf({
    ...node,
    children: node.children.filter((child) => !isElement(child) || !LISTS.includes(child.tagName)),
  });
  return title.length <= 100 && isNamedSecret(title);
};

const INLINE = new Set(['strong', 'b', 'em', 'i', 'u', 'span', 'a', 'code', 'br']);

/** The words of a node without those of blocks in it. */
const ownWords = (node: RootContent): string => {
  if (node.type === 'text') return node.value;
  if (!isElement(node)) return '';
  return (node.children as RootContent[])
    .map((child) =>
      child.type === 'text' ? child.value : isElement(child) && INLINE.has(child.tagName) ? textIn(child) : '',
    )
    .join('');
};

/** Marks that authors type also where their program does not read them: spoilers, and callouts of a kind for the GM. */
const SPOILER = /\|\|[^|]+\|\||>!/;
const CALLOUT = /^\s*\[!\s*([\w-]+)/;

const isSecretCallout = (node: Element): boolean => {
  const callout = node.tagName === 'blockquote' ? CALLOUT.exec(beginningOf(node)) : null;
  return callout !== null && !isOpenCallout(callout[1]!);
};

/** `words`: the node's own. */
const isKeptFromPlayers = (node: RootContent, words: string): boolean =>
  SPOILER.test(words) ||
  (isElement(node) &&
    (isSecretCallout(node) ||
      FALLBACKS.has(node.tagName) ||
      Object.entries(node.properties).some(isHidingAttribute) ||
      isSecretDetails(node) ||
      isSecretTable(node) ||
      isSecretItem(node) ||
      (LABELLED.has(node.tagName) && isLabelledSecret(beginningOf(node)))));

const element = (tagName: string, words: string): Element => ({
  type: 'element',
  tagName,
  properties: {},
  children: [{ type: 'text', value: words }],
});

/** Takes the names of pictures and files out of what players read. */
const withoutNames = (node: Element, secret: RootContent[]): RootContent => {
  const { href, src, alt } = node.properties;
  if (node.tagName === 'img' && !isEmoji(node)) {
    secret.push(element('p', `Picture: ${[alt, src].filter((word) => typeof word === 'string').join(' ')}`));
    return { type: 'text', value: '(picture)' };
  }
  if (node.tagName !== 'a' || typeof href !== 'string' || isSafeLink(href.trim())) return node;
  secret.push(element('p', `Link: ${href}`));
  return { ...node, properties: {} };
};

/** Takes what players may not read out of a tree, and returns it in the order of the page. */
export const takeSecretsOut = (tree: Root): RootContent[] => {
  const secret: RootContent[] = [];
  const visit = (parent: Parent): void => {
    /** The level of the secret title that is open. */
    let under: number | null = null;
    /** Between `%%` and `%%`. */
    let isComment = false;
    const kept: RootContent[] = [];
    for (const child of parent.children as RootContent[]) {
      const level = titleLevel(child);
      const words = ownWords(child);
      const isInComment = isComment || words.includes('%%');
      if (words.split('%%').length % 2 === 0) isComment = !isComment;
      if (level !== null && under !== null && level <= under) under = null;
      if (level !== null && under === null && isNamedSecret(textIn(child))) under = level;
      if (under !== null || isInComment || isKeptFromPlayers(child, words)) secret.push(child);
      else if (child.type === 'element') {
        visit(child);
        kept.push(withoutNames(child, secret));
      } else kept.push(child);
    }
    parent.children = kept as typeof parent.children;
  };
  visit(tree);
  return secret;
};
