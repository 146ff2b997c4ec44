// The decorations of wiki links: a link shows its name alone, and one to a renamed entity the current name; one that the
// caret is in shows what is typed.
import type { Node as ProseNode } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { findWikiLinks, type LinkTarget, type WikiLink } from '@emberkeep/domain';
import { m } from '#messages';

/** What names in links lead to. */
export interface LinkNames {
  resolve(name: string): LinkTarget;
  nameOf(id: string): string;
  typeOf(id: string): string;
}

export interface Drawn {
  links: DecorationSet;
  /** The selection that they were drawn for. */
  at: { from: number; to: number };
}

// Nodes are immutable, so the links of an unchanged paragraph are found only once.
const found = new WeakMap<ProseNode, WikiLink[]>();
export const linksOf = (block: ProseNode): WikiLink[] => {
  const known = found.get(block);
  if (known) return known;
  let text = '';
  // Code holds no links; blanks keep the offsets.
  block.forEach((node) => {
    const isCode = node.marks.some((mark) => mark.type.name === 'code');
    text += isCode ? ' '.repeat(node.nodeSize) : (node.text ?? '\n'.repeat(node.nodeSize));
  });
  const links = text.includes('[[') ? findWikiLinks(text) : [];
  found.set(block, links);
  return links;
};

/** One element for screen readers, and the text that is not shown. */
interface Look {
  shown: string;
  /** What is shown is not what is written. */
  isAnew: boolean;
  /** The caret is in the link or at its edge: its brackets are seen. */
  isNear: boolean;
  attributes: Record<string, string>;
}

const lookOf = (link: WikiLink, from: number, { selection }: EditorState, options: LinkNames): Look => {
  const to = from + link.end - link.start;
  const target = options.resolve(link.name);
  const current = target.type === 'resolved' ? options.nameOf(target.id) : link.name;
  const shown = link.hasOwnWords ? link.shown : current;
  const spoken =
    target.type === 'missing'
      ? m.editor_wikiLinks_not_created_yet({ shown })
      : target.type === 'ambiguous'
        ? m.editor_wikiLinks_several_have_this_name({ shown })
        : shown;
  const type = target.type === 'resolved' ? ` wl-${options.typeOf(target.id)}` : '';
  const isInside = selection.empty && selection.head > from && selection.head < to;
  return {
    shown,
    isAnew: (link.hasOwnWords || current !== link.name) && !isInside,
    isNear: selection.from >= from && selection.to <= to,
    attributes: {
      nodeName: 'span',
      class: `wl wl-${target.type}${type}`,
      role: 'link',
      'aria-label': spoken,
      'data-link': link.name,
    },
  };
};

/** The decorations of a link that begins at `from`. */
const drawLink = (link: WikiLink, from: number, { shown, isAnew, isNear, attributes }: Look): Decoration[] => {
  const to = from + link.end - link.start;
  // Drawn anew at its first character, so that a co-GM's cursor inside does not draw it twice.
  if (isAnew)
    return [
      Decoration.inline(from, from + 1, {
        ...attributes,
        class: `${attributes['class']} wl-drawn`,
        'data-shown': shown,
      }),
      Decoration.inline(from + 1, to, { class: 'wl-rest', 'aria-hidden': 'true' }),
    ];
  const bracket = { class: isNear ? 'wl-bracket wl-near' : 'wl-bracket' };
  return [
    Decoration.inline(from, from + 2, bracket),
    Decoration.inline(from + 2, to - 2, attributes),
    Decoration.inline(to - 2, to, bracket),
  ];
};

/** The decorations of a textblock. `position`: before it. */
const drawBlock = (block: ProseNode, position: number, state: EditorState, options: LinkNames): Decoration[] =>
  block.type.spec.code
    ? []
    : linksOf(block).flatMap((link) => {
        const from = position + 1 + link.start;
        return drawLink(link, from, lookOf(link, from, state, options));
      });

const placeOf = ({ selection: { from, to } }: EditorState): Drawn['at'] => ({ from, to });

/** Draws every link. */
export const draw = (state: EditorState, options: LinkNames): Drawn => {
  const decorations: Decoration[] = [];
  state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    decorations.push(...drawBlock(node, position, state, options));
    return false;
  });
  return { links: DecorationSet.create(state.doc, decorations), at: placeOf(state) };
};

/**
 * Draws the links of the paragraphs that a transaction changed, and of those that the selection left or reached: a long
 * note has thousands of others.
 */
export const redraw = (transaction: Transaction, before: Drawn, state: EditorState, options: LinkNames): Drawn => {
  const { mapping, doc, steps } = transaction;
  const { from, to } = state.selection;
  const ends = [mapping.map(before.at.from), mapping.map(before.at.to), from, to];
  const ranges = ends.map((end) => [end, end] as const);
  mapping.maps[0]?.forEach((_from, _to, start, end) => ranges.push([start, end]));
  // ProseMirror moves decorations through several steps at once imprecisely; what a GM types is one step. One that moves
  // nothing sets marks, and a link may be code now.
  if (steps.length > 1 || ranges.length - ends.length < steps.length) return draw(state, options);
  const blocks = new Map<number, ProseNode>();
  for (const [start, end] of ranges)
    doc.nodesBetween(Math.max(0, start - 1), Math.min(doc.content.size, end + 1), (node, position) => {
      if (node.isTextblock) blocks.set(position, node);
      return !node.isTextblock;
    });
  const moved = before.links.map(mapping, doc);
  const all = [...blocks];
  const stale = all.flatMap(([position, block]) => moved.find(position, position + block.nodeSize));
  const fresh = all.flatMap(([position, block]) => drawBlock(block, position, state, options));
  return { links: moved.remove(stale).add(doc, fresh), at: placeOf(state) };
};
