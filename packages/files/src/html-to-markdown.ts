// Owns bringing HTML in: sanitised first (no scripts, styles, handlers, embeds), then read as the Markdown it amounts to.
// A large dependency, so it is an entry of its own that the app loads when a GM picks such a file.
import { unified } from 'unified';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import { sanitize, defaultSchema } from 'hast-util-sanitize';
import type { Element, Root as HastRoot, RootContent } from 'hast';
import type { Root } from 'mdast';
import type { NoteNode } from '@emberkeep/domain';
import { mdastToNote } from './markdown-to-note.ts';
import { textToNote } from './text-to-note.ts';

/** Deepest nesting that is read: no person writes deeper, and a walk over deeper markup would end the page. */
const DEEPEST = 200;

const toNote = (tree: HastRoot): NoteNode[] => {
  const clean = sanitize(tree, {
    ...defaultSchema,
    strip: ['script', 'style', 'template', 'noscript', 'title', 'head'],
  }) as HastRoot;
  return mdastToNote(unified().use(rehypeRemark).runSync(clean) as Root);
};

// Iterative: hostile markup may be nested as deep as the file is long.
const flattened = (tree: HastRoot): HastRoot => {
  let level: (HastRoot | Element)[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    const next: Element[] = [];
    for (const node of level) {
      const elements = (node.children as RootContent[]).filter((c): c is Element => c.type === 'element');
      if (depth < DEEPEST) next.push(...elements);
      else for (const element of elements) element.children = [{ type: 'text', value: textIn(element) }];
    }
    level = next;
  }
  return tree;
};
const textIn = (element: Element): string => {
  const words: string[] = [];
  const open: RootContent[] = [element];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node.type === 'text') words.push(node.value);
    else if (node.type === 'element' && !/^(?:script|style|template)$/.test(node.tagName))
      open.push(...[...node.children].reverse());
  }
  return words.join(' ');
};

// The libraries walk by recursion: markup nested by the ten thousand ends their stack, and is read as its words.
const orWords = <T>(read: () => T, html: string, otherwise: (words: NoteNode[]) => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return otherwise(
      textToNote(html.replace(/<(script|style|template)\b[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<[^<>]{0,2000}>/g, '\n')),
    );
  }
};

/** Parses an HTML document or fragment into note nodes. Hostile markup is dropped with its content where it is code. */
export const htmlToNote = (html: string): NoteNode[] =>
  orWords(
    () => toNote(flattened(unified().use(rehypeParse).parse(html))),
    html,
    (words) => words,
  );

const isSecret = (node: RootContent): boolean =>
  node.type === 'element' && ([] as unknown[]).concat(node.properties['className'] ?? []).includes('secret');

/** The same, with what stands in sections of the class "secret" apart, as Foundry marks what players may not read. */
export const htmlToNotes = (html: string): { open: NoteNode[]; secret: NoteNode[] } =>
  // Words whose sections are lost are the GM's: nobody knows which were secret.
  orWords(
    () => parted(flattened(unified().use(rehypeParse, { fragment: true }).parse(html))),
    html,
    (words) => ({ open: [], secret: words }),
  );

const parted = (tree: HastRoot): { open: NoteNode[]; secret: NoteNode[] } => {
  const secret: RootContent[] = [];
  const part = (node: HastRoot | Element): void => {
    node.children = (node.children as RootContent[]).filter((child) => {
      if (!isSecret(child)) return true;
      secret.push(child);
      return false;
    }) as typeof node.children;
    for (const child of node.children) if (child.type === 'element') part(child);
  };
  part(tree);
  return {
    open: toNote(tree),
    secret: secret.length > 0 ? toNote({ type: 'root', children: secret as HastRoot['children'] }) : [],
  };
};
