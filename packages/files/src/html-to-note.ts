// Reads HTML as a note: parsed as a browser parses it, then mapped to note nodes (hast-to-note.ts).
// The parser is large, so this is an entry of its own, which the app loads only for HTML files.
import { appendAll } from '@emberkeep/domain';
import { unified } from 'unified';
import rehypeParse from 'rehype-parse';
import type { Element, Root, RootContent } from 'hast';
import type { NoteNode } from '@emberkeep/domain';
import { inlineClassStyles } from './html-class-styles.ts';
import { nestFlatLists } from './flat-lists.ts';
import { hastToNote } from './hast-to-note.ts';
import { takeSecretsOut } from './html-secrets.ts';
import { joinLineBlocks } from './joined-lines.ts';
import { leftOutOf, NOTHING_LEFT_OUT, type ReadText } from './left-out.ts';
import { textToNote } from './text-to-note.ts';

/** A note for players and a note for the GM. */
export interface SplitNote {
  open: NoteNode[];
  secret: NoteNode[];
}

/**
 * Deepest nesting that is read, far beyond any real page: the libraries recurse, and deeper markup exhausts the
 * stack.
 */
const MAX_DEPTH = 200;

/** The tree of a page, with lists and lines as they are seen. */
const parsePage = (html: string): Root => {
  const tree = flattenDeepNodes(unified().use(rehypeParse).parse(html));
  return joinLineBlocks(nestFlatLists(inlineClassStyles(tree)));
};

/** Reads an HTML document or fragment. Markup that carries code is dropped together with its content. */
export const readHtml = (html: string): ReadText =>
  orPlainText(
    () => {
      const tree = parsePage(html);
      return { nodes: hastToNote(tree.children), leftOut: leftOutOf(tree) };
    },
    html,
    (nodes) => ({ nodes, leftOut: NOTHING_LEFT_OUT }),
  );

/** Like {@link readHtml}, for what is left out of no account. */
export const htmlToNote = (html: string): NoteNode[] => readHtml(html).nodes;

/**
 * Like {@link htmlToNote}, with sections of the class "secret", which Foundry hides from players, as a note of their
 * own. `forPlayers`: also everything else that its author may keep from them, and the names of pictures and files.
 */
export const htmlToNotes = (html: string, forPlayers = false): SplitNote =>
  orPlainText(
    () => {
      const tree = flattenDeepNodes(unified().use(rehypeParse, { fragment: true }).parse(html));
      if (!forPlayers) return splitSecrets(tree);
      const secret = takeSecretsOut(inlineClassStyles(tree));
      return { open: hastToNote(tree.children), secret: hastToNote(secret) };
    },
    html,
    // Without its markup nobody can tell which parts were secret: all of it is for the GM.
    (nodes) => ({ open: [], secret: nodes }),
  );

/**
 * Replaces elements below {@link MAX_DEPTH} by their text. Iterative: the markup may be as deep as the file is long.
 */
const flattenDeepNodes = (tree: Root): Root => {
  let level: (Root | Element)[] = [tree];
  for (let depth = 0; level.length > 0; depth++) {
    const next: Element[] = [];
    for (const node of level) {
      const elements = (node.children as RootContent[]).filter((c): c is Element => c.type === 'element');
      if (depth < MAX_DEPTH) appendAll(next, elements);
      else for (const element of elements) element.children = [{ type: 'text', value: textOf(element) }];
    }
    level = next;
  }
  return tree;
};

const textOf = (element: Element): string => {
  const words: string[] = [];
  const open: RootContent[] = [element];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node.type === 'text') words.push(node.value);
    else if (node.type === 'element' && !/^(?:script|style|template)$/.test(node.tagName))
      appendAll(open, [...node.children].reverse());
  }
  return words.join(' ');
};

/** Falls back to the text between the tags if the markup is nested too deeply even for the HTML parser. */
const orPlainText = <T>(read: () => T, html: string, fallback: (nodes: NoteNode[]) => T): T => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const withoutCode = html.replace(/<(script|style|template)\b[\s\S]*?<\/\1\s*>/gi, ' ');
    return fallback(textToNote(withoutCode.replace(/<[^<>]{0,2000}>/g, '\n')));
  }
};

const isSecret = (node: RootContent): boolean =>
  node.type === 'element' && ([] as unknown[]).concat(node.properties['className'] ?? []).includes('secret');

const splitSecrets = (tree: Root): SplitNote => {
  const secret: RootContent[] = [];
  const takeSecrets = (node: Root | Element): void => {
    node.children = (node.children as RootContent[]).filter((child) => {
      if (!isSecret(child)) return true;
      secret.push(child);
      return false;
    }) as typeof node.children;
    for (const child of node.children) if (child.type === 'element') takeSecrets(child);
  };
  takeSecrets(tree);
  return {
    open: hastToNote(tree.children),
    secret: hastToNote(secret),
  };
};
